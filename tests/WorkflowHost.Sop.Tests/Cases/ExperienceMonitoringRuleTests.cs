using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Watching a figure month by month (SOP-K): what happens when it passes its threshold.</summary>
public sealed class ExperienceMonitoringRuleTests
{
    [Fact]
    public void Threshold_Breached_OpensAnImprovementByItself()
    {
        var sim = Watched();

        Measure(sim, "2026-10-10T10:00:00", 88);

        var action = Assert.Single(sim.Outbox, m => m.Target == "improvement-action").Payload["fields"]!.AsObject();
        Assert.Equal(("monitoring", "接通率", "88", "不低于90", Lead.Id, "2026-11-09"), Of(action));
        sim.HearOpened("improvement");
        Assert.Single(sim.State.Tasks, task => task.ActivityId == "handle");
    }

    /// <summary>The improvement takes its time: a month that is still below opens no second one, a new fall does.</summary>
    [Fact]
    public void Threshold_StillBreached_OpensNoSecondImprovementUntilItRecovered()
    {
        var sim = Watched();
        Measure(sim, "2026-10-10T10:00:00", 88);
        sim.HearOpened("improvement");
        Handle(sim);
        Measure(sim, "2026-11-10T10:00:00", 89);
        Assert.Single(sim.Outbox, m => m.Target == "improvement-action");
        Handle(sim);
        Measure(sim, "2026-12-10T10:00:00", 95);
        Assert.DoesNotContain(sim.State.Tasks, task => task.ActivityId == "handle");

        Measure(sim, "2027-01-12T10:00:00", 80);

        Assert.Equal(2, sim.Outbox.Count(m => m.Target == "improvement-action"));
    }

    [Fact]
    public void Improvement_ThatCannotBeOpened_IsToldAndTheAlertIsDealtWithAllTheSame()
    {
        var sim = Watched(ownerId: null);
        Measure(sim, "2026-10-10T10:00:00", 88);
        Assert.Equal(Manager.Id, (string?)Assert.Single(sim.Outbox, m => m.Target == "improvement-action").Payload["fields"]!["actionOwnerId"]);

        sim.HearRefused("improvement");

        Assert.Contains(sim.Notifications, n => n.Audience == "role:manager" && n.Args.Values.Any(text => text.Contains("未能自动开立", StringComparison.Ordinal)));
        Assert.Single(sim.State.Tasks, task => task.ActivityId == "handle");
    }

    private static (string?, string?, string?, string?, string?, string?) Of(JsonObject action) =>
        ((string?)action["actionSource"], (string?)action["actionMetric"], (string?)action["actionBaseline"], (string?)action["actionTarget"], (string?)action["actionOwnerId"], (string?)action["actionDue"]);

    private static void Measure(CaseSimulator sim, string at, int value)
    {
        sim.AdvanceTo(at);
        sim.Complete("record", Manager, "recorded", new() { ["measuredAt"] = at, ["measuredValue"] = value });
    }

    private static void Handle(CaseSimulator sim) =>
        sim.Complete("handle", Manager, "handled", new() { ["alertCause"] = "排班不足。", ["alertAction"] = "增加晚间坐席。", ["ownerDept"] = "客服中心" });

    private static CaseSimulator Watched(string? ownerId = "lead-1")
    {
        var sim = new CaseSimulator("experience-monitoring");
        var fields = new JsonObject { ["metricName"] = "connect_rate", ["direction"] = "below", ["threshold"] = 90, ["monitorRounds"] = 12 };
        if (ownerId is not null)
        {
            fields["alertOwnerId"] = ownerId;
        }

        sim.OpenBy(Manager, "2026-09-09T10:00:00", fields);
        return sim;
    }
}
