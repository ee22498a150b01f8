using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Cases;

/// <summary>What people do with tasks: claim, release, hand over, complete.</summary>
internal static class TaskCommands
{
    /// <summary>Characters of the reason for handing a task over.</summary>
    private const int LongestReason = 500;

    public static CaseOutcome Claim(CaseState state, ClaimTask command, CaseEnvironment environment)
    {
        if (Find(state, command.TaskId, command.ExpectedVersion, out var task) is { } refusal)
        {
            return CaseOutcome.Of(refusal);
        }

        if (RefusalFor(command.Actor, task, environment) is { } notAllowed)
        {
            return CaseOutcome.Of(notAllowed);
        }

        if (task.AssigneeId == command.Actor.Id)
        {
            return CaseOutcome.Ignored;
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.Save(Assigned(task, command.Actor.Id, command.Actor.Name, environment.Now));
        work.Log(command.Actor, "task.claimed", ("task", task.Name));
        return work.Finish();
    }

    public static CaseOutcome Release(CaseState state, ReleaseTask command, CaseEnvironment environment)
    {
        if (Find(state, command.TaskId, command.ExpectedVersion, out var task) is { } refusal)
        {
            return CaseOutcome.Of(refusal);
        }

        if (task.AssigneeId != command.Actor.Id && !command.Actor.IsInAny(StaffRoles.Supervisors))
        {
            return CaseOutcome.Of(CaseRefusal.Forbidden("task.not_yours", ("task", task.Id)));
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.Save(task with { AssigneeId = null, AssigneeName = null, ClaimedAt = null, Version = task.Version + 1 });
        work.Log(command.Actor, "task.released", ("task", task.Name));
        return work.Finish();
    }

    public static CaseOutcome Reassign(CaseState state, ReassignTask command, CaseEnvironment environment)
    {
        if (Find(state, command.TaskId, command.ExpectedVersion, out var task) is { } refusal)
        {
            return CaseOutcome.Of(refusal);
        }

        if (!command.Actor.IsInAny(StaffRoles.Supervisors))
        {
            return CaseOutcome.Of(CaseRefusal.Forbidden("task.reassign_role_required", ("roles", string.Join(',', StaffRoles.Supervisors))));
        }

        if (CaseForms.TextFault("reason", command.Reason, LongestReason) is { } fault)
        {
            return CaseOutcome.Of(CaseRefusal.Invalid([fault]));
        }

        var member = environment.Staff.FirstOrDefault(s => s.Id == command.StaffId);
        if (member is null || !member.IsActive)
        {
            return CaseOutcome.Of(CaseRefusal.NotFound("staff.not_found", ("staff", command.StaffId)));
        }

        if (!member.Roles.Contains(task.Role))
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("staff.role_missing", ("staff", member.DisplayName), ("role", task.Role)));
        }

        if (task.ExcludedStaff.Contains(member.Id))
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("assignment.conflict_of_interest", ("staff", member.DisplayName)));
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.Save(Assigned(task, member.Id, member.DisplayName, environment.Now));
        work.Log(command.Actor, "task.reassigned", ("task", task.Name), ("to", member.DisplayName), ("reason", command.Reason));
        work.Notify(StaffNotification.ToStaff(member.Id), "task.assigned", ("task", task.Name));
        return work.Finish();
    }

    public static CaseOutcome Complete(CaseState state, CompleteTask command, CaseEnvironment environment)
    {
        if (Find(state, command.TaskId, command.ExpectedVersion, out var task) is { } refusal)
        {
            return CaseOutcome.Of(refusal);
        }

        if (RefusalFor(command.Actor, task, environment) is { } notAllowed)
        {
            return CaseOutcome.Of(notAllowed);
        }

        if (!task.Outcomes.Contains(command.Outcome))
        {
            return CaseOutcome.Of(CaseRefusal.Invalid("task.outcome_unknown", ("outcome", command.Outcome), ("allowed", string.Join(',', task.Outcomes))));
        }

        var validation = CaseForms.Validate(environment, task.FormId, command.Fields, command.Outcome, state.Data, state.Number);
        if (validation.Refusal is { } invalid)
        {
            return CaseOutcome.Of(invalid);
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        if (task.Scope is { } scope)
        {
            work.Set(scope, validation.Values.DeepClone());
        }
        else
        {
            work.MergeForm(environment.Pack.Forms[task.FormId], validation.Values);
        }

        work.RecordHandler(task, command.Actor);
        work.Save(task with
        {
            Status = CaseTaskStatus.Completed,
            AssigneeId = command.Actor.Id,
            AssigneeName = command.Actor.Name,
            CompletedAt = environment.Now,
            CompletedBy = command.Actor.Id,
            Outcome = command.Outcome,
            Version = task.Version + 1,
        });
        work.Log(command.Actor, "task.completed", ("task", task.Name), ("outcome", command.Outcome));
        work.StopTaskClock(task, validation.Values);
        work.LogDecisions(validation.Decisions, task.Scope);
        return work.Run(new ResumeBookmark(task.BookmarkId, new JsonObject { ["outcome"] = command.Outcome, ["fields"] = validation.Values.DeepClone(), ["by"] = command.Actor.Id }));
    }

    private static CaseTask Assigned(CaseTask task, string staffId, string name, DateTimeOffset now) =>
        task with { AssigneeId = staffId, AssigneeName = name, ClaimedAt = now, Version = task.Version + 1 };

    /// <summary>A task that is not among the open ones was completed or cancelled; the caller then tells which from its row.</summary>
    private static CaseRefusal? Find(CaseState state, string taskId, long? expectedVersion, out CaseTask task)
    {
        task = state.Tasks.FirstOrDefault(t => t.Id == taskId)!;
        if (task is null)
        {
            return CaseRefusal.Conflict("task.not_open", ("task", taskId));
        }

        return expectedVersion is { } version && version != task.Version
            ? CaseRefusal.Conflict(
                "task.version_stale",
                ("expected", version.ToString(CultureInfo.InvariantCulture)),
                ("actual", task.Version.ToString(CultureInfo.InvariantCulture)))
            : null;
    }

    private static CaseRefusal? RefusalFor(Actor actor, CaseTask task, CaseEnvironment environment)
    {
        if (task.AssigneeId == actor.Id)
        {
            return null;
        }

        if (!actor.IsIn(task.Role))
        {
            return CaseRefusal.Forbidden("task.role_required", ("role", task.Role));
        }

        if (task.AssigneeId is not null)
        {
            return CaseRefusal.Conflict("task.claimed_by_other", ("assignee", task.AssigneeName ?? task.AssigneeId));
        }

        if (task.ExcludedStaff.Contains(actor.Id))
        {
            return CaseRefusal.Conflict("assignment.conflict_of_interest", ("staff", actor.Name));
        }

        return task.Skill is { } skill && environment.Staff.FirstOrDefault(s => s.Id == actor.Id)?.Skills.Contains(skill) != true
            ? CaseRefusal.Conflict("task.skill_required", ("skill", skill))
            : null;
    }
}
