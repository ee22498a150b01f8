using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Decisions;
using WorkflowHost.Sop.Figures;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Figures;

/// <summary>The formulas of §1.7, on the figures of SC-10 where it has them.</summary>
public sealed class FigureRulesTests
{
    private static readonly FigurePeriod Quarter = FigurePeriod.Parse("2026-Q3")!.Value;

    [Theory]
    [InlineData("2026-09", "2026-09-01", "2026-09-30", "2026-08")]
    [InlineData("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4")]
    [InlineData("2026-Q3", "2026-07-01", "2026-09-30", "2026-Q2")]
    [InlineData("2028", "2028-01-01", "2028-12-31", "2027")]
    [InlineData("2028-02", "2028-02-01", "2028-02-29", "2028-01")]
    public void Period_ByItsName_HasItsDaysAndTheOneBefore(string name, string from, string to, string before)
    {
        var period = FigurePeriod.Parse(name)!.Value;

        Assert.Equal((name, Day(from), Day(to), before), (period.ToString(), period.From, period.To, period.Before.ToString()));
    }

    [Theory]
    [InlineData("2026-Q5")]
    [InlineData("2026-13")]
    [InlineData("26")]
    [InlineData("")]
    [InlineData("20260-1")]
    [InlineData(null)]
    public void Period_ByAnotherText_IsNone(string? name) => Assert.Null(FigurePeriod.Parse(name));

    [Theory]
    [InlineData("2026-06-30T23:59:59+08:00", 0)]
    [InlineData("2026-07-01T00:00:00+08:00", 1)]
    [InlineData("2026-06-30T16:00:00Z", 1)]
    [InlineData("2026-09-30T23:59:59+08:00", 1)]
    [InlineData("2026-09-30T16:00:00Z", 0)]
    public void Count_AtTheEdgesOfThePeriod_GoesByTheDayInChina(string openedAt, int expected) =>
        Assert.Equal(expected, FigureRules.Of(Figure(FigureFormula.Count), [Case("1", openedAt)], Quarter, null).Value);

    [Fact]
    public void Share_OfNothing_IsNoValue()
    {
        var value = FigureRules.Of(Figure(FigureFormula.Share), [], Quarter, null);

        Assert.Equal(new FigureValue(null, 0, 0), value);
    }

    [Fact]
    public void Share_TwentyFourOfTwentySix_Is9231()
    {
        var cases = Enumerable.Range(0, 26).Select(n => Case($"{n}", "2026-08-01T10:00:00+08:00", ("closeType", n < 24 ? "satisfied" : "unreachable")));
        var figure = Figure(FigureFormula.Share) with { Counted = Is("closeType", "satisfied") };

        Assert.Equal(new FigureValue(92.31m, 24, 26), FigureRules.Of(figure, cases, Quarter, null));
    }

    [Theory]
    [InlineData("policiesInForce", 10_000, 5.07)]
    [InlineData("premiumYi", 1, 6.19)]
    [InlineData("personsServed", 10_000, 1.40)]
    public void Per_OnTheRegulatorsThreeBases_IsAsInSC10(string field, int times, double expected)
    {
        var frozen = new JsonObject { ["policiesInForce"] = 51_300, ["premiumYi"] = 4.2, ["personsServed"] = 186_000 };
        var figure = Figure(FigureFormula.Per) with { Field = field, Times = times };
        var cases = Enumerable.Range(0, 26).Select(n => Case($"{n}", "2026-08-01T10:00:00+08:00"));

        Assert.Equal((decimal)expected, FigureRules.Of(figure, cases, Quarter, frozen).Value);
    }

    [Fact]
    public void Per_WithoutAFrozenBase_IsNoValue() =>
        Assert.Equal(new FigureValue(null, 1, null), FigureRules.Of(Figure(FigureFormula.Per) with { Field = "premiumYi" }, [Case("1", "2026-08-01T10:00:00+08:00")], Quarter, null));

    [Fact]
    public void Nps_OfSC10_Is36()
    {
        var answers = Enumerable.Repeat(10m, 212).Concat(Enumerable.Repeat(8m, 120)).Concat(Enumerable.Repeat(3m, 68));

        Assert.Equal(new FigureValue(36m, 212, 400), FigureRules.Of(Figure(FigureFormula.Nps) with { Answers = ["linkNps"] }, [Answering("linkNps", answers)], Quarter, null));
    }

    [Theory]
    [InlineData(9, 100)]
    [InlineData(8, 0)]
    [InlineData(7, 0)]
    [InlineData(6, -100)]
    public void Nps_OfOneAnswer_GoesByItsClass(int answer, int expected) =>
        Assert.Equal(expected, FigureRules.Of(Figure(FigureFormula.Nps) with { Answers = ["linkNps"] }, [Answering("linkNps", [answer])], Quarter, null).Value);

    [Fact]
    public void Csat_IsTheShareOfFoursAndFives() =>
        Assert.Equal(new FigureValue(66.67m, 2, 3), FigureRules.Of(Figure(FigureFormula.Csat) with { Answers = ["rating"] }, [Answering("rating", [5, 4, 3])], Quarter, null));

    [Fact]
    public void Answers_OfAnotherPeriod_DoNotCountThoughTheCaseDoes() =>
        Assert.Null(FigureRules.Of(Figure(FigureFormula.Csat) with { Answers = ["rating"] }, [Answering("rating", [5], "2026-10-01T00:00:00+08:00")], Quarter, null).Value);

    [Fact]
    public void Most_OfFiveCases_IsHowManyShareTheCommonestCause()
    {
        string[] causes = ["system", "claim_process", "system", "system", "other"];
        var cases = causes.Select((cause, n) => Case($"{n}", "2026-08-01T10:00:00+08:00", ("rootCause", cause)));

        Assert.Equal(new FigureValue(3, 3, 5), FigureRules.Of(Figure(FigureFormula.Most) with { Field = "rootCause" }, cases, Quarter, null));
    }

    /// <summary>Three of a cause a month call for an improvement: one in each month of a quarter don't, three in one of them do.</summary>
    [Theory]
    [InlineData(new[] { "2026-07-31T23:59:59", "2026-08-01T00:00:00", "2026-09-30T23:59:59" }, 1, FigureBand.Good)]
    [InlineData(new[] { "2026-08-01T00:00:00", "2026-08-15T10:00:00", "2026-08-31T23:59:59", "2026-09-01T00:00:00" }, 3, FigureBand.Poor)]
    public void SameCause_OfThePack_JudgesAQuarterByItsWorstMonth(string[] closedAt, int most, FigureBand band)
    {
        var figure = RealPack.Pack.Figures["same-cause"];
        var cases = closedAt.Select((at, n) => Case($"{n}", "2026-07-01T10:00:00+08:00", ("rootCause", "system")) with { ClosedAt = At(at + "+08:00") });

        var value = FigureRules.Of(figure, cases, Quarter, null);

        Assert.Equal((new FigureValue(most, most, closedAt.Length), band), (value, figure.BandOf(value.Value)));
    }

    [Theory]
    [InlineData("missed", "missed", "met")]
    [InlineData("missed", "met", "missed", "running")]
    [InlineData("running", "met", "running")]
    [InlineData("met", "cancelled", "met", "cancelled")]
    [InlineData("cancelled", "cancelled")]
    public void RoundsOf_AClock_KeepsTheMissOfAnyRound(string expected, params string[] rounds) => Assert.Equal(expected, FigureRules.RoundsOf(rounds));

    /// <summary>The close types the complaint SOPs write; one that was never dealt with here is neither resolved nor unresolved.</summary>
    [Fact]
    public void Resolution_OfThePack_CountsSettledAndLeavesOutWhatWasNotDealtWith()
    {
        string[] ends = ["satisfied", "settled", "unresolved", "unreachable", "merged", "transferred", "withdrawn", "not_accepted"];
        var cases = ends.Select(end => Case(end, "2026-08-01T10:00:00+08:00", ("closeType", end)) with { ClosedAt = At("2026-08-05T10:00:00+08:00") });

        Assert.Equal(new FigureValue(50, 2, 4), FigureRules.Of(RealPack.Pack.Figures["complaint-resolution"], cases, Quarter, null));
    }

    [Fact]
    public void Per_OfThePack_CountsARepeatMergedIntoAnotherOnlyOnce()
    {
        var open = Case("1", "2026-08-01T10:00:00+08:00");
        var repeat = Case("2", "2026-08-02T10:00:00+08:00", ("closeType", "merged"));

        Assert.Equal(1, FigureRules.Of(RealPack.Pack.Figures["complaints-premium"], [open, repeat], Quarter, new() { ["premiumYi"] = 4 }).Counted);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 10 }, 2)]
    [InlineData(new[] { 1, 3 }, 2)]
    public void MedianDays_OfOddAndEven_IsTheMiddle(int[] days, int expected)
    {
        var cases = days.Select(n => Case($"{n}", "2026-08-01T10:00:00+08:00") with { ClosedAt = At("2026-08-01T10:00:00+08:00").AddDays(n) });

        Assert.Equal(expected, FigureRules.Of(Figure(FigureFormula.MedianDays) with { Moment = FigureMoment.Closed }, cases, Quarter, null).Value);
    }

    [Theory]
    [InlineData(false, 95, FigureBand.Good)]
    [InlineData(false, 90, FigureBand.Good)]
    [InlineData(false, 85, FigureBand.Fair)]
    [InlineData(false, 79.99, FigureBand.Poor)]
    [InlineData(true, 90, FigureBand.Good)]
    [InlineData(true, 100, FigureBand.Fair)]
    [InlineData(true, 100.01, FigureBand.Poor)]
    public void Band_GoesByTargetAndWhichWayIsBetter(bool lessIsBetter, double value, FigureBand expected) =>
        Assert.Equal(expected, (Figure(FigureFormula.Count) with { Target = 90, Fair = lessIsBetter ? 100 : 80, IsLessBetter = lessIsBetter }).BandOf((decimal)value));

    [Fact]
    public void Band_OfNoValue_IsNone() => Assert.Equal(FigureBand.None, (Figure(FigureFormula.Count) with { Target = 90 }).BandOf(null));

    private static FigureDefinition Figure(FigureFormula formula) => new()
    {
        Id = "figure", Name = new("指标", "Figure"), Unit = new("件", "cases"), Formula = formula, Sops = ["complaint"], Provenance = new("测试", Evidence.ProductDefault),
    };

    private static Condition Is(string fact, string value) => new() { All = [new(fact, ConditionOperator.Equal, JsonValue.Create(value))] };

    private static FigureSubject Case(string id, string openedAt, params (string Name, string Value)[] facts) =>
        new(id, id, id, "complaint", At(openedAt), null, null, null, null, null, null, new JsonObject(facts.Select(fact => KeyValuePair.Create(fact.Name, (JsonNode?)JsonValue.Create(fact.Value)))), []);

    private static FigureSubject Answering(string field, IEnumerable<decimal> answers, string at = "2026-08-15T10:00:00+08:00") =>
        Case("1", "2026-01-01T10:00:00+08:00") with { Answers = [.. answers.Select(value => new FigureAnswer(At(at), field, value))] };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
