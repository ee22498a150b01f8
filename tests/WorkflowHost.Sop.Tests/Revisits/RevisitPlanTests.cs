using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Revisits;
using WorkflowHost.Sop.Tests.Packs;
using static WorkflowHost.Sop.Tests.China;

namespace WorkflowHost.Sop.Tests.Revisits;

/// <summary>Recurring calls: table rows of the shipped plan, and what holds for every beginning and every plan.</summary>
public sealed class RevisitPlanTests
{
    private const int Seed = 20260923;
    private const int Rounds = 400;

    private static RevisitPlan Standard => RealPack.Pack.RevisitPlans["ltc-care"];

    [Theory]
    [InlineData(0, ClockUnit.NaturalDays, 7)]
    [InlineData(1, ClockUnit.Months, 1)]
    [InlineData(3, ClockUnit.Months, 3)]
    [InlineData(4, ClockUnit.Months, 6)]
    [InlineData(7, ClockUnit.Months, 15)]
    public void Standard_Occurrence_IsCountedFromTheBeginning(int index, ClockUnit unit, int amount)
    {
        var occurrence = Standard.Occurrence(index)!;

        Assert.Equal((unit, amount), (occurrence.Unit, occurrence.Amount));
    }

    [Theory]
    // Seven days end on a Saturday: the call comes before the rest, on Friday.
    [InlineData("2026-08-08", 0, "2026-08-14T18:00:00")]
    // Within the National Day holiday: on its last working day before.
    [InlineData("2026-09-27", 0, "2026-09-30T18:00:00")]
    // The seven days lie in the holiday altogether: the first day after it.
    [InlineData("2026-09-30", 0, "2026-10-08T18:00:00")]
    // A month on the 31st: the month's end, each counted from the 31st.
    [InlineData("2026-08-31", 1, "2026-09-30T18:00:00")]
    [InlineData("2026-08-31", 2, "2026-11-02T18:00:00")]
    [InlineData("2026-08-31", 3, "2026-11-30T18:00:00")]
    public void Standard_Call_IsDueAtClosing(string begunOn, int index, string due) =>
        Assert.Equal(At(due), RevisitPlanRules.Call(Standard, At(begunOn), index, Calendar)!.DueAt);

    [Fact]
    public void Next_AfterAPause_SkipsWhatWasMissed()
    {
        var call = RevisitPlanRules.Next(Standard, At("2026-01-05"), 1, At("2026-06-01T10:00:00"), Calendar)!;

        Assert.Equal((4, At("2026-07-06T18:00:00")), (call.Occurrence.Index, call.DueAt));
    }

    [Fact]
    public void Next_OfAFinitePlan_IsOver()
    {
        var plan = Standard with { Stretches = [new(ClockUnit.NaturalDays, 7, Repeats: false, Times: 1), new(ClockUnit.Months, 1, Repeats: true, Times: 2)] };

        Assert.NotNull(RevisitPlanRules.Next(plan, At("2026-08-03"), 2, At("2026-08-03"), Calendar));
        Assert.Null(RevisitPlanRules.Next(plan, At("2026-08-03"), 3, At("2026-08-03"), Calendar));
    }

    [Fact]
    public void Calls_OfAnyPlanAndBeginning_NeverDrift()
    {
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var begunAt = At("2026-01-01").AddDays(random.Next(365)).AddMinutes(random.Next(1440));
            var plan = Random(random);
            DateOnly? last = null;
            for (var index = 0; index < 40 && RevisitPlanRules.Call(plan, begunAt, index, Calendar) is { } call; index++)
            {
                var context = $"seed {Seed}, round {round}, {begunAt:O}, call {index}";
                Assert.True(Calendar.IsWorkingDay(call.Day), context);
                Assert.True(last is null || call.Day >= last, context);
                last = call.Day;
                if (call.Occurrence.Unit == ClockUnit.Months)
                {
                    // What the day would be if no other call had ever been counted.
                    var first = Calendar.LocalDate(begunAt);
                    var target = first.AddMonths(call.Occurrence.Amount);
                    Assert.True(target.Day == first.Day || target.Day == DateTime.DaysInMonth(target.Year, target.Month), context);
                    Assert.True(call.Day == Calendar.WorkingDayOnOrAfter(target), context);
                }
            }
        }
    }

    [Fact]
    public void Calls_PlannedOneAfterTheOther_AreThoseCountedAtOnce()
    {
        var random = new Random(Seed);
        for (var round = 0; round < Rounds / 4; round++)
        {
            var begunAt = At("2026-01-01").AddDays(random.Next(365));
            var (index, now) = (0, begunAt);
            for (var count = 0; count < 12; count++)
            {
                var next = RevisitPlanRules.Next(Standard, begunAt, index, now, Calendar)!;
                Assert.Equal(RevisitPlanRules.Call(Standard, begunAt, next.Occurrence.Index, Calendar), next);
                Assert.Equal(index, next.Occurrence.Index);
                (index, now) = (next.Occurrence.Index + 1, next.DueAt);
            }
        }
    }

    private static RevisitPlan Random(Random random) => Standard with
    {
        Stretches =
        [
            new(ClockUnit.NaturalDays, random.Next(1, 20), Repeats: false, Times: 1),
            new(ClockUnit.Months, random.Next(1, 3), Repeats: true, Times: random.Next(1, 6)),
            new(ClockUnit.Months, random.Next(1, 7), Repeats: true, Times: null),
        ],
    };
}
