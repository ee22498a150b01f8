using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Ladders;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Clocks;

/// <summary>Mistakes other deadline engines are known for.</summary>
public sealed class ClockTrapTests
{
    /// <summary>"One day" is one working day, not 24 hours of a nine-hour day spread over three.</summary>
    [Theory]
    [InlineData("WD", 1, "2026-09-01T16:00:00", "2026-09-02T18:00:00")]
    [InlineData("WD", 1, "2026-09-04T16:00:00", "2026-09-07T18:00:00")]
    [InlineData("NAT", 1, "2026-09-01T16:00:00", "2026-09-02T23:59:59")]
    [InlineData("HR", 24, "2026-09-01T16:00:00", "2026-09-02T16:00:00")]
    [InlineData("BH", 9, "2026-09-01T16:00:00", "2026-09-02T16:00:00")]
    public void OneDay_InEveryUnit_IsOneDay(string unit, int amount, string start, string due) =>
        Assert.Equal(China.At(due), ClockBuilder.Started(unit, amount, start).DueAt);

    /// <summary>A violation that was queued before the pause must not go off during it, and comes later by the pause.</summary>
    [Fact]
    public void PausedClock_HasNoTimerLeftAndItsLadderMovesOn()
    {
        var sim = new CaseSimulator();
        sim.Open("2026-09-01T10:00:00", ComplaintForms.Open("2026-09-01T10:00:00"));
        var statutory = sim.Clock("complaint-statutory");
        Assert.Contains(sim.State.Timers, timer => timer.Id.Contains(statutory.Id, StringComparison.Ordinal));
        sim.AdvanceTo("2026-09-02T10:00:00");

        sim.Raise("appraisalStarted", CaseSimulator.Lead, new JsonObject { ["appraisalKind"] = "test", ["appraisalBody"] = "检测中心", ["appraisalSubject"] = "车损", ["appraisalCustomerTold"] = true });

        Assert.DoesNotContain(sim.State.Timers, timer => timer.Id.Contains(statutory.Id, StringComparison.Ordinal));
        sim.AdvanceTo("2026-10-20T10:00:00");
        Assert.DoesNotContain(sim.Notifications, told => told.ClockId == statutory.Id);
        sim.Raise("appraisalEnded", CaseSimulator.Lead, new JsonObject { ["appraisalEndedAt"] = "2026-10-20T10:00:00+08:00", ["appraisalConclusion"] = "合格" });
        Assert.All(
            LadderPlan.Next(sim.Clock("complaint-statutory"), CaseSimulator.Pack.Ladders["statutory"], China.Calendar, sim.Now),
            firing => Assert.True(firing.FiresAt > sim.Now));
    }

    /// <summary>Days off inside a pause are left out once: the deadline moves by working days, not by the pause and the holiday.</summary>
    [Fact]
    public void PauseOverAHoliday_IsNotCountedTwice()
    {
        var clock = ClockBuilder.Started("WD", 5, "2026-09-28T10:00:00"); // used: 29th and 30th
        Assert.Equal(China.At("2026-10-10T18:00:00"), clock.DueAt);
        var resumed = ClockRules.Resume(ClockRules.Pause(clock, China.At("2026-09-30T10:00:00"), "鉴定").Value, China.At("2026-10-08T10:00:00"), China.Calendar).Value;
        Assert.Equal(China.At("2026-10-12T18:00:00"), resumed.DueAt); // left: 3, from the 9th: 9, 10 (worked), 12
    }

    /// <summary>A clock nobody has a policy for must not silently not run: such a definition can't be published.</summary>
    [Fact]
    public void UnknownPolicy_IsRefusedAndNotSilentlyNoClock()
    {
        var json = (JsonObject)JsonNode.Parse(RealPack.Files().Single(file => file.Path == "complaint.json").Utf8)!;
        var start = json["root"]!["activities"]!.AsArray().Single(activity => activity!["id"]!.ToString() == "startReview")!;
        start["clocks"]!["expression"]!["value"] = """["no-such-clock"]""";
        var definition = WorkflowDefinition.Read(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), "complaint.json").Definition!;

        Assert.Contains(SopCheck.Faults(definition, CaseSimulator.Pack), fault => fault.ToString()!.Contains("no-such-clock", StringComparison.Ordinal));
    }
}
