using WorkflowHost.Engine.Bursts;
using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>A deadline in a year without calendar is provisional, and is counted again when the notice is there (domain 2.8).</summary>
public sealed class RecountTests
{
    [Fact]
    public void CalendarOfNextYearLoaded_ProvisionalDeadlinesMoveAndBothValuesAreKept()
    {
        var sim = new CaseSimulator();
        sim.Open("2026-12-28T10:00:00", ComplaintForms.Open("2026-12-28T10:00:00"));
        var before = sim.Clock("finish-wd10");
        Assert.True(before.IsProvisional);

        var outcome = Recount(sim, WithYear(new DateOnly(2027, 1, 1), new DateOnly(2027, 1, 5)));

        var after = Assert.Single(outcome.Burst!.State.Clocks, c => c.PolicyId == "finish-wd10");
        Assert.False(after.IsProvisional);
        Assert.True(after.DueAt > before.DueAt);
        var entry = Assert.Single(outcome.Burst.Changes.Timeline, e => e.Kind == "clock.recounted" && e.Args["clock"] == "finish-wd10");
        Assert.StartsWith(before.DueAt.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), entry.Args["before"], StringComparison.Ordinal);
        Assert.Contains(outcome.Burst.Changes.Notifications, n => n.Kind == "clock.recounted" && n.Args["clock"] == "finish-wd10" && n.Audience == "role:handler");
        var task = Assert.Single(outcome.Burst.State.Tasks);
        Assert.Equal(outcome.Burst.State.Clocks.Single(c => c.Id == task.ClockId).TargetAt, task.DueAt);
    }

    [Fact]
    public void NothingNewInTheCalendars_IsIgnored()
    {
        var sim = new CaseSimulator();
        sim.Open("2026-12-28T10:00:00", ComplaintForms.Open("2026-12-28T10:00:00"));

        Assert.Equal(CaseOutcome.Ignored, Recount(sim, Pack));
    }

    private static CaseOutcome Recount(CaseSimulator sim, SopPack pack) => CaseProcess.Handle(
        sim.State, new RecountClocks(), new CaseEnvironment { Now = At("2026-12-29T09:00:00"), Ids = new SequentialIdSource(5000), Pack = pack, Program = sim.Program, Staff = CaseSimulator.Staff });

    private static SopPack WithYear(DateOnly from, DateOnly to)
    {
        var known = Pack.Calendars["cn"];
        var year = new CalendarYear
        {
            Year = 2027,
            Off = [new DaysOff(new LocalizedText("元旦", "New Year"), from, to)],
            MakeUpDays = [],
            Provenance = new Provenance("test", Evidence.ProductDefault),
        };
        return Pack with
        {
            Calendars = new Dictionary<string, WorkCalendar>
            {
                ["cn"] = new("cn", known.TimeZone, known.UtcOffset, (known.OpensAt, known.ClosesAt), [.. known.Years, year]),
            },
        };
    }
}
