using System.Globalization;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>
/// The part of Liquid that texts and letters need: output with filters, conditions, loops, cycles, counters, assignments, captures,
/// comments. Values are JSON; nothing of .NET is reachable, and rounds and letters are counted, so a text always ends. Immutable, thread-safe.
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
        if (source.Length > LiquidLimits.Source)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"line 1, column 1: the text has {source.Length} characters; {LiquidLimits.Source} are allowed."));
        }

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

    /// <summary>A letter or message with its facts.</summary>
    /// <param name="labels">What is found under <see cref="LabelsName"/>, unless a fact has that name.</param>
    /// <exception cref="InvalidOperationException">The text repeats itself more than it may, or becomes too long.</exception>
    public string Render(JsonObject facts, DateTimeOffset now, JsonObject? labels = null) => Render(new KnownFacts(facts, labels), LiquidDialect.Letters, now);

    internal string Render(LiquidFacts facts, LiquidDialect dialect, DateTimeOffset now)
    {
        var run = new LiquidRun(facts, dialect, now);
        run.Write(_nodes);
        return run.Text;
    }
}
