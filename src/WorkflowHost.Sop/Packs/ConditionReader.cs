using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Packs;

/// <summary>Reads the small condition objects that decision tables and forms share.</summary>
internal static class ConditionReader
{
    private const string AnyOf = "$any";
    private const string NotThis = "$not";

    private static readonly Dictionary<string, ConditionOperator> Operators = new(StringComparer.Ordinal)
    {
        ["="] = ConditionOperator.Equal,
        ["!="] = ConditionOperator.NotEqual,
        ["in"] = ConditionOperator.In,
        [">"] = ConditionOperator.Greater,
        [">="] = ConditionOperator.GreaterOrEqual,
        ["<"] = ConditionOperator.Less,
        ["<="] = ConditionOperator.LessOrEqual,
        ["between"] = ConditionOperator.Between,
        ["contains"] = ConditionOperator.Contains,
        ["any"] = ConditionOperator.Any,
        ["present"] = ConditionOperator.Present,
    };

    /// <summary>Reads a condition; <paramref name="fact"/> is told every fact it asks for, with its place.</summary>
    public static Condition Read(PackNode node, Action<PackNode, string> fact)
    {
        var from = node.AsObject();
        var all = new List<Comparison>();
        foreach (var (name, value) in from.Properties.Where(property => property.Key is not (AnyOf or NotThis)))
        {
            from.Optional(name);
            fact(value, name);
            all.AddRange(Comparisons(name, value));
        }
        return new Condition
        {
            All = all,
            Any = [.. from.OptionalList(AnyOf).Select(alternative => Read(alternative, fact))],
            Not = from.Optional(NotThis) is { } negated ? Read(negated, fact) : null,
        };
    }

    private static List<Comparison> Comparisons(string fact, PackNode node)
    {
        if (node.Element.ValueKind != JsonValueKind.Object)
        {
            // A list in the place of a value can only mean "one of these"; guessing would hide a slip.
            if (node.Element.ValueKind == JsonValueKind.Array)
            {
                node.WrongType("a value, or an object of operators such as { \"in\": [...] }");
            }
            return [new Comparison(fact, ConditionOperator.Equal, Json(node))];
        }
        var comparisons = new List<Comparison>();
        foreach (var (name, value) in node.AsObject().Properties)
        {
            if (Operators.TryGetValue(name, out var @operator))
            {
                CheckValue(@operator, value);
                comparisons.Add(new Comparison(fact, @operator, Json(value)));
            }
            else
            {
                value.Fault(PackFaultCodes.NotAllowed, $"Expected one of {string.Join(", ", Operators.Keys)}, found the operator {name}.");
            }
        }
        return comparisons;
    }

    private static void CheckValue(ConditionOperator @operator, PackNode value)
    {
        var kind = value.Element.ValueKind;
        switch (@operator)
        {
            case ConditionOperator.In or ConditionOperator.Any when kind != JsonValueKind.Array:
                value.WrongType("a list");
                break;
            case ConditionOperator.Between when kind != JsonValueKind.Array || value.Element.GetArrayLength() != 2:
                value.WrongType("a list of two values");
                break;
            case ConditionOperator.Present when kind is not (JsonValueKind.True or JsonValueKind.False):
                value.WrongType("true or false");
                break;
            case ConditionOperator.Greater or ConditionOperator.GreaterOrEqual or ConditionOperator.Less or ConditionOperator.LessOrEqual
                when kind is not (JsonValueKind.Number or JsonValueKind.String):
                value.WrongType("a number or a text");
                break;
            default:
                break;
        }
    }

    private static JsonNode? Json(PackNode node) => JsonNode.Parse(node.Element.GetRawText());
}
