using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Lint;

/// <summary>Where only some may read the cases of an SOP: whom its steps and ladders count on must be among them, or they never see what is theirs.</summary>
internal static class ReaderLint
{
    private const string ProfilePath = "$.customProperties.sop.readRoles";

    public static void Check(LintContext context)
    {
        if (context.Profile?.Readers is not { IsEverybody: false } readers)
        {
            return;
        }

        bool IsOutside(string role) => context.Pack.Roles.ContainsKey(role) && !readers.Roles.Contains(role);
        foreach (var task in context.Outline.OfType("Sop.HumanTask").Where(task => task.Input("assignee") is null or { IsLiteral: true, Texts: [] }))
        {
            // A task for a named person makes that person a reader.
            foreach (var role in context.Names.In(task.Input("role"), IsOutside))
            {
                context.Warn(LintCodes.TaskRoleReadsNot, task, "role", ("role", context.RoleName(role)));
            }
        }

        foreach (var ladder in RoleLint.LaddersOf(context))
        {
            foreach (var role in ladder.Steps.SelectMany(step => step.Roles).Distinct(StringComparer.Ordinal).Where(IsOutside))
            {
                context.Add(LintCodes.LadderRoleReadsNot, LintSeverity.Warning, ProfilePath, ("ladder", ladder.Name), ("role", context.RoleName(role)));
            }
        }
    }
}
