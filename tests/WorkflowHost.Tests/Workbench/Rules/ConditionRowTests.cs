using System.Text.Json.Nodes;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Workbench.Rules.Editors;

namespace WorkflowHost.Tests.Workbench.Rules;

/// <summary>Lines of a condition say what its JSON says, and the other way round.</summary>
public sealed class ConditionRowTests
{
    [Theory]
    [InlineData("{\"a\":true}")]
    [InlineData("{\"a\":\"5\",\"b\":5}")]
    [InlineData("{\"a\":{\">\":1,\"<=\":5}}")]
    [InlineData("{\"a\":{\"in\":[\"x\",\"y\"]},\"b\":{\"present\":false}}")]
    [InlineData("{\"a\":{\"between\":[1,5]},\"b\":{\"contains\":\"x\"}}")]
    public void Of_ThenJoin_IsTheSame(string json)
    {
        var condition = (JsonObject)JsonNode.Parse(json)!;

        Assert.True(JsonNode.DeepEquals(condition, ConditionRow.Join(ConditionRow.Of(condition)!)));
    }

    [Theory]
    [InlineData("{\"$any\":[{\"a\":1}]}")]
    [InlineData("{\"a\":1,\"$not\":{\"b\":2}}")]
    [InlineData("{\"a\":{\"in\":[{\"b\":1}]}}")]
    [InlineData("{\"a\":null}")]
    public void Of_WhatLinesCannotSay_IsNoLines(string json) => Assert.Null(ConditionRow.Of((JsonObject)JsonNode.Parse(json)!));

    [Fact]
    public void Conditions_OfEveryShippedRule_SurviveTheLines()
    {
        var book = ShippedRules.Book;
        var conditions = book.Keys.SelectMany(key => ConditionsIn(book.Find(key)!.ToObject()!).Select(each => (Key: key, Condition: each))).ToList();

        Assert.True(conditions.Count > 200, $"{conditions.Count} conditions");
        Assert.All(conditions.Where(each => ConditionRow.Of(each.Condition) is { Count: > 0 }), each =>
            Assert.True(JsonNode.DeepEquals(each.Condition, ConditionRow.Join(ConditionRow.Of(each.Condition)!)), $"{each.Key}: {each.Condition.ToJsonString()}"));
    }

    [Fact]
    public void Join_ALineInTheMaking_LeavesItOut()
    {
        ConditionRow[] rows = [new("a", ConditionRow.Is, JsonValue.Create(1)), new("b", "in", null), new("", ConditionRow.Is, JsonValue.Create(2))];

        Assert.Equal("{\"a\":1}", ConditionRow.Join(rows)!.ToJsonString());
        Assert.Null(ConditionRow.Join(rows[1..]));
    }

    [Theory]
    [InlineData(ConditionRow.Is, ConditionRow.Is, true, "{\"a\":1}")]
    [InlineData(">=", ">=", true, "{\"a\":{\">=\":1}}")]
    [InlineData(ConditionRow.Present, ConditionRow.Absent, true, "{\"a\":{\"present\":true}}")]
    [InlineData(">=", "<=", false, "{\"a\":{\">=\":1,\"<=\":2}}")]
    public void IsSaidTwice_TheSameFactAndSign_IsMarkedAndLeftOut(string first, string second, bool isTwice, string condition)
    {
        ConditionRow[] rows =
        [
            new ConditionRow("a", ConditionRow.Is, JsonValue.Create(1)).As(first), new ConditionRow("a", ConditionRow.Is, JsonValue.Create(2)).As(second),
        ];

        Assert.False(ConditionRow.IsSaidTwice(rows, 0));
        Assert.Equal(isTwice, ConditionRow.IsSaidTwice(rows, 1));
        Assert.Equal(condition, ConditionRow.Join(rows)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void With_ACodeThatLooksLikeANumber_StaysTheTextItIs()
    {
        var row = new ConditionRow("grade", ConditionRow.Is, null);

        Assert.Equal("\"2\"", row.With(["2"], isText: true).Value!.ToJsonString());
        Assert.Equal("2", row.With(["2"], isText: false).Value!.ToJsonString());
    }

    [Fact]
    public void As_AnotherSign_KeepsWhatItCanTake()
    {
        var row = new ConditionRow("grade", "in", new JsonArray("a", "b"));

        Assert.Equal("\"a\"", row.As("!=").Value!.ToJsonString());
        Assert.Equal("[\"a\",\"b\"]", row.As("any").Value!.ToJsonString());
        Assert.True(row.As(ConditionRow.Present) is { Value: null, IsWhole: true });
    }

    [Theory]
    [InlineData("核实结论（determination）", "determination")]
    [InlineData("Amount (yuan) (amountInDispute)", "amountInDispute")]
    [InlineData("determination", "determination")]
    [InlineData(null, "")]
    public void Fact_ChosenByName_IsItsCode(string? typed, string code) => Assert.Equal(code, SheetFacts.CodeIn(typed));

    private static IEnumerable<JsonObject> ConditionsIn(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(each => each.Key is "visibleWhen" or "requiredWhen" or "problemWhen" or "notReachedWhen" or "when" && each.Value is JsonObject condition ? [condition] : ConditionsIn(each.Value)),
        JsonArray list => list.SelectMany(ConditionsIn),
        _ => [],
    };
}
