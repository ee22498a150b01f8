using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Ladders;

namespace WorkflowHost.Sop.Lint;

/// <summary>Who does the work: tasks without a role, and roles that nobody has.</summary>
internal static class RoleLint
{
    private static readonly string[] RoleInputs = ["role", "roles", "approverRole"];

    public static void Check(LintContext context)
    {
        if (context.Profile is not { } profile)
        {
            return;
        }

        foreach (var task in context.Outline.OfType("Sop.HumanTask"))
        {
            if (task.Input("role") is null or { IsLiteral: true, Texts: [] })
            {
                context.Error(LintCodes.RoleMissing, task, "role");
            }
        }

        if (context.MembersOf is not { } membersOf)
        {
            return;
        }

        bool IsEmpty(string role) => context.Pack.Roles.ContainsKey(role) && membersOf(role) <= 0;
        foreach (var activity in context.Outline.Activities.Where(each => each.Type.StartsWith("Sop.", StringComparison.Ordinal)))
        {
            foreach (var property in RoleInputs)
            {
                foreach (var role in context.Names.In(activity.Input(property), IsEmpty))
                {
                    context.Warn(LintCodes.RoleEmpty, activity, property, ("role", context.RoleName(role)));
                }
            }
        }

        foreach (var role in profile.OpenRoles.Where(IsEmpty))
        {
            context.Add(LintCodes.RoleEmpty + ".open", LintSeverity.Warning, "$.customProperties.sop.openRoles", ("role", context.RoleName(role)));
        }

        CheckLadders(context, IsEmpty);
    }

    /// <summary>The ladders of the clocks that the SOP uses.</summary>
    internal static IEnumerable<Ladder> LaddersOf(LintContext context) => ClockUse.Of(context.Outline, context.Names).Policies
        .Select(id => context.Pack.ClockPolicies.GetValueOrDefault(id)?.LadderId).OfType<string>()
        .Distinct(StringComparer.Ordinal)
        .Select(id => context.Pack.Ladders.GetValueOrDefault(id)).OfType<Ladder>();

    private static void CheckLadders(LintContext context, Func<string, bool> isEmpty)
    {
        foreach (var ladder in LaddersOf(context))
        {
            foreach (var role in ladder.Steps.SelectMany(step => step.Roles).Distinct(StringComparer.Ordinal).Where(isEmpty))
            {
                context.Add(LintCodes.LadderRoleEmpty, LintSeverity.Warning, "$.customProperties.sop", ("ladder", ladder.Name), ("role", context.RoleName(role)));
            }
        }
    }
}
