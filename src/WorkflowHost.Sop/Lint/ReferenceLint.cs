using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Lint;

/// <summary>
/// What an SOP names must exist in the pack: forms, clocks, tables, notices, revisit policies, roles, stages, and a task's outcomes must be
/// those of its form. Only what stands there can be checked; an expression that names something unknown faults its step when it is reached.
/// </summary>
internal static class ReferenceLint
{
    private const string ProfilePath = "$.customProperties.sop";

    private static readonly string[] Channels = ["letter", "mail", "sms"];

    public static void Check(LintContext context)
    {
        if (context.Profile is not { } profile)
        {
            return;
        }

        CheckProfile(context, profile);
        foreach (var activity in context.Outline.Activities)
        {
            if (activity.Type.StartsWith("Sop.", StringComparison.Ordinal))
            {
                CheckNames(context, profile, activity);
                CheckQuotedClocks(context, activity);
            }
        }
    }

    private static void CheckProfile(LintContext context, SopProfile profile)
    {
        if (!context.Pack.Forms.ContainsKey(profile.OpenForm))
        {
            Unknown(context, null, ProfilePath + ".openForm", "form", profile.OpenForm, context.Pack.Forms.Keys);
        }

        if (!context.Pack.Calendars.ContainsKey(profile.CalendarId))
        {
            Unknown(context, null, ProfilePath + ".calendar", "calendar", profile.CalendarId, context.Pack.Calendars.Keys);
        }

        foreach (var role in profile.OpenRoles.Where(each => !StaffRoles.All.Contains(each)))
        {
            Unknown(context, null, ProfilePath + ".openRoles", "role", role, StaffRoles.All);
        }

        foreach (var role in profile.Readers.Roles.Where(each => !StaffRoles.All.Contains(each)))
        {
            Unknown(context, null, ProfilePath + ".readRoles", "role", role, StaffRoles.All);
        }
    }

    private static void CheckNames(LintContext context, SopProfile profile, OutlineActivity activity)
    {
        var pack = context.Pack;
        Known(context, activity, "form", "form", pack.Forms.Keys);
        Known(context, activity, "clock", "clock", pack.ClockPolicies.Keys);
        Known(context, activity, "clocks", "clock", pack.ClockPolicies.Keys);
        Known(context, activity, "group", "clock", pack.ClockPolicies.Keys);
        Known(context, activity, "beforeDueOf", "clock", pack.ClockPolicies.Keys);
        Known(context, activity, "pauses", "clock", pack.ClockPolicies.Keys);
        Known(context, activity, "window", "clock", pack.ClockPolicies.Keys);
        Known(context, activity, "plan", "revisit_plan", pack.RevisitPlans.Keys);
        Known(context, activity, "ladder", "ladder", pack.Ladders.Keys);
        Known(context, activity, "table", "table", pack.DecisionTables.Keys);
        Known(context, activity, "notice", "notice", pack.Notices.Keys);
        Known(context, activity, "policy", "revisit_policy", pack.RevisitPolicies.Keys);
        Known(context, activity, "role", "role", StaffRoles.All);
        Known(context, activity, "roles", "role", StaffRoles.All);
        Known(context, activity, "approverRole", "role", StaffRoles.All);
        Known(context, activity, "stage", "stage", profile.Stages.Select(stage => stage.Code));
        Known(context, activity, "channel", "channel", Channels);
        Known(context, activity, "link", "link", pack.LinkKinds.Keys);
        if (context.Sops is { } sops && activity.Type == "Sop.OpenLinkedCase")
        {
            Known(context, activity, "sop", "sop", sops);
        }

        if (activity.Type == "Sop.HumanTask")
        {
            CheckOutcomes(context, activity);
        }
    }

    /// <summary>A person picks among the form's outcomes, so each port must be pickable.</summary>
    private static void CheckOutcomes(LintContext context, OutlineActivity task)
    {
        if (task.Input("form") is { Texts: [var formId] } && context.Pack.Forms.TryGetValue(formId, out var form) && form.Outcomes.Count > 0)
        {
            var allowed = form.Outcomes.Select(outcome => outcome.Value).ToList();
            foreach (var outcome in (ActivityPorts.TaskOutcomes(task) ?? []).Except(allowed, StringComparer.Ordinal))
            {
                Unknown(context, task, task.Path + ".outcomes", "outcome", outcome, allowed);
            }
        }
    }

    /// <summary>A list of clocks that a script writes out: what stands there between quotes is meant as a policy.</summary>
    private static void CheckQuotedClocks(LintContext context, OutlineActivity activity)
    {
        foreach (var property in new[] { "clocks", "group" })
        {
            if (activity.Input(property)?.Script is { } script)
            {
                foreach (var name in QuotedList.ElementsOf(script).Where(each => !context.Pack.ClockPolicies.ContainsKey(each)))
                {
                    Unknown(context, activity, JsonLocator.Member(activity.Path, property), "clock", name, context.Pack.ClockPolicies.Keys);
                }
            }
        }
    }

    private static void Known(LintContext context, OutlineActivity activity, string property, string what, IEnumerable<string> known)
    {
        foreach (var name in (activity.Input(property)?.Texts ?? []).Where(each => each.Length > 0 && !known.Contains(each, StringComparer.Ordinal)))
        {
            Unknown(context, activity, JsonLocator.Member(activity.Path, property), what, name, known);
        }
    }

    private static void Unknown(LintContext context, OutlineActivity? activity, string path, string what, string found, IEnumerable<string> known)
    {
        var code = $"sop.{what}.unknown";
        context.Add(new(
            code,
            LintSeverity.Error,
            activity?.Id,
            activity?.Name,
            path,
            Sentence.Of(code, ("found", found), ("known", NearNames.Of(found, known)))));
    }
}
