using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>A real outage (SOP-M): how long it took against its objective, what was entered afterwards and who was called.</summary>
public sealed class ServiceOutageRuleTests
{
    private const string Down = "2026-10-12T09:00:00";

    [Fact]
    public void Outage_Reported_IsToldAtOnceAndRestoredWithinFourHours()
    {
        var sim = Opened(240);

        Assert.Contains(sim.Notifications, n => n.Audience == "role:exec");
        Assert.Equal(At("2026-10-12T13:00:00"), sim.Task("restore").DueAt);
    }

    /// <summary>Registered forty minutes late with an objective of ninety minutes: the deadline counts from when the service went down.</summary>
    [Fact]
    public void Outage_RegisteredLater_IsDueByItsOwnObjectiveFromItsBegin()
    {
        var sim = new CaseSimulator("service-outage");
        sim.Open("2026-10-12T09:40:00", new() { ["outageFrom"] = Down, ["outageKind"] = "telephony", ["outageCause"] = "热线中断。", ["rtoTarget"] = 90 });

        Assert.Equal((At(Down), At("2026-10-12T10:30:00")), (sim.Clock("outage-recovery").StartedAt, sim.Task("restore").DueAt));
        sim.AdvanceTo("2026-10-12T10:30:01");
        Assert.Contains(sim.Notifications, n => n.Audience == "role:exec" && n.Args.Values.Any(text => text == "outage-recovery"));
    }

    /// <summary>Whoever lets running cases follow new rules doesn't put the policy's four hours over what this outage was promised.</summary>
    [Fact]
    public void Outage_RulesAppliedAgain_KeepsItsOwnObjective()
    {
        var sim = Opened(90);

        Assert.False(ClockRules.DiffersFrom(sim.Clock("outage-recovery"), CaseSimulator.Pack.ClockPolicies["outage-recovery"]));
    }

    [Fact]
    public void Outage_Recorded_IsReviewedByADeadlineOfItsOwn()
    {
        var sim = Restored(240);
        sim.Complete("record", Lead, "entered", new() { ["recordsEntered"] = 3 });

        // Five working days from Monday the 12th.
        Assert.Equal(("outage-review", At("2026-10-19T18:00:00")), (sim.Clock("outage-review").PolicyId, sim.Task("review").DueAt));
    }

    [Theory]
    [InlineData(150, true)]
    [InlineData(149, false)]
    public void Outage_OfAHundredAndFiftyMinutes_IsHeldAgainstItsObjective(int rtoTarget, bool isMet)
    {
        var sim = Restored(rtoTarget);

        Assert.Equal((150L, isMet), (sim.State.Data.Whole("rtoAchieved"), sim.State.Data.IsTrue("rtoMet")));
        // The deadline stops when the service was back, not when that was entered.
        Assert.Equal(At("2026-10-12T11:30:00"), sim.Clock("outage-recovery").StoppedAt);
        sim.Complete("record", Lead, "entered", new() { ["recordsEntered"] = 3 });
        sim.Complete("review", Manager, "reviewed", new() { ["outageRootCause"] = "数据库主机磁盘故障。", ["backEntryComplete"] = true, ["outageLessons"] = "增加备用磁盘。" });
        Assert.Equal(isMet ? CaseStatus.Ended : CaseStatus.Open, sim.State.Status);
    }

    [Fact]
    public void Outage_WithTwoCustomersWaiting_OpensACallForEach()
    {
        var sim = Restored(240);

        sim.Complete("record", Lead, "entered", new()
        {
            ["recordsEntered"] = 2,
            ["callbacks"] = new JsonArray(new JsonObject { ["name"] = "李华", ["phone"] = "13800138000" }, new JsonObject { ["name"] = "张敏", ["phone"] = "13900139000" }),
        });
        sim.HearOpened("outage-call");
        sim.HearRefused("outage-call");

        var calls = sim.Outbox.Where(m => m.Target == "customer-revisit").Select(m => m.Payload["fields"]!.AsObject()).ToList();
        Assert.Equal([("李华", "13800138000"), ("张敏", "13900139000")], calls.Select(call => ((string)call["customerName"]!, (string)call["contactPhone"]!)));
        Assert.All(calls, call => Assert.Equal(("callback", At("2026-10-12T11:30:00")), ((string?)call["revisitKind"], DateTimeOffset.Parse((string)call["triggerAt"]!, CultureInfo.InvariantCulture))));
        Assert.Contains(sim.Notifications, n => n.Audience == "role:team_lead" && n.Args.Values.Any(text => text.Contains("第 2 户", StringComparison.Ordinal)));
        Assert.Equal("review", Assert.Single(sim.State.Tasks).ActivityId);
    }

    private static CaseSimulator Restored(int rtoTarget)
    {
        var sim = Opened(rtoTarget);
        sim.AdvanceTo("2026-10-12T12:00:00");
        sim.Complete("restore", Manager, "restored", new() { ["outageTo"] = "2026-10-12T11:30:00", ["outageMeasures"] = "切换到备用主机。" });
        return sim;
    }

    private static CaseSimulator Opened(int rtoTarget)
    {
        var sim = new CaseSimulator("service-outage");
        sim.Open(Down, new() { ["outageFrom"] = Down, ["outageKind"] = "system_failure", ["outageCause"] = "理赔系统不可用，全部机构受影响。", ["rtoTarget"] = rtoTarget });
        return sim;
    }
}
