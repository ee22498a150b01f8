using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace WorkflowHost.Sop.Notices;

/// <summary>What a Liquid text uses, or why it can't be read.</summary>
internal sealed record LiquidCheck(string? Error, IReadOnlyList<string> Facts, IReadOnlyList<string> UnknownFilters);

/// <summary>Reads and renders the Liquid texts of notices; bounded in steps, without access to files or to the clock.</summary>
internal static class NoticeLiquid
{
    private const int MaxSteps = 10_000;

    /// <summary>Under this name a text finds the Chinese labels of values that are codes: <c>{{ labels.remedyType }}</c>.</summary>
    public const string Labels = "labels";

    private static readonly FluidParser Parser = new();
    private static readonly TimeZoneInfo ChinaTime = TimeZoneInfo.CreateCustomTimeZone("Asia/Shanghai", TimeSpan.FromHours(8), "Asia/Shanghai", "Asia/Shanghai");
    private static readonly TemplateOptions Known = new();

    public static LiquidCheck Check(string text)
    {
        if (!Parser.TryParse(text, out var template, out var error))
        {
            return new LiquidCheck(error, [], []);
        }
        var uses = new Uses();
        uses.VisitTemplate(template);
        return new LiquidCheck(null, [.. uses.Facts], [.. uses.Filters.Where(filter => !Known.Filters.TryGetValue(filter, out _))]);
    }

    /// <exception cref="InvalidOperationException">The text isn't Liquid; the pack's reader should have refused it.</exception>
    public static string Render(string text, JsonObject facts, JsonObject labels, DateTimeOffset now)
    {
        if (!Parser.TryParse(text, out var template, out var error))
        {
            throw new InvalidOperationException($"A notice in the pack isn't Liquid: {error}");
        }
        var options = new TemplateOptions
        {
            MaxSteps = MaxSteps,
            CultureInfo = CultureInfo.GetCultureInfo("zh-CN"),
            TimeZone = ChinaTime,
            Now = () => now,
        };
        var context = new TemplateContext(options);
        foreach (var (name, value) in facts)
        {
            context.SetValue(name, Value(value, options));
        }
        context.SetValue(Labels, Value(labels, options));
        return template.Render(context);
    }

    private static FluidValue Value(JsonNode? node, TemplateOptions options) => node switch
    {
        null => NilValue.Instance,
        JsonObject nested => FluidValue.Create(nested.ToDictionary(pair => pair.Key, pair => (object)Value(pair.Value, options)), options),
        JsonArray list => new ArrayValue([.. list.Select(item => Value(item, options))]),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => BooleanValue.True,
            JsonValueKind.False => BooleanValue.False,
            JsonValueKind.Number => NumberValue.Create(decimal.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)),
            JsonValueKind.String => new StringValue(node.GetValue<string>()),
            _ => NilValue.Instance,
        },
    };

    /// <summary>Gathers the names a text asks its surroundings for; names it sets itself don't count.</summary>
    private sealed class Uses : AstVisitor
    {
        private readonly HashSet<string> _own = new(StringComparer.Ordinal) { Labels, "forloop" };

        public SortedSet<string> Facts { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Filters { get; } = new(StringComparer.Ordinal);

        protected override Statement VisitAssignStatement(AssignStatement assignStatement)
        {
            var visited = base.VisitAssignStatement(assignStatement);
            _own.Add(assignStatement.Identifier);
            return visited;
        }

        protected override Statement VisitForStatement(ForStatement forStatement)
        {
            var isNew = _own.Add(forStatement.Identifier);
            var visited = base.VisitForStatement(forStatement);
            if (isNew)
            {
                _own.Remove(forStatement.Identifier);
            }
            return visited;
        }

        protected override Expression VisitFilterExpression(FilterExpression filterExpression)
        {
            Filters.Add(filterExpression.Name);
            return base.VisitFilterExpression(filterExpression);
        }

        protected override Expression VisitMemberExpression(MemberExpression memberExpression)
        {
            if (memberExpression.Segments[0] is IdentifierSegment first)
            {
                if (first.Identifier == Labels && memberExpression.Segments.Count > 1 && memberExpression.Segments[1] is IdentifierSegment labelled)
                {
                    Facts.Add(labelled.Identifier);
                }
                else if (!_own.Contains(first.Identifier))
                {
                    Facts.Add(first.Identifier);
                }
            }
            return base.VisitMemberExpression(memberExpression);
        }
    }
}
