using System.Text.Json.Nodes;
using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Tests.Decisions;

public sealed class DecisionTableTests
{
    private static readonly LocalizedText NoText = new("规则", "Rule");

    [Theory]
    [InlineData(ConditionOperator.Equal, "5", "5.0", true)]
    [InlineData(ConditionOperator.Equal, "\"a\"", "\"b\"", false)]
    [InlineData(ConditionOperator.NotEqual, "\"a\"", "\"b\"", true)]
    [InlineData(ConditionOperator.In, "\"a\"", "[\"a\", \"b\"]", true)]
    [InlineData(ConditionOperator.In, "[\"a\"]", "[\"a\", \"b\"]", false)]
    [InlineData(ConditionOperator.Greater, "10", "9", true)]
    [InlineData(ConditionOperator.Greater, "\"10\"", "9", false)]
    [InlineData(ConditionOperator.LessOrEqual, "9", "9", true)]
    [InlineData(ConditionOperator.Between, "9", "[9, 10]", true)]
    [InlineData(ConditionOperator.Between, "10.01", "[9, 10]", false)]
    [InlineData(ConditionOperator.Contains, "[\"a\", \"b\"]", "\"b\"", true)]
    [InlineData(ConditionOperator.Contains, "\"三次致电\"", "\"致电\"", true)]
    [InlineData(ConditionOperator.Any, "[\"a\", \"b\"]", "[\"b\", \"c\"]", true)]
    [InlineData(ConditionOperator.Any, "\"b\"", "[\"b\", \"c\"]", false)]
    [InlineData(ConditionOperator.Present, "0", "true", true)]
    [InlineData(ConditionOperator.Greater, "\"2026-03-01\"", "\"2026-02-28\"", true)]
    [InlineData(ConditionOperator.Less, "\"2026-03-01T10:00:00+08:00\"", "\"2026-03-01T03:00:00+00:00\"", true)]
    [InlineData(ConditionOperator.Equal, "null", "5", false)]
    [InlineData(ConditionOperator.NotEqual, "null", "5", true)]
    [InlineData(ConditionOperator.Present, "null", "true", false)]
    [InlineData(ConditionOperator.Less, "null", "5", false)]
    public void Comparison_FactAndValue_MeansWhatATableMeans(ConditionOperator @operator, string fact, string value, bool expected)
    {
        var condition = new Condition { All = [new Comparison("x", @operator, JsonNode.Parse(value))] };
        Assert.Equal(expected, condition.Holds(new JsonObject { ["x"] = JsonNode.Parse(fact) }));
    }

    [Fact]
    public void Condition_AlternativesAndNegation_Combine()
    {
        var isA = new Condition { All = [new Comparison("x", ConditionOperator.Equal, "a")] };
        var isB = new Condition { All = [new Comparison("x", ConditionOperator.Equal, "b")] };
        var either = new Condition { Any = [isA, isB], Not = new Condition { All = [new Comparison("y", ConditionOperator.Equal, true)] } };
        Assert.True(either.Holds(new JsonObject { ["x"] = "b" }));
        Assert.False(either.Holds(new JsonObject { ["x"] = "b", ["y"] = true }));
        Assert.False(either.Holds(new JsonObject { ["x"] = "c" }));
        Assert.Equal(["x", "x", "y"], either.Facts);
    }

    [Fact]
    public void Evaluate_Collect_GathersEveryHit()
    {
        var result = Table(HitPolicy.Collect).Evaluate(new JsonObject { ["amount"] = 150 });
        Assert.Equal("[1,5,3]", result.Outputs["level"]!.ToJsonString());
        Assert.Equal(["low", "high", "all"], result.Hits.Select(hit => hit.RuleId));
    }

    [Fact]
    public void Evaluate_Max_TakesTheGreatestAndNamesAllHits()
    {
        var result = Table(HitPolicy.Max).Evaluate(new JsonObject { ["amount"] = 150 });
        Assert.Equal(5, result.Outputs["level"]!.GetValue<int>());
        Assert.Equal(["high", "all", "low"], result.Hits.Select(hit => hit.RuleId));
    }

    [Fact]
    public void Evaluate_NoHit_GivesTheDefaults()
    {
        var table = Table(HitPolicy.First) with { Rules = [Rule("never", 1000, 9)] };
        var result = table.Evaluate(new JsonObject { ["amount"] = 1 });
        Assert.True(result.IsDefault);
        Assert.Equal(0, result.Outputs["level"]!.GetValue<int>());
    }

    [Fact]
    public void Evaluate_ChangedResult_LeavesTheTableAlone()
    {
        var table = Table(HitPolicy.First);
        table.Evaluate(new JsonObject { ["amount"] = 150 }).Outputs["level"] = 77;
        Assert.Equal(1, table.Evaluate(new JsonObject { ["amount"] = 150 }).Outputs["level"]!.GetValue<int>());
    }

    private static DecisionRule Rule(string id, int atLeast, int level) => new(
        id, new Condition { All = [new Comparison("amount", ConditionOperator.GreaterOrEqual, atLeast)] }, new JsonObject { ["level"] = level }, NoText);

    private static DecisionTable Table(HitPolicy policy) => new()
    {
        Id = "t",
        Name = NoText,
        HitPolicy = policy,
        MaxOutput = "level",
        Inputs = ["amount"],
        Outputs = ["level"],
        Rules = [Rule("low", 10, 1), Rule("high", 100, 5), Rule("all", 0, 3)],
        Defaults = new JsonObject { ["level"] = 0 },
        Provenance = new Provenance("a test", Evidence.ProductDefault),
    };
}
