using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Tests.HttpEndpoints;
using static WorkflowHost.Tests.HttpEndpoints.FlowHost;

namespace WorkflowHost.Tests.Api;

/// <summary>Steps that failed, one and many, through the product API.</summary>
public sealed class IncidentApiTests : IDisposable
{
    private readonly FlowHost _flows = new(
        new Dictionary<string, string>(),
        Sequence("broken", Activity("fail", "Elsa.Fault", ("message", "String", "Literal", "core system down")), Activity("wait", "Elsa.Event", ("eventName", "String", "Literal", "go"))));

    public void Dispose() => _flows.Dispose();

    [Theory]
    [InlineData(StaffRoles.Agent, HttpStatusCode.Forbidden)]
    [InlineData(StaffRoles.Compliance, HttpStatusCode.Forbidden)]
    [InlineData(StaffRoles.TeamLead, HttpStatusCode.OK)]
    [InlineData(StaffRoles.Admin, HttpStatusCode.OK)]
    [InlineData(StaffRoles.ProcessOwner, HttpStatusCode.OK)]
    public async Task Skip_ByRole(string role, HttpStatusCode expected)
    {
        var (instance, activity) = await FailedAsync();
        using var client = await _flows.Host.ClientAsync(role);

        using var answer = await client.PostAsJsonAsync($"/api/v1/cases/{instance}/incidents/{activity}/skip", new { reason = "系统停机" });

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Job_OverMany_IsFollowedToItsEnd()
    {
        var incidents = new List<object>();
        for (var i = 0; i < 3; i++)
        {
            var (instance, activity) = await FailedAsync();
            incidents.Add(new { caseId = instance, activityInstanceId = activity });
        }

        using var client = await _flows.Host.ClientAsync(StaffRoles.TeamLead);
        using var started = await client.PostAsJsonAsync("/api/v1/incidents/jobs", new { act = "skip", incidents, reason = "系统停机" });
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        var job = await started.JsonAsync();
        while ((string)job["state"]! == "running")
        {
            job = await (await client.GetAsync(started.Headers.Location)).JsonAsync();
        }

        Assert.Equal(("ended", 3, 3), ((string)job["state"]!, (int)job["done"]!, (int)job["reached"]!));
        Assert.Empty((await (await client.GetAsync("/api/v1/incidents")).JsonAsync()).AsArray());
        Assert.Empty((await (await client.GetAsync("/api/v1/incidents/stalled")).JsonAsync()).AsArray());
    }

    [Fact]
    public async Task Job_ByAComplianceOfficerOrUnknown_IsRefused()
    {
        using var client = await _flows.Host.ClientAsync(StaffRoles.Compliance);

        using var begun = await client.PostAsJsonAsync("/api/v1/incidents/jobs", new { act = "retry", incidents = new[] { new { caseId = "a", activityInstanceId = "b" } } });
        using var unknown = await client.GetAsync("/api/v1/incidents/jobs/nothing");

        Assert.Equal((HttpStatusCode.Forbidden, "incident.role_required"), (begun.StatusCode, await begun.CodeAsync()));
        Assert.Equal((HttpStatusCode.NotFound, "incident_job.not_found"), (unknown.StatusCode, await unknown.CodeAsync()));
    }

    private async Task<(string Instance, string Activity)> FailedAsync()
    {
        using var owner = await _flows.Host.ClientAsync(StaffRoles.ProcessOwner);
        var faulted = await (await owner.PostAsJsonAsync("/api/v1/definitions/broken/start", new { })).JsonAsync();
        return ((string)faulted["id"]!, (string)faulted["incidents"]![0]!["activityInstanceId"]!);
    }
}
