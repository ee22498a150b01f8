using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Workbench.Rules.Editors;

/// <summary>What a cell of a table says to somebody who doesn't know its codes. Thread safe.</summary>
public sealed class CellWords(PackLabels labels, Texts texts)
{
    /// <summary>A condition in words; null where they would say no more than the cell.</summary>
    public string? OfCondition(string fact, JsonNode? asked)
    {
        var words = asked switch
        {
            JsonValue value => Said(fact, value),
            JsonObject all when ConditionRow.Of(new JsonObject { [fact] = all.DeepClone() }) is { } rows => string.Join(texts["punctuation.semicolon"], rows.Select(row => Said(fact, row))),
            _ => null,
        };
        return words is null || words == ConditionCell.Format(asked) ? null : words;
    }

    /// <summary>A result in words: what is chosen, or the rule of that id; null where they would say no more than the cell.</summary>
    public string? OfResult(string fact, JsonNode? given)
    {
        var words = given switch
        {
            JsonArray list => string.Join(texts["punctuation.list"], list.Select(each => Result(fact, each))),
            JsonValue => Result(fact, given),
            _ => null,
        };
        return words is null || words == ConditionCell.Format(given) || (given is JsonArray raw && words == string.Join(texts["punctuation.list"], raw.Select(each => each?.ToString()))) ? null : words;
    }

    private string Said(string fact, ConditionRow row)
    {
        var sign = ConditionRow.Signs.First(each => each.Sign == row.Sign).Key;
        var values = string.Join(row.Sign == "between" ? texts["condition.to"] : texts["punctuation.list"], row.Value is JsonArray list ? list.Select(each => Said(fact, each)) : row.Value is { } one ? [Said(fact, one)] : []);
        return string.Create(CultureInfo.InvariantCulture, $"{texts[$"condition.{sign}"]} {values}").Trim();
    }

    private string Said(string fact, JsonNode? value) => labels.Value(fact, value);

    private string Result(string fact, JsonNode? value)
    {
        var text = value?.ToString() ?? string.Empty;
        var role = texts.Find($"role.{text}");
        return labels.Find(text) ?? (labels.Value(fact, value) is var said && said != text ? said : role ?? text);
    }
}
