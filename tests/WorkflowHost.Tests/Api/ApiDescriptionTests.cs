using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Api;

public sealed class ApiDescriptionTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task Document_EveryOperation_HasSummaryTagAndProblems()
    {
        using var client = await host.ClientAsync(StaffRoles.Agent);

        var document = await (await client.GetAsync("/openapi/v1.json")).JsonAsync();

        var operations = document["paths"]!.AsObject()
            .Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(path => path.Value!.AsObject().Select(operation => (Name: $"{operation.Key} {path.Key}", Node: operation.Value!)))
            .ToList();
        Assert.InRange(operations.Count, 30, 200);
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty((string?)operation.Node["summary"]), $"{operation.Name} has no summary"));
        Assert.All(operations, operation => Assert.Single(operation.Node["tags"]!.AsArray()));
        Assert.All(operations, operation => Assert.NotNull(operation.Node["responses"]!["409"]));
    }

    [Fact]
    public async Task Document_Command_NamesItsHeaders()
    {
        using var client = await host.ClientAsync(StaffRoles.Agent);

        var document = await (await client.GetAsync("/openapi/v1.json")).JsonAsync();

        var names = document["paths"]!["/api/v1/tasks/{id}/complete"]!["post"]!["parameters"]!.AsArray().Select(parameter => (string?)parameter!["name"]);
        Assert.Superset(new HashSet<string?> { "Idempotency-Key", "If-Match", "Prefer" }, names.ToHashSet());
    }

    [Fact]
    public async Task JobDashboard_IsForAdministratorsOnly()
    {
        using var admin = await host.ClientAsync(StaffRoles.Admin);
        using var lead = await host.ClientAsync(StaffRoles.TeamLead);

        Assert.Equal(System.Net.HttpStatusCode.OK, (await admin.GetAsync("/jobs")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await lead.GetAsync("/jobs")).StatusCode);
    }
}
