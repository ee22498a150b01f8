using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Lint;

/// <summary>Customers whom nobody reaches: a case must have a way on for them, after the attempts that are on record (§3.4).</summary>
internal static class ContactLint
{
    private const string Unreachable = "Unreachable";

    /// <summary>Outcome codes that say the customer was not reached.</summary>
    private static readonly string[] NotReached = ["unreachable", "not_reached", "no_contact", "exhausted"];

    public static void Check(LintContext context)
    {
        foreach (var flow in context.Outline.Flows)
        {
            foreach (var revisit in flow.Nodes.Where(each => each.Type is "Sop.PlanRevisit" or "Sop.NextRevisit"))
            {
                CheckRevisit(context, flow, revisit);
            }
        }

        foreach (var task in context.Outline.OfType("Sop.HumanTask").Where(each => IsContact(context, each)))
        {
            if (ActivityPorts.TaskOutcomes(task) is { } outcomes && !outcomes.Any(each => NotReached.Contains(each, StringComparer.OrdinalIgnoreCase)))
            {
                context.Warn(LintCodes.UnreachableMissing, task, "outcomes", ("outcomes", string.Join(", ", NotReached)));
            }
        }
    }

    private static void CheckRevisit(LintContext context, OutlineFlow flow, OutlineActivity revisit)
    {
        var connected = flow.From(revisit).Select(each => each.Port).ToHashSet(StringComparer.Ordinal);
        foreach (var port in (ActivityPorts.Of(revisit, context.Pack) ?? []).Where(each => !connected.Contains(each)))
        {
            if (port == Unreachable)
            {
                context.Error(LintCodes.UnreachableUnconnected, revisit, null);
            }
            else
            {
                context.Warn(LintCodes.RevisitUnconnected, revisit, null, ("outcome", Language.SentenceTexts.Find("port." + port) ?? port));
            }
        }
    }

    /// <summary>A task measured by a first-contact clock, one that uses a revisit's script, or one whose form knows "not reached".</summary>
    private static bool IsContact(LintContext context, OutlineActivity task)
    {
        var isFirstContact = context.Names.Clocks(task, "clock").Any(id => context.Pack.ClockPolicies[id].Kind == ClockKind.FirstContact);
        return isFirstContact || (task.Input("form") is { Texts: [var formId] }
            && (context.Pack.RevisitPolicies.Values.Any(policy => policy.FormId == formId)
                || (context.Pack.Forms.TryGetValue(formId, out var form) && form.Outcomes.Any(each => NotReached.Contains(each.Value, StringComparer.OrdinalIgnoreCase)))));
    }
}
