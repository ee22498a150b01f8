using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Templates;

/// <summary>Writes one text: the facts, the names the text has set itself, and what is written so far.</summary>
internal sealed class LiquidRun(JsonObject facts, DateTimeOffset now)
{
    // A letter of this many rounds would be a book; loops within loops must still come to an end.
    private const int MostRounds = 100_000;

    private StringBuilder _text = new();
    private Leaving _leaving;
    private int _rounds;
    private readonly Dictionary<string, JsonNode?> _own = new(StringComparer.Ordinal);

    public string Text => _text.ToString();

    private enum Leaving
    {
        No,
        Round,
        Loop,
    }

    public void Write(IReadOnlyList<LiquidNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (_leaving != Leaving.No)
            {
                return;
            }
            switch (node)
            {
                case LiquidLeave leave:
                    _leaving = leave.Continues ? Leaving.Round : Leaving.Loop;
                    break;
                case LiquidCapture capture:
                    _own[capture.Name] = JsonValue.Create(Captured(capture.Body));
                    break;
                case LiquidText text:
                    _text.Append(text.Text);
                    break;
                case LiquidOutput output:
                    _text.Append(LiquidFilters.Text(Value(output.Value)));
                    break;
                case LiquidAssign assign:
                    _own[assign.Name] = Value(assign.Value);
                    break;
                case LiquidIf choice:
                    Write(choice.Branches.FirstOrDefault(branch => branch.When is null || Holds(branch.When)).Body ?? []);
                    break;
                case LiquidFor loop:
                    Write(loop);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown node {node.GetType().Name}.");
            }
        }
    }

    private string Captured(IReadOnlyList<LiquidNode> body)
    {
        var outer = _text;
        _text = new StringBuilder();
        Write(body);
        var text = _text.ToString();
        _text = outer;
        return text;
    }

    private void Write(LiquidFor loop)
    {
        var list = Items(loop);
        if (list.Count == 0)
        {
            Write(loop.Else);
            return;
        }
        var outer = (Item: _own.GetValueOrDefault(loop.Item), Loop: _own.GetValueOrDefault(LiquidUses.Loop));
        for (var index = 0; index < list.Count && _leaving != Leaving.Loop; index++)
        {
            if (++_rounds > MostRounds)
            {
                throw new InvalidOperationException($"The loops of a text ran more than {MostRounds} rounds.");
            }
            _own[loop.Item] = list[index];
            _own[LiquidUses.Loop] = new JsonObject
            {
                ["index"] = index + 1,
                ["index0"] = index,
                ["rindex"] = list.Count - index,
                ["first"] = index == 0,
                ["last"] = index == list.Count - 1,
                ["length"] = list.Count,
            };
            Write(loop.Body);
            if (_leaving == Leaving.Round)
            {
                _leaving = Leaving.No;
            }
        }
        _leaving = Leaving.No;
        (_own[loop.Item], _own[LiquidUses.Loop]) = outer;
    }

    private List<JsonNode?> Items(LiquidFor loop)
    {
        IEnumerable<JsonNode?> items = Value(loop.List) switch
        {
            JsonArray list => list,
            JsonObject members => members.Select(each => (JsonNode?)new JsonArray(JsonValue.Create(each.Key), each.Value?.DeepClone())),
            _ => [],
        };
        if (loop.Offset is not null)
        {
            items = items.Skip(Count(loop.Offset));
        }
        if (loop.Limit is not null)
        {
            items = items.Take(Count(loop.Limit));
        }
        return loop.IsReversed ? [.. items.Reverse()] : [.. items];
    }

    private int Count(LiquidOperand operand) => (int)Math.Clamp(JsonComparison.Number(Value(operand)) ?? 0, 0, MostRounds);

    private JsonArray Numbers(LiquidRange range)
    {
        var from = Math.Clamp(JsonComparison.Number(Value(range.From)) ?? 0, int.MinValue, int.MaxValue);
        var to = Math.Clamp(JsonComparison.Number(Value(range.To)) ?? 0, int.MinValue, int.MaxValue);
        var numbers = new JsonArray();
        for (var number = decimal.Truncate(from); number <= to && numbers.Count <= MostRounds; number++)
        {
            numbers.Add(JsonValue.Create(number));
        }
        return numbers;
    }

    private JsonNode? Value(LiquidPipe pipe) => pipe.Filters.Aggregate(
        Value(pipe.Value),
        (value, filter) => LiquidFilters.Apply(filter.Name, value, [.. filter.Args.Select(Value)], now));

    private JsonNode? Value(LiquidOperand operand)
    {
        if (operand is LiquidLiteral literal)
        {
            return literal.Value;
        }
        if (operand is LiquidRange range)
        {
            return Numbers(range);
        }
        var path = (LiquidPath)operand;
        var value = _own.TryGetValue(path.Root, out var own) ? own : facts[path.Root];
        return path.Segments.Aggregate(value, (current, segment) => Member(current, Value(segment)));
    }

    private static JsonNode? Member(JsonNode? value, JsonNode? segment) => value switch
    {
        JsonObject members => members[LiquidFilters.Text(segment)],
        JsonArray list when JsonComparison.Number(segment) is { } index =>
            index >= 0 && index < list.Count ? list[(int)index] : null,
        JsonArray list => LiquidFilters.Text(segment) switch
        {
            "size" => list.Count,
            "first" => list.Count > 0 ? list[0] : null,
            "last" => list.Count > 0 ? list[^1] : null,
            _ => null,
        },
        _ => null,
    };

    private bool Holds(LiquidCondition condition) => condition switch
    {
        LiquidTruth truth => !LiquidFilters.IsBlank(Value(truth.Value)),
        LiquidNot not => !Holds(not.Negated),
        LiquidBoth both => both.IsAnd ? Holds(both.Left) && Holds(both.Right) : Holds(both.Left) || Holds(both.Right),
        LiquidCompare compare => Holds(Value(compare.Left), compare.Operator, Value(compare.Right)),
        _ => throw new InvalidOperationException($"Unknown condition {condition.GetType().Name}."),
    };

    private static bool Holds(JsonNode? left, string @operator, JsonNode? right) => @operator switch
    {
        "==" => AreEqual(left, right),
        "!=" or "<>" => !AreEqual(left, right),
        ">" => JsonComparison.Compare(left, right) > 0,
        ">=" => JsonComparison.Compare(left, right) >= 0,
        "<" => JsonComparison.Compare(left, right) < 0,
        "<=" => JsonComparison.Compare(left, right) <= 0,
        _ => JsonComparison.Contains(left, right),
    };

    /// <summary>A missing fact or an empty list equals <c>blank</c>, as an empty text does.</summary>
    private static bool AreEqual(JsonNode? left, JsonNode? right) =>
        JsonComparison.AreEqual(left, right)
        || (LiquidFilters.IsBlank(left) && LiquidFilters.IsBlank(right) && (left is null or JsonArray || right is null or JsonArray));
}
