using WorkflowHost.Engine.Values;
using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Decisions;

public enum HitPolicy
{
    /// <summary>The first rule that hits decides.</summary>
    First,

    /// <summary>Every rule that hits adds its outputs; each output becomes a list.</summary>
    Collect,

    /// <summary>Of the rules that hit, the one with the greatest number in <see cref="DecisionTable.MaxOutput"/> decides.</summary>
    Max,

    /// <summary>Each output is decided by the first rule that hits and names it: several questions in one table.</summary>
    Each,
}

/// <summary>One rule of a table.</summary>
/// <param name="Id">Unique in the table.</param>
/// <param name="When">Holds for the facts it speaks of.</param>
/// <param name="Outputs">What it decides.</param>
/// <param name="Text">Why, in words for the screen.</param>
public sealed record DecisionRule(string Id, Condition When, JsonObject Outputs, LocalizedText Text);

/// <summary>
/// Moves a number the rules decided, such as "one severity higher for a repeat". Of the adjustments of one output that
/// apply only the largest counts, so reasons don't add up.
/// </summary>
/// <param name="Id">Unique in the table.</param>
/// <param name="When">When it applies; sees the facts and the outputs decided so far.</param>
/// <param name="Output">The output it moves.</param>
/// <param name="Add">By how much; negative moves down.</param>
/// <param name="Min">The result never goes below.</param>
/// <param name="Max">The result never goes above.</param>
/// <param name="Text">Why, in words for the screen.</param>
public sealed record DecisionAdjustment(string Id, Condition When, string Output, int Add, int Min, int Max, LocalizedText Text);

/// <summary>A rule or adjustment that hit, for the explanation.</summary>
public sealed record DecisionHit(string RuleId, LocalizedText Text, bool IsAdjustment = false);

/// <summary>What a table decided, and why.</summary>
/// <param name="Outputs">The decision; the defaults when no rule hit.</param>
/// <param name="Hits">The deciding rule first, then others that hit where the policy looks at all, then the adjustments that moved a number.</param>
public sealed record DecisionResult(JsonObject Outputs, IReadOnlyList<DecisionHit> Hits)
{
    public bool IsDefault => Hits.All(hit => hit.IsAdjustment);
}

/// <summary>A decision as a table of rules over facts. Data of the SOP pack; immutable, safe for concurrent use.</summary>
public sealed record DecisionTable
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    public required HitPolicy HitPolicy { get; init; }

    /// <summary>The number that decides under <see cref="HitPolicy.Max"/>.</summary>
    public string? MaxOutput { get; init; }

    /// <summary>The facts the table may ask for.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The names the rules may decide.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    public required IReadOnlyList<DecisionRule> Rules { get; init; }

    public IReadOnlyList<DecisionAdjustment> Adjustments { get; init; } = [];

    /// <summary>Holds when no rule hits, and fills outputs the deciding rule leaves out.</summary>
    public JsonObject Defaults { get; init; } = [];

    public required Provenance Provenance { get; init; }

    public DecisionResult Evaluate(JsonObject facts)
    {
        var matching = Rules.Where(rule => rule.When.Holds(facts));
        var (outputs, hits) = HitPolicy switch
        {
            HitPolicy.First => Decided(matching.Take(1)),
            HitPolicy.Max => Decided(matching.OrderByDescending(rule => JsonComparison.Number(rule.Outputs[MaxOutput!]) ?? decimal.MinValue)),
            HitPolicy.Collect => Collected([.. matching]),
            HitPolicy.Each => DecidedEach([.. matching]),
            _ => throw new InvalidOperationException($"Table {Id} has the unknown hit policy {HitPolicy}."),
        };
        Adjust(facts, outputs, hits);
        return new DecisionResult(outputs, hits);
    }

    private (JsonObject Outputs, List<DecisionHit> Hits) Decided(IEnumerable<DecisionRule> byRank)
    {
        var rules = byRank.ToList();
        var outputs = (JsonObject)Defaults.DeepClone();
        foreach (var (name, value) in rules.Count > 0 ? rules[0].Outputs : [])
        {
            outputs[name] = value?.DeepClone();
        }
        return (outputs, [.. rules.Select(rule => new DecisionHit(rule.Id, rule.Text))]);
    }

    private (JsonObject Outputs, List<DecisionHit> Hits) DecidedEach(IReadOnlyList<DecisionRule> rules)
    {
        var outputs = (JsonObject)Defaults.DeepClone();
        var deciding = new List<DecisionHit>();
        var decided = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            var news = rule.Outputs.Where(output => decided.Add(output.Key)).ToList();
            foreach (var (name, value) in news)
            {
                outputs[name] = value?.DeepClone();
            }
            if (news.Count > 0)
            {
                deciding.Add(new DecisionHit(rule.Id, rule.Text));
            }
        }
        return (outputs, deciding);
    }

    private (JsonObject Outputs, List<DecisionHit> Hits) Collected(IReadOnlyList<DecisionRule> rules)
    {
        var outputs = new JsonObject();
        foreach (var name in Outputs)
        {
            outputs[name] = new JsonArray([.. rules
                .Select(rule => rule.Outputs[name])
                .Where(value => value is not null)
                .Select(value => value!.DeepClone())]);
        }
        return (outputs, [.. rules.Select(rule => new DecisionHit(rule.Id, rule.Text))]);
    }

    private void Adjust(JsonObject facts, JsonObject outputs, List<DecisionHit> hits)
    {
        if (Adjustments.Count == 0)
        {
            return;
        }
        var seen = (JsonObject)facts.DeepClone();
        foreach (var (name, value) in outputs)
        {
            seen[name] = value?.DeepClone();
        }
        var applying = Adjustments.Where(adjustment => adjustment.When.Holds(seen));
        foreach (var adjustment in applying.GroupBy(adjustment => adjustment.Output)
            .Select(group => group.MaxBy(candidate => Math.Abs(candidate.Add))!))
        {
            if (JsonComparison.Number(outputs[adjustment.Output]) is not { } before)
            {
                continue;
            }
            var clamped = Math.Clamp(before + adjustment.Add, adjustment.Min, adjustment.Max);
            // The bounds limit how far it moves; they never turn it round, or what raises a case would lower the gravest.
            var after = adjustment.Add < 0 ? Math.Min(before, clamped) : Math.Max(before, clamped);
            if (after != before)
            {
                outputs[adjustment.Output] = JsonValue.Create((int)after);
                hits.Add(new DecisionHit(adjustment.Id, adjustment.Text, IsAdjustment: true));
            }
        }
    }
}
