using WorkflowHost.Engine.Values;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>
/// The part of Liquid that texts and letters need: output with filters, if, unless, case, for, assign, comment, raw. Values are
/// JSON; nothing of .NET is reachable, a loop runs over a list that is there, so a text always ends. Immutable, thread-safe.
/// </summary>
public sealed class LiquidTemplate
{
    private readonly IReadOnlyList<LiquidNode> _nodes;
    private readonly Dictionary<string, SortedSet<string>> _members;

    private LiquidTemplate(IReadOnlyList<LiquidNode> nodes)
    {
        _nodes = nodes;
        var uses = new LiquidUses();
        uses.Visit(nodes);
        Facts = [.. uses.Facts];
        Labels = [.. uses.Labels];
        _members = uses.Members;
        UnknownFilters = [.. uses.Filters.Where(name => !LiquidFilters.IsKnown(name))];
    }

    /// <summary>Under this name a text finds the labels of values that are codes.</summary>
    public const string LabelsName = "labels";

    /// <summary>The filters that exist.</summary>
    public static IReadOnlyCollection<string> KnownFilters => [.. LiquidFilters.Names];

    /// <summary>The names the text asks its surroundings for.</summary>
    public IReadOnlyList<string> Facts { get; }

    /// <summary>The facts whose label the text asks for: <c>{{ labels.remedyTypes }}</c>.</summary>
    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<string> UnknownFilters { get; }

    /// <summary>The template, or what is wrong and where, as <c>line 3, column 7: …</c>.</summary>
    public static (LiquidTemplate? Template, string? Error) Parse(string source)
    {
        try
        {
            return (new LiquidTemplate(LiquidParser.Parse(source)), null);
        }
        catch (LiquidSyntaxException wrong)
        {
            var before = source[..Math.Min(wrong.Offset, source.Length)];
            var line = before.Count(letter => letter == '\n') + 1;
            var column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
            return (null, string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}: {wrong.Message}"));
        }
    }

    /// <summary>The first members the text names of a fact: <c>{{ Variables.Total }}</c> asks <c>Total</c> of <c>Variables</c>.</summary>
    public IReadOnlyCollection<string> MembersOf(string fact) => _members.TryGetValue(fact, out var members) ? members : [];

    public string Render(JsonObject facts, DateTimeOffset now)
    {
        var run = new Run(facts, now);
        run.Write(_nodes);
        return run.Text;
    }

    private sealed class Run(JsonObject facts, DateTimeOffset now)
    {
        private readonly StringBuilder _text = new();
        private readonly Dictionary<string, JsonNode?> _own = new(StringComparer.Ordinal);

        public string Text => _text.ToString();

        public void Write(IReadOnlyList<LiquidNode> nodes)
        {
            foreach (var node in nodes)
            {
                switch (node)
                {
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

        private void Write(LiquidFor loop)
        {
            if (Value(loop.List) is not JsonArray { Count: > 0 } list)
            {
                Write(loop.Else);
                return;
            }
            var outer = (Item: _own.GetValueOrDefault(loop.Item), Loop: _own.GetValueOrDefault(LiquidUses.Loop));
            for (var index = 0; index < list.Count; index++)
            {
                _own[loop.Item] = list[index];
                _own[LiquidUses.Loop] = new JsonObject
                {
                    ["index"] = index + 1,
                    ["index0"] = index,
                    ["first"] = index == 0,
                    ["last"] = index == list.Count - 1,
                    ["length"] = list.Count,
                };
                Write(loop.Body);
            }
            (_own[loop.Item], _own[LiquidUses.Loop]) = outer;
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

        /// <summary>A missing fact equals <c>blank</c>, as an empty one does.</summary>
        private static bool AreEqual(JsonNode? left, JsonNode? right) =>
            JsonComparison.AreEqual(left, right)
            || (LiquidFilters.IsBlank(left) && LiquidFilters.IsBlank(right) && (left is null || right is null));
    }
}
