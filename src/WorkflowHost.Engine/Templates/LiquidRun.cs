using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>Writes one text: the facts, the names the text has set itself, and what is written so far.</summary>
internal sealed class LiquidRun(LiquidFacts facts, LiquidDialect dialect, DateTimeOffset now)
{
    // Making a number of a range costs about what going through so many letters does.
    private const int MakingOne = 4;

    private static readonly Dictionary<string, JsonNode?> NoNames = [];

    private readonly LiquidNames _own = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _turns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _stops = new(StringComparer.Ordinal);
    private StringBuilder _text = new();
    private Leaving _leaving;
    private int _rounds;
    private long _work;
    private long _made;

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
            Write(node);
        }
    }

    private void Spend(long work) => LiquidLimits.CheckWork(_work += work);

    /// <summary>Elements of lists are kept for as long as a name holds them, so they are counted as well as paid for.</summary>
    private void Make(long elements) => LiquidLimits.CheckElements(_made += elements);

    private string Said(LiquidOperand operand)
    {
        var value = Value(operand);
        Spend(LiquidValues.Size(value));
        return LiquidValues.Text(value);
    }

    private int Whole(LiquidOperand operand)
    {
        var value = Value(operand);
        Spend(LiquidValues.Size(value));
        return LiquidValues.Integer(value);
    }

    private void Write(LiquidNode node)
    {
        Spend(1);
        switch (node)
        {
            case LiquidLeave leave:
                _leaving = leave.Continues ? Leaving.Round : Leaving.Loop;
                break;
            case LiquidCapture capture:
                _own.Set(capture.Name, JsonValue.Create(Captured(capture.Body)));
                break;
            case LiquidText text:
                Append(text.Text);
                break;
            case LiquidOutput output:
                Append(Value(output.Value));
                break;
            case LiquidAssign assign:
                _own.Set(assign.Name, Value(assign.Value), assign.Value is { Value: LiquidVerdict verdict, Filters: [] } ? Holds(verdict.Condition) : null);
                break;
            case LiquidIf choice:
                Write(choice.Branches.FirstOrDefault(branch => branch.When is null || Holds(branch.When)).Body ?? []);
                break;
            case LiquidCase choice:
                Write(choice);
                break;
            case LiquidFor loop:
                Write(loop);
                break;
            case LiquidCycle cycle:
                var group = cycle.Group is null ? string.Empty : Said(cycle.Group);
                var turn = _turns.GetValueOrDefault(group) % cycle.Values.Count;
                _turns[group] = turn + 1;
                Append(Value(cycle.Values[turn]));
                break;
            case LiquidCount count:
                _counts[count.Name] = _counts.TryGetValue(count.Name, out var reached) ? reached + count.Step : 0;
                Append(_counts[count.Name].ToString(CultureInfo.InvariantCulture));
                break;
            default:
                throw new InvalidOperationException($"Unknown node {node.GetType().Name}.");
        }
    }

    private void Append(string text)
    {
        LiquidLimits.CheckLength(_text.Length + (long)text.Length);
        Spend(text.Length);
        _text.Append(text);
    }

    private void Append(JsonNode? value) =>
        Append(value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? dialect.Written(LiquidValues.Number(value)) : LiquidValues.Text(value));

    private string Captured(IReadOnlyList<LiquidNode> body)
    {
        var outer = _text;
        _text = new StringBuilder();
        Write(body);
        var text = _text.ToString();
        _text = outer;
        return text;
    }

    private void Write(LiquidCase choice)
    {
        var value = Value(choice.Value);
        var isFound = false;
        foreach (var (whens, body) in choice.Branches)
        {
            foreach (var when in whens)
            {
                if (_leaving == Leaving.No && Holds(value, "==", Value(when)))
                {
                    isFound = true;
                    Write(body);
                }
            }
        }
        if (!isFound)
        {
            Write(choice.Else);
        }
    }

    private void Write(LiquidFor loop)
    {
        var (items, from, end) = Rounds(loop);
        if (from >= end)
        {
            Write(loop.Else);
            return;
        }
        var outer = _own.Enter(loop.Item);
        for (var index = from; index < end && _leaving != Leaving.Loop; index++)
        {
            LiquidLimits.CheckRounds(++_rounds);
            _own.Set(loop.Item, items[index]);
            _own.Set(LiquidUses.Loop, new JsonObject
            {
                ["index"] = index + 1,
                ["index0"] = index,
                ["rindex"] = end - index,
                ["rindex0"] = end - index - 1,
                ["first"] = index == 0,
                ["last"] = index == end - 1,
                ["length"] = end,
            });
            if (loop.List is LiquidPath path)
            {
                _stops[path.Root] = index + 1;
            }
            Write(loop.Body);
            if (_leaving == Leaving.Round)
            {
                _leaving = Leaving.No;
            }
        }
        _leaving = Leaving.No;
        _own.Leave(loop.Item, outer);
    }

    /// <summary>The elements and which of them the loop runs through. As in stock, <c>forloop</c> counts from the list's beginning, not from the offset.</summary>
    private (List<JsonNode?> Items, int From, int End) Rounds(LiquidFor loop)
    {
        var list = Value(loop.List);
        Spend(list is JsonArray ? LiquidValues.Size(list) : LiquidValues.Weight(list));
        List<JsonNode?> items = dialect == LiquidDialect.Letters && LiquidValues.IsWhiteText(list) ? [] : [.. LiquidValues.Items(list)];
        var from = loop.IsContinued && loop.List is LiquidPath path ? _stops.GetValueOrDefault(path.Root)
            : loop.Offset is null ? 0 : Math.Max(0, Whole(loop.Offset));
        var count = Math.Max(0, items.Count - from);
        if (loop.Limit is not null)
        {
            var limit = Whole(loop.Limit);
            count = limit >= 0 ? Math.Min(count, limit) : Math.Max(0, count + Math.Max(limit, -count));
        }
        if (loop.IsReversed && count > 0)
        {
            items.Reverse(from, count);
        }
        return (items, from, from + count);
    }

    private JsonArray Numbers(LiquidRange range)
    {
        long from = Whole(range.From);
        long to = Whole(range.To);
        LiquidLimits.CheckRounds(to - from + 1);
        Spend(MakingOne * Math.Max(0, to - from + 1));
        Make(Math.Max(0, to - from + 1));
        var numbers = new JsonArray();
        for (var number = from; number <= to; number++)
        {
            numbers.Add(JsonValue.Create(number));
        }
        return numbers;
    }

    private JsonNode? Value(LiquidPipe pipe)
    {
        if (pipe.Filters.Count == 0)
        {
            return Value(pipe.Value);
        }
        var value = pipe.Value is LiquidVerdict verdict ? JsonValue.Create(Holds(verdict.Condition)) : Value(pipe.Value);
        foreach (var filter in pipe.Filters)
        {
            var named = filter.Named.Count == 0 ? NoNames : filter.Named.ToDictionary(each => each.Name, each => Value(each.Value), StringComparer.Ordinal);
            var args = new LiquidArguments([.. filter.Args.Select(Value)], named, dialect, now);
            Spend(1 + LiquidValues.Weight(value) + args.Values.Sum(LiquidValues.Weight));
            value = LiquidFilters.Apply(filter.Name, value, args);
            Spend(LiquidValues.Weight(value));
            Make(value is JsonArray list ? list.Count : 0);
        }
        return value;
    }

    private JsonNode? Value(LiquidOperand operand) => operand switch
    {
        LiquidLiteral literal => literal.Value,
        LiquidRange range => Numbers(range),
        LiquidVerdict verdict => Value(Left(verdict.Condition)),
        _ => Value((LiquidPath)operand),
    };

    private JsonNode? Value(LiquidPath path)
    {
        var taken = 0;
        if (!_own.TryGet(path.Root, out var value))
        {
            if (path.Segments.Count > 0 && facts.TryMember(path.Root, Said(path.Segments[0].Value), out value))
            {
                taken = 1;
            }
            else
            {
                value = facts.Named(path.Root);
            }
        }
        for (; taken < path.Segments.Count && value is not null; taken++)
        {
            var segment = path.Segments[taken];
            value = segment.IsIndex ? LiquidValues.At(value, Value(segment.Value)) : LiquidValues.Member(value, Said(segment.Value));
        }
        return value;
    }

    private static LiquidOperand Left(LiquidCondition condition) => condition switch
    {
        LiquidTruth truth => truth.Value,
        LiquidCompare compare => compare.Left,
        LiquidBoth both => Left(both.Left),
        _ => Left(((LiquidNot)condition).Negated),
    };

    private bool Holds(LiquidCondition condition) => condition switch
    {
        LiquidTruth { Value: LiquidPath { Segments: [] } path } when _own.TruthOf(path.Root) is { } truth => truth,
        LiquidTruth truth => IsTrue(Value(truth.Value)),
        LiquidNot not => !Holds(not.Negated),
        LiquidBoth both => both.IsAnd ? Holds(both.Left) && Holds(both.Right) : Holds(both.Left) || Holds(both.Right),
        LiquidCompare compare => Holds(Value(compare.Left), compare.Operator, Value(compare.Right)),
        _ => throw new InvalidOperationException($"Unknown condition {condition.GetType().Name}."),
    };

    private bool IsTrue(JsonNode? value)
    {
        Spend(LiquidValues.IsText(value) ? LiquidValues.Size(value) : 1);
        return dialect.IsTrue(value);
    }

    private bool Holds(JsonNode? left, string @operator, JsonNode? right)
    {
        Spend(1 + LiquidValues.Weight(left) + LiquidValues.Weight(right));
        return Compared(left, @operator, right);
    }

    private bool Compared(JsonNode? left, string @operator, JsonNode? right) => @operator switch
    {
        "==" => dialect.AreEqual(left, right),
        "!=" or "<>" => !dialect.AreEqual(left, right),
        "contains" => dialect.Contains(left, right),
        "startswith" => LiquidValues.Text(left).StartsWith(LiquidValues.Text(right), StringComparison.Ordinal),
        "endswith" => LiquidValues.Text(left).EndsWith(LiquidValues.Text(right), StringComparison.Ordinal),
        _ => dialect.IsOrdered(left, @operator, right),
    };
}
