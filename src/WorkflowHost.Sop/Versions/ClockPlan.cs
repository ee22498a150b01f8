using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Versions;

/// <summary>
/// What a migration does to the clocks that run: one whose policy says something else is counted again from the same start, one whose
/// start step names another policy now is taken over by it, and one that the new version knows nothing of ends. A statutory clock never
/// ends by a migration: the law doesn't change with a drawing.
/// </summary>
internal sealed class ClockPlan
{
    private readonly List<string> _reapplied = [];
    private readonly Dictionary<string, string> _replaced = new(StringComparer.Ordinal);
    private readonly List<string> _ended = [];

    private ClockPlan(SopPack pack) => Pack = pack;

    public SopPack Pack { get; }

    /// <summary>Ids of clocks to be counted anew by their policy.</summary>
    public IReadOnlyList<string> Reapplied => _reapplied;

    /// <summary>Policies of which a live clock is taken over, with the policy that takes over.</summary>
    public IReadOnlyDictionary<string, string> Replaced => _replaced;

    /// <summary>Policies whose live clock ends.</summary>
    public IReadOnlyList<string> Ended => _ended;

    private HashSet<string> TouchedPolicies { get; } = new(StringComparer.Ordinal);

    public bool Touches(string policyId) => TouchedPolicies.Contains(policyId);

    public static ClockPlan Of(CaseState state, WorkflowProgram from, CaseEnvironment environment)
    {
        var plan = new ClockPlan(environment.Pack);
        var names = new NamesInUse(environment.Pack);
        var (before, after) = (DefinitionOutline.Of(from.Definition), DefinitionOutline.Of(environment.Program.Definition));
        var (usedBefore, usedAfter) = (Used(before, names), Used(after, names));
        var measured = state.Tasks.Select(each => each.ClockId).ToHashSet(StringComparer.Ordinal);
        foreach (var clock in state.Clocks)
        {
            // The clock of an open task goes with its task.
            if (!measured.Contains(clock.Id) && usedBefore.Contains(clock.PolicyId) && !usedAfter.Contains(clock.PolicyId))
            {
                plan.Leave(clock, Successor(clock, before, after, names, environment.Pack));
            }
            else if (environment.Pack.ClockPolicies.TryGetValue(clock.PolicyId, out var policy) && ClockRules.DiffersFrom(clock, policy))
            {
                plan._reapplied.Add(clock.Id);
                plan.TouchedPolicies.Add(clock.PolicyId);
            }
        }

        return plan;
    }

    private void Leave(Clock clock, string? successor)
    {
        if (successor is not null)
        {
            _replaced[clock.PolicyId] = successor;
            TouchedPolicies.UnionWith([clock.PolicyId, successor]);
        }
        else if (clock.Kind != ClockKind.Statutory)
        {
            _ended.Add(clock.PolicyId);
            TouchedPolicies.Add(clock.PolicyId);
        }
    }

    /// <summary>The one policy of the same kind that the step which started the clock names now and didn't before.</summary>
    private static string? Successor(Clock clock, DefinitionOutline before, DefinitionOutline after, NamesInUse names, SopPack pack)
    {
        foreach (var start in before.OfType("Sop.StartClock").Where(each => names.Clocks(each, "clocks").Contains(clock.PolicyId)))
        {
            if (after.Find(start.Id) is { Type: "Sop.StartClock" } now)
            {
                var come = names.Clocks(now, "clocks")
                    .Except(names.Clocks(start, "clocks"), StringComparer.Ordinal)
                    .Where(id => pack.ClockPolicies[id].Kind == clock.Kind)
                    .ToList();
                if (come is [var successor])
                {
                    return successor;
                }
            }
        }

        return null;
    }

    private static HashSet<string> Used(DefinitionOutline outline, NamesInUse names)
    {
        var use = ClockUse.Of(outline, names);
        return [.. use.Policies, .. use.Touched.Values.SelectMany(each => each)];
    }
}
