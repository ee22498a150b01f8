using System.Text.Json.Nodes;

namespace WorkflowHost.Workbench.Rules.Editors;

/// <summary>One line of a condition: a fact, how it is compared, with what.</summary>
/// <param name="Sign">One of <see cref="Signs"/>, or <see cref="Absent"/>.</param>
/// <param name="Value">A list for the signs that take one; null for presence and absence, and as long as it wasn't given.</param>
internal sealed record ConditionRow(string Fact, string Sign, JsonNode? Value)
{
    public const string Is = "=";
    public const string Present = "present";

    /// <summary>Written as <c>present: false</c>.</summary>
    public const string Absent = "absent";

    /// <summary>How a fact may be compared, and the key of its words.</summary>
    public static IReadOnlyList<(string Sign, string Key)> Signs { get; } =
    [
        (Is, "is"), ("!=", "is_not"), (">", "more"), (">=", "least"), ("<", "less"), ("<=", "most"), ("between", "between"),
        ("in", "in"), ("contains", "contains"), ("any", "any"), (Present, "present"), (Absent, "absent"),
    ];

    public bool TakesList => Sign is "in" or "any" or "between";

    public bool TakesNothing => Sign is Present or Absent;

    /// <summary>Says something; a row in the making doesn't yet.</summary>
    public bool IsWhole => Fact.Length > 0 && (TakesNothing || (TakesList ? Value is JsonArray { Count: > 0 } : Value is JsonValue));

    public IReadOnlyList<string> Values => Value switch
    {
        JsonArray list => [.. list.Select(each => each?.ToString() ?? string.Empty)],
        JsonValue one => [one.ToString()],
        _ => [],
    };

    /// <param name="isText">The fact is a text, also where one looks like a number; else what is typed is taken as a number or yes or no where it is one.</param>
    public ConditionRow With(IEnumerable<string> values, bool isText) =>
        Holding([.. values.Select(each => each.Trim()).Where(each => each.Length > 0).Select(each => isText ? JsonValue.Create(each) : ConditionCell.ParseValue(each))]);

    /// <summary>What was said before stays as far as the sign can take it.</summary>
    public ConditionRow As(string sign) => (this with { Sign = sign }).Holding(Value is JsonArray list ? [.. list] : Value is null ? [] : [Value]);

    /// <returns>Null when the condition says more than lines can: alternatives, what must not be.</returns>
    public static IReadOnlyList<ConditionRow>? Of(JsonObject? condition)
    {
        var rows = new List<ConditionRow>();
        foreach (var (fact, asked) in condition ?? [])
        {
            if (fact.StartsWith('$') || RowsOf(fact, asked) is not { } some)
            {
                return null;
            }

            rows.AddRange(some);
        }

        return rows;
    }

    /// <summary>
    /// An earlier whole row compares the same fact in the same way. A condition can say that once only, so the later one is not part of it.
    /// </summary>
    public static bool IsSaidTwice(IReadOnlyList<ConditionRow> rows, int at)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var row = rows[at];
        return row.IsWhole && rows.Take(at).Any(each => each.IsWhole && each.Fact == row.Fact && each.Name == row.Name);
    }

    /// <summary>The condition of the whole rows, of those that say the same twice the first; null when there is none.</summary>
    public static JsonObject? Join(IEnumerable<ConditionRow> rows)
    {
        var all = new JsonObject();
        foreach (var fact in rows.Where(row => row.IsWhole).GroupBy(row => row.Fact))
        {
            var some = fact.DistinctBy(row => row.Name).ToList();
            all[fact.Key] = some is [{ Sign: Is } only]
                ? only.Value!.DeepClone()
                : new JsonObject(some.Select(row => KeyValuePair.Create(row.Name, row.Said)));
        }

        return all.Count == 0 ? null : all;
    }

    private ConditionRow Holding(IReadOnlyList<JsonNode?> values) => this with
    {
        Value = TakesNothing || values.Count == 0 ? null
            : TakesList ? new JsonArray([.. values.Select(each => each?.DeepClone())])
            : values[0]?.DeepClone(),
    };

    private string Name => Sign == Absent ? Present : Sign;

    private JsonNode? Said => TakesNothing ? JsonValue.Create(Sign == Present) : Value!.DeepClone();

    private static List<ConditionRow>? RowsOf(string fact, JsonNode? asked) => asked switch
    {
        JsonValue value => [new(fact, Is, value.DeepClone())],
        JsonObject { Count: > 0 } some when some.All(each => IsPlain(each.Key, each.Value)) => [.. some.Select(each => RowOf(fact, each.Key, each.Value!))],
        _ => null,
    };

    private static ConditionRow RowOf(string fact, string sign, JsonNode value) => sign == Present
        ? new(fact, value.GetValueKind() == System.Text.Json.JsonValueKind.True ? Present : Absent, null)
        : new(fact, sign, value.DeepClone());

    private static bool IsPlain(string sign, JsonNode? value) => sign switch
    {
        "in" or "any" or "between" => value is JsonArray list && list.All(each => each is JsonValue),
        Present => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        _ => Signs.Any(each => each.Sign == sign) && sign != Absent && value is JsonValue,
    };
}
