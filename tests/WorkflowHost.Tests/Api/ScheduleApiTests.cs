using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Tests.HttpEndpoints;
using static WorkflowHost.Tests.HttpEndpoints.FlowHost;

namespace WorkflowHost.Tests.Api;

/// <summary>Workflows that start by the clock, through the product API.</summary>
public sealed class ScheduleApiTests : IDisposable
{
    private readonly FlowHost _flows = new(new Dictionary<string, string>(), Sequence("report", Daily(), Activity("wait", "Elsa.Event", ("eventName", "String", "Literal", "go"))));

    public void Dispose() => _flows.Dispose();

    [Fact]
    public async Task List_ShowsZonePoliciesAndFiveStarts()
    {
        using var lead = await _flows.Host.ClientAsync(StaffRoles.TeamLead);

        var schedule = Assert.Single((await (await lead.GetAsync("/api/v1/schedules")).JsonAsync()).AsArray(), row => (string?)row!["definitionId"] == "report")!;

        Assert.Equal(("Asia/Shanghai", "skip", "skip", "30 8 * * *"), ((string)schedule["timeZone"]!, (string)schedule["misfire"]!, (string)schedule["overlap"]!, (string)schedule["rule"]!));
        Assert.Equal(5, schedule["next"]!.AsArray().Count);
        Assert.Null(schedule["lastFiredAt"]);
    }

    [Theory]
    [InlineData(StaffRoles.TeamLead, HttpStatusCode.Forbidden)]
    [InlineData(StaffRoles.Manager, HttpStatusCode.OK)]
    [InlineData(StaffRoles.ProcessOwner, HttpStatusCode.OK)]
    public async Task Run_ByRole(string role, HttpStatusCode expected)
    {
        using var client = await _flows.Host.ClientAsync(role);

        using var answer = await client.PostAsJsonAsync("/api/v1/schedules/report/cron/run", new { reason = "补跑" });

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Run_WhileOneRunsThatMayNotBeOverlapped_IsAConflict()
    {
        using var client = await _flows.Host.ClientAsync(StaffRoles.Manager);
        using var first = await client.PostAsJsonAsync("/api/v1/schedules/report/cron/run", new { reason = "补跑" });

        using var second = await client.PostAsJsonAsync("/api/v1/schedules/report/cron/run", new { reason = "再补跑" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict, "instance.not_activated"), (first.StatusCode, second.StatusCode, await second.CodeAsync()));
    }

    private static JsonObject Daily()
    {
        var cron = Activity("cron", "Elsa.Cron", ("cronExpression", "String", "Literal", "30 8 * * *"));
        cron["customProperties"] = new JsonObject
        {
            ["canStartWorkflow"] = true,
            ["schedule"] = new JsonObject { ["timeZone"] = "Asia/Shanghai", ["misfire"] = "skip", ["overlap"] = "skip" },
        };
        return cron;
    }
}
