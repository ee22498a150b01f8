using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Lint;

/// <summary>Clocks that nobody starts, that go on for ever, or that nobody is reminded of.</summary>
internal static class ClockLint
{
    public static void Check(LintContext context)
    {
        var use = ClockUse.Of(context.Outline, context.Names);
        var started = use.Policies.ToHashSet(StringComparer.Ordinal);
        foreach (var (activity, policies) in use.Touched)
        {
            CheckTouched(context, activity, policies, started);
        }

        foreach (var flow in context.Outline.Flows)
        {
            foreach (var activity in flow.Nodes.Where(each => each.Type == "Sop.StartClock" && use.Started.ContainsKey(each)))
            {
                foreach (var policyId in use.Started[activity])
                {
                    CheckEnd(context, use, flow, activity, policyId);
                }
            }
        }

        foreach (var (activity, policies) in use.Started)
        {
            CheckLadders(context, activity, policies);
        }
    }

    /// <summary>A step that names several may name clocks that only some cases have; it is wrong when it can never find one.</summary>
    private static void CheckTouched(LintContext context, OutlineActivity activity, IReadOnlyList<string> policies, HashSet<string> started)
    {
        foreach (var policyId in policies.Where(each => !started.Contains(each)))
        {
            context.Warn(LintCodes.ClockNeverStarted, activity, PropertyOf(activity), ("clock", context.ClockName(policyId)));
        }
    }

    private static void CheckEnd(LintContext context, ClockUse use, OutlineFlow flow, OutlineActivity start, string policyId)
    {
        // A window closes by itself.
        var policy = context.Pack.ClockPolicies[policyId];
        if (policy.Kind == ClockKind.Window)
        {
            return;
        }

        var way = new WayOut(flow, context.Pack, node => use.Ends(node, policyId, isWindow: false));
        if (way.EndWithout(start) is { } end)
        {
            context.Warn(LintCodes.ClockNotStopped, start, "clocks", ("clock", policy.Name), ("end", end.Name));
        }
    }

    private static void CheckLadders(LintContext context, OutlineActivity activity, IReadOnlyList<string> policies)
    {
        if (activity.Input("ladder") is not null and not { IsLiteral: true, Texts: [] })
        {
            return;
        }

        foreach (var policyId in policies)
        {
            var policy = context.Pack.ClockPolicies[policyId];
            if (policy.CanBreach && policy.LadderId is null)
            {
                context.Warn(LintCodes.LadderMissing, activity, PropertyOf(activity), ("clock", policy.Name));
            }
        }
    }

    private static string PropertyOf(OutlineActivity activity) => activity.Type switch
    {
        "Sop.CaseEvent" => "beforeDueOf",
        "Sop.ExtendClock" or "Sop.AwaitClock" or "Sop.HumanTask" or "Sop.ReplaceClock" => "clock",
        _ => "clocks",
    };
}
