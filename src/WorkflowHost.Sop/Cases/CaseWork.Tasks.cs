using System.Collections.Immutable;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Cases;

/// <summary>Opening and changing tasks, and who gets them.</summary>
public sealed partial class CaseWork
{
    /// <summary>Field that lists who completed handler tasks.</summary>
    private const string HandledByField = "handledBy";

    /// <param name="AssigneeId">The person the step names; null leaves the task to the role's queue or to <paramref name="Balances"/>.</param>
    /// <param name="Balances">Give it to the available member of the role with the fewest open tasks.</param>
    internal sealed record TaskRequest(
        string ActivityId,
        string BookmarkId,
        string Name,
        string? Stage,
        string FormId,
        string Role,
        string? AssigneeId,
        bool Balances,
        ImmutableArray<string> Outcomes,
        ImmutableArray<string> ExcludedStaff,
        string? Instruction,
        string? ClockPolicyId,
        string? Scope)
    {
        public bool IsHandling { get; init; }

        public string? DoneAtField { get; init; }

        /// <summary>The named assignee needs not be of the role.</summary>
        public bool IsForAnyRole { get; init; }

        public string? ServiceStandard { get; init; }

        public string? Contingency { get; init; }

        /// <summary>A code of <see cref="StaffMember.Skills"/>; null asks for none.</summary>
        public string? Skill { get; init; }
    }

    internal CaseTask OpenTask(TaskRequest request)
    {
        if (request.Stage is { } stage)
        {
            EnterStage(stage);
        }

        var excluded = Data.Texts(CaseForms.InvolvedStaffField).Concat(request.ExcludedStaff).Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (_renewing is { } earlier && earlier.ActivityId == request.ActivityId)
        {
            return Renew(earlier, request, excluded);
        }

        var clock = request.ClockPolicyId is { } policyId ? TaskClock(policyId) : null;
        var assignee = Assignee(request, excluded);
        var task = new CaseTask(
            NewId(),
            Id,
            request.ActivityId,
            request.BookmarkId,
            request.Name,
            request.Stage,
            request.FormId,
            request.Role,
            request.Outcomes,
            excluded,
            request.Instruction,
            clock?.Id,
            clock?.TargetAt,
            Now)
        {
            AssigneeId = assignee?.Id,
            AssigneeName = assignee?.DisplayName,
            ClaimedAt = assignee is null ? null : Now,
            Scope = request.Scope,
            IsHandling = request.IsHandling,
            DoneAtField = request.DoneAtField,
            ServiceStandard = request.ServiceStandard,
            Contingency = request.Contingency,
            Skill = SkillAskedFor(request),
        };
        Save(task);
        Log(Actor.System, "task.opened", ("task", task.Name), ("role", task.Role), ("assignee", task.AssigneeName ?? string.Empty));
        if (assignee is not null && assignee.Id != _actor.Id)
        {
            Notify(StaffNotification.ToStaff(assignee.Id), "task.assigned", ("task", task.Name));
        }

        return task;
    }

    /// <summary>Records a task as changed; a task that is no longer open leaves the state.</summary>
    internal void Save(CaseTask task)
    {
        _changedTasks[task.Id] = task;
        if (task.AssigneeId is { } assigneeId && !_people.Contains(assigneeId))
        {
            _people.Add(assigneeId);
        }

        var index = _open.FindIndex(t => t.Id == task.Id);
        if (task.Status != CaseTaskStatus.Open)
        {
            if (index >= 0)
            {
                _open.RemoveAt(index);
            }
        }
        else if (index >= 0)
        {
            _open[index] = task;
        }
        else
        {
            _open.Add(task);
        }
    }

    /// <summary>
    /// Remembers who worked the case, as handler or in another task that counts as handling, whoever it was assigned to first:
    /// none of them may approve or review it (four eyes; Art. 17, other handler for a 核查).
    /// </summary>
    internal void RecordHandler(CaseTask task, Actor actor)
    {
        if ((task.IsHandling || task.Role == StaffRoles.Handler) && !Data.Texts(HandledByField).Contains(actor.Id, StringComparer.Ordinal))
        {
            Set(HandledByField, new JsonArray([.. Data.Texts(HandledByField).Append(actor.Id).Select(id => JsonValue.Create(id))]));
        }
    }

    /// <summary>The live clock of the policy, unless it measures another open task: two approvals at once have a clock each.</summary>
    private Clock TaskClock(string policyId)
    {
        var measured = _open.Select(t => t.ClockId).ToHashSet(StringComparer.Ordinal);
        return _clocks.Find(c => c.PolicyId == policyId && !c.IsEnded && !measured.Contains(c.Id)) ?? NewClock(policyId, Now, ladderId: null);
    }
}
