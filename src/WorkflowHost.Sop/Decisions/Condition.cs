using WorkflowHost.Engine.Values;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Decisions;

public enum ConditionOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c>; true as well when the fact is missing.</summary>
    NotEqual,

    /// <summary><c>in</c>: the fact is one of the list.</summary>
    In,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>between</c>: from the first to the second value, both included.</summary>
    Between,

    /// <summary><c>contains</c>: the fact, a list or a text, contains the value.</summary>
    Contains,

    /// <summary><c>any</c>: the fact, a list, shares a value with the list.</summary>
    Any,

    /// <summary><c>present</c>: whether there is such a fact at all.</summary>
    Present,
}

/// <summary>One comparison of one fact. A missing fact makes every operator false, except <c>!=</c> and <c>present: false</c>.</summary>
/// <param name="Fact">Name of the fact.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">What it is compared with; a list for <c>in</c>, <c>any</c> and <c>between</c>.</param>
public sealed record Comparison(string Fact, ConditionOperator Operator, JsonNode? Value)
{
    internal bool Holds(JsonObject facts)
    {
        var fact = facts.TryGetPropertyValue(Fact, out var found) ? found : null;
        var isMissing = fact is null || fact.GetValueKind() == JsonValueKind.Null;
        return Operator switch
        {
            ConditionOperator.Present => isMissing != (Value?.GetValue<bool>() ?? true),
            ConditionOperator.NotEqual => isMissing || !JsonComparison.AreEqual(fact, Value),
            _ when isMissing => false,
            ConditionOperator.Equal => JsonComparison.AreEqual(fact, Value),
            ConditionOperator.In => Listed().Any(value => JsonComparison.AreEqual(fact, value)),
            ConditionOperator.Greater => JsonComparison.Compare(fact, Value) > 0,
            ConditionOperator.GreaterOrEqual => JsonComparison.Compare(fact, Value) >= 0,
            ConditionOperator.Less => JsonComparison.Compare(fact, Value) < 0,
            ConditionOperator.LessOrEqual => JsonComparison.Compare(fact, Value) <= 0,
            ConditionOperator.Between => JsonComparison.Compare(fact, Listed()[0]) >= 0 && JsonComparison.Compare(fact, Listed()[1]) <= 0,
            ConditionOperator.Contains => JsonComparison.Contains(fact, Value),
            ConditionOperator.Any => Listed().Any(value => fact is JsonArray && JsonComparison.Contains(fact, value)),
            _ => throw new InvalidOperationException($"Unknown operator {Operator}."),
        };
    }

    private JsonArray Listed() => Value as JsonArray
        ?? throw new InvalidOperationException($"The operator {Operator} of {Fact} needs a list, the reader should have refused it.");
}

/// <summary>
/// A tiny condition on facts: all comparisons hold, and every group of alternatives has one that does. An empty
/// condition always holds. Written as <c>{ "amount": { "&gt;=": 100000 }, "category": "claim_dispute" }</c>, with
/// alternatives under <c>$any</c> and negation under <c>$not</c>.
/// </summary>
public sealed record Condition
{
    public static readonly Condition Always = new();

    public IReadOnlyList<Comparison> All { get; init; } = [];

    /// <summary>At least one of these holds; no demand when empty.</summary>
    public IReadOnlyList<Condition> Any { get; init; } = [];

    public Condition? Not { get; init; }

    /// <summary>The names of all facts the condition asks for.</summary>
    public IEnumerable<string> Facts => All.Select(comparison => comparison.Fact)
        .Concat(Any.SelectMany(condition => condition.Facts))
        .Concat(Not?.Facts ?? []);

    public bool Holds(JsonObject facts) =>
        All.All(comparison => comparison.Holds(facts))
        && (Any.Count == 0 || Any.Any(condition => condition.Holds(facts)))
        && (Not is null || !Not.Holds(facts));
}
