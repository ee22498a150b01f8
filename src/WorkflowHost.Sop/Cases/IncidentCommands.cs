using System.Collections.Frozen;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Sop.Activities;

namespace WorkflowHost.Sop.Cases;

/// <summary>Leaving out a step that failed.</summary>
internal static class IncidentCommands
{
    private const int LongestReason = 200;

    /// <summary>What a case rests on: its deadlines, what people decided, its opening and closing. Without it the case would go on untrue.</summary>
    private static readonly FrozenSet<string> Indispensable = FrozenSet.Create(
        StringComparer.Ordinal,
        "Sop.OpenCase", "Sop.HumanTask", "Sop.StartClock", "Sop.ResumeClock", "Sop.RestartClock", "Sop.ReplaceClock", "Sop.StopClock", "Sop.CancelClock",
        "Sop.ExtendClock", "Sop.MergeCase", "Sop.CloseCase", "Sop.ReopenCase");

    /// <summary>For who may retry. A step that decides where the case goes can't be left out: nobody would have decided.</summary>
    public static CaseOutcome Skip(CaseState state, SkipIncident command, CaseEnvironment environment)
    {
        var roles = InstanceCommands.RetryRoles(state);
        if (!command.Actor.IsInAny(roles))
        {
            return CaseOutcome.Of(CaseRefusal.Forbidden("incident.role_required", ("roles", string.Join(',', roles))));
        }

        if (CaseForms.TextFault("reason", command.Reason, LongestReason) is { } fault)
        {
            return CaseOutcome.Of(CaseRefusal.Invalid([fault]));
        }

        if (state.Workflow.Incidents.FirstOrDefault(i => i.ActivityInstanceId == command.ActivityInstanceId) is not { } incident)
        {
            return CaseOutcome.Of(CaseRefusal.NotFound("incident.not_found", ("incident", command.ActivityInstanceId)));
        }

        if (!IsSkippable(incident.ActivityType))
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("incident.not_skippable", ("step", incident.ActivityName ?? incident.ActivityId)));
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.Log(command.Actor, "incident.skipped", ("task", incident.ActivityName ?? incident.ActivityId), ("incident", command.ActivityInstanceId), ("reason", command.Reason.Trim()));
        return work.RunBurst(new SkipActivity(command.ActivityInstanceId)) is null
            ? work.Finish()
            : CaseOutcome.Of(CaseRefusal.Conflict("incident.not_skippable", ("step", incident.ActivityName ?? incident.ActivityId)));
    }

    /// <summary>Whether a step of this type is done with the one outcome that says nothing but "done".</summary>
    internal static bool IsSkippable(string activityType) =>
        !Indispensable.Contains(activityType)
        && SopCatalog.Activities.Find(activityType)?.Descriptor is { IsContainer: false, IsTerminal: false } descriptor
        && descriptor.Ports.Where(p => p.Kind == PortKind.Flow).ToList() is var ports
        && (ports.Count == 0 || ports.Exists(p => p.Name == "Done"));
}
