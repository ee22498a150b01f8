using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>What a supervisor may have before its time or leave out, on the shipped complaint SOP.</summary>
public sealed class TimerInterventionTests
{
    private const string Statutory = "complaint-statutory";

    [Fact]
    public void Skip_EveryReminderBeforeTheDeadline_TellsNobodyUntilTheBreachItself()
    {
        var simulator = Opened();
        while (Next(simulator).DueAt < simulator.Clock(Statutory).DueAt)
        {
            var next = Next(simulator);
            simulator.Do(new SkipTimer(CaseSimulator.Lead, next.Id, next.DueAt, "已当面督办"));
        }

        var breach = Next(simulator);
        Assert.Equal("timer.not_before_breach", simulator.Try(new RunTimerNow(CaseSimulator.Lead, breach.Id, breach.DueAt, "催办"))?.Code);
        Assert.Equal("timer.breach_record", simulator.Try(new SkipTimer(CaseSimulator.Lead, breach.Id, breach.DueAt, "催办"))?.Code);
        Assert.DoesNotContain(simulator.Timeline, line => line.Kind == "ladder.fired");
        simulator.AdvanceTo("2026-10-20T12:00:00");
        Assert.Contains(simulator.Timeline, line => line.Kind == "ladder.fired" && line.Args["step"] == "breach");
        Assert.True(simulator.State.Data["rootCauseRequired"]!.GetValue<bool>());
    }

    [Fact]
    public void RunNow_FirstReminder_IsToldAndTheNextOneIsSet()
    {
        var simulator = Opened();
        var first = Next(simulator);

        simulator.Do(new RunTimerNow(CaseSimulator.Lead, first.Id, first.DueAt, "提前督办"));

        Assert.Contains(simulator.Timeline, line => line.Kind == "ladder.fired" && line.Args["clock"] == Statutory);
        Assert.True(Next(simulator).DueAt > first.DueAt);
    }

    private static CaseTimer Next(CaseSimulator simulator) =>
        Assert.Single(simulator.State.Timers, timer => timer.Kind == CaseTimerKind.Ladder && timer.Ref == simulator.Clock(Statutory).Id);

    private static CaseSimulator Opened()
    {
        var simulator = new CaseSimulator();
        simulator.Open("2026-09-29T16:40:00", ComplaintForms.Open("2026-09-29T16:30:00"));
        return simulator;
    }
}
