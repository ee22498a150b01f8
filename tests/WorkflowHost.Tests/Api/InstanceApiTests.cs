using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Tests.HttpEndpoints;
using static WorkflowHost.Tests.HttpEndpoints.FlowHost;

namespace WorkflowHost.Tests.Api;

/// <summary>Workflows as such, through the product API.</summary>
public sealed class InstanceApiTests : IDisposable
{
    private readonly FlowHost _flows = new(
        new Dictionary<string, string>(),
        Sequence("ask", Activity("task", "Elsa.RunTask", ("taskName", "String", "Literal", "scan")), Event("wait", "go"), Activity("out", "Elsa.SetOutput", ("outputName", "String", "Literal", "n"), ("outputValue", "Object", "JavaScript", "getInput('n')"))),
        Sequence("broken", Activity("fail", "Elsa.Fault", ("message", "String", "Literal", "core system down"))));

    public void Dispose() => _flows.Dispose();

    [Fact]
    public async Task Instance_FromStartToEnd_ThroughTheApi()
    {
        using var client = await _flows.Host.ClientAsync(StaffRoles.ProcessOwner);
        using var created = await client.PostAsJsonAsync("/api/v1/definitions/ask/start", new { input = new { n = 1 }, correlationId = "o-1", name = "first" });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var id = (string)(await created.JsonAsync())["id"]!;
        Assert.Equal($"/api/v1/instances/{id}", created.Headers.Location!.ToString());

        var task = Assert.Single((await (await client.GetAsync("/api/v1/requested-tasks")).JsonAsync()).AsArray())!;
        await MustAsync(await client.PostAsJsonAsync($"/api/v1/requested-tasks/{(string)task["taskId"]!}/complete", new { result = new { ok = true } }));
        var receipt = await MustAsync(await client.PostAsJsonAsync("/api/v1/events/go", new { payload = new { n = 7 }, correlationId = "o-1" }));
        Assert.Equal(id, (string)receipt["resumed"]![0]!);

        var instance = await MustAsync(await client.GetAsync($"/api/v1/instances/{id}"));
        Assert.Equal(("finished", 7), ((string)instance["row"]!["subStatus"]!, (int)instance["values"]!["outputs"]!["n"]!));
        var journal = await MustAsync(await client.GetAsync($"/api/v1/instances/{id}/journal?activityId=wait"));
        Assert.Equal(["started", "suspended", "resumed", "completed"], journal["items"]!.AsArray().Select(r => (string)r!["event"]!));
        var counts = await MustAsync(await client.GetAsync($"/api/v1/instances/{id}/counts"));
        Assert.Contains(counts.AsArray(), c => (string)c!["activityId"]! == "task" && (int)c["completed"]! == 1);
        var list = await MustAsync(await client.GetAsync("/api/v1/instances?isCase=false&status=finished&correlationId=o-1"));
        Assert.Equal(1, (int)list["total"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/api/v1/instances/{id}")).StatusCode);
        Assert.Equal("instance.not_found", await (await client.GetAsync($"/api/v1/instances/{id}")).CodeAsync());
    }

    [Fact]
    public async Task Instance_CancelledAndRetried_ThroughTheApi()
    {
        using var client = await _flows.Host.ClientAsync(StaffRoles.ProcessOwner);
        var id = (string)(await (await client.PostAsJsonAsync("/api/v1/definitions/ask/start", new { })).JsonAsync())["id"]!;

        var cancelled = await MustAsync(await client.PostAsJsonAsync($"/api/v1/instances/{id}/cancel", new { reason = "wrong" }));
        Assert.Equal("cancelled", (string)cancelled["row"]!["subStatus"]!);

        var faulted = await (await client.PostAsJsonAsync("/api/v1/definitions/broken/start", new { })).JsonAsync();
        Assert.Equal("faulted", (string)faulted["row"]!["subStatus"]!);
        var activity = (string)faulted["incidents"]![0]!["activityInstanceId"]!;
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"/api/v1/instances/{(string)faulted["id"]!}/incidents/{activity}/retry", null)).StatusCode);
    }

    [Fact]
    public async Task Instances_OtherRoles_MayNotSeeOrStartThem()
    {
        using var agent = await _flows.Host.ClientAsync(StaffRoles.Agent);
        using var compliance = await _flows.Host.ClientAsync(StaffRoles.Compliance);

        Assert.Equal(HttpStatusCode.Forbidden, (await agent.GetAsync("/api/v1/instances")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await compliance.GetAsync("/api/v1/instances")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await compliance.PostAsJsonAsync("/api/v1/definitions/ask/start", new { })).StatusCode);
    }

    [Fact]
    public async Task Instance_OfACase_ShowsNoPersonalDataToWhoMaySeeNoCases()
    {
        using var agent = await _flows.Host.ClientAsync(StaffRoles.Agent);
        using var owner = await _flows.Host.ClientAsync(StaffRoles.ProcessOwner);
        var fields = Sop.Tests.Cases.ComplaintForms.Open("2026-09-29T09:00:00");
        var id = (string)(await (await agent.PostAsJsonAsync("/api/v1/cases", new { definitionId = "complaint", fields })).JsonAsync())["id"]!;

        var seen = await MustAsync(await owner.GetAsync($"/api/v1/instances/{id}"));

        Assert.True((bool)seen["row"]!["isCase"]!);
        Assert.Null(seen["values"]);
        Assert.DoesNotContain((string)fields["customerName"]!, seen.ToJsonString(), StringComparison.Ordinal);
        Assert.NotEmpty((await MustAsync(await owner.GetAsync($"/api/v1/instances/{id}/journal")))["items"]!.AsArray());
    }

    private static JsonObject Event(string id, string name) => Activity(id, "Elsa.Event", ("eventName", "String", "Literal", name));

    private static async Task<JsonNode> MustAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.JsonAsync();
    }
}
