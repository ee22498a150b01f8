using System.Text.Json.Nodes;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Workbench.Rules.Editors;

namespace WorkflowHost.Tests.Workbench.Rules;

/// <summary>Cells of a decision table say what its JSON says, and the other way round.</summary>
public sealed class ConditionCellTests
{
    [Theory]
    [InlineData("\"claim_dispute\"", "claim_dispute")]
    [InlineData("5", "5")]
    [InlineData("true", "true")]
    [InlineData("\"5\"", "\"5\"")]
    [InlineData("\"a; b\"", "a; b")]
    [InlineData("\"> 5\"", "\"> 5\"")]
    [InlineData("{\">=\":100000}", ">= 100000")]
    [InlineData("{\">\":1,\"<=\":5}", "> 1; <= 5")]
    [InlineData("{\"in\":[\"a\",\"b\"]}", "in a, b")]
    [InlineData("{\"between\":[1,5]}", "between 1, 5")]
    [InlineData("{\"contains\":\"injury\"}", "contains injury")]
    [InlineData("{\"present\":false}", "absent")]
    [InlineData("{\"!=\":\"x\"}", "!= x")]
    public void Format_ThenParse_IsTheSame(string json, string cell)
    {
        var node = JsonNode.Parse(json);

        Assert.Equal(cell, ConditionCell.Format(node));
        Assert.True(JsonNode.DeepEquals(node, ConditionCell.Parse(cell)), ConditionCell.Parse(cell)?.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Parse_Empty_IsAnything(string cell) => Assert.Null(ConditionCell.Parse(cell));

    [Fact]
    public void Cells_OfEveryShippedTable_SurviveTheGrid()
    {
        var book = ShippedRules.Book;
        foreach (var key in book.Keys.Where(key => key.Kind == RuleKind.Table))
        {
            foreach (var (fact, value) in book.Find(key)!.ToObject()!["rules"]!.AsArray().SelectMany(rule => rule!["when"]!.AsObject()).Where(each => !each.Key.StartsWith('$')))
            {
                Assert.True(JsonNode.DeepEquals(value, ConditionCell.Parse(ConditionCell.Format(value))), $"{key} {fact}: {ConditionCell.Format(value)}");
            }
        }
    }
}
