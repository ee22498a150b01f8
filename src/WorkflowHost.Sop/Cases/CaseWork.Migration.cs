using System.Globalization;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Moves;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Sop.Versions;

namespace WorkflowHost.Sop.Cases;

/// <summary>Going on with another version of the SOP.</summary>
public sealed partial class CaseWork
{
    /// <summary>The open task of a step that is begun anew in the same burst: it goes on as the new version says, instead of a second one.</summary>
    private CaseTask? _renewing;

    internal CaseOutcome Migrate(StateMove move, ClockPlan clocks)
    {
        Log("case.migrated", ("from", Text(_definitionVersion)), ("to", Text(_environment.Program.Version)));
        _definitionVersion = _environment.Program.Version;
        var waits = _workflow!.Bookmarks.ToLookup(each => each.ActivityInstanceId, each => each.Id);
        _workflow = move.State!;
        CancelWhatNothingWaitsFor();
        Migrate(clocks);
        foreach (var each in move.Moved.Where(each => each.IsRestarted))
        {
            // A task that another step takes over is withdrawn; one of the same step stays the task that people know.
            _renewing = each.From is not null && each.From.ActivityId == each.To!.ActivityId ? _open.Find(task => waits[each.ActivityInstanceId].Contains(task.BookmarkId)) : null;
            if (RunOnce(new RetryActivity(each.ActivityInstanceId)) is { } refusal)
            {
                return CaseOutcome.Of(refusal);
            }

            _renewing = null;
        }

        HearSignals();
        return Finish();
    }

    private void Migrate(ClockPlan plan)
    {
        foreach (var clock in _clocks.Where(each => plan.Reapplied.Contains(each.Id)).ToArray())
        {
            Reapply(clock);
        }

        foreach (var (policyId, successor) in plan.Replaced)
        {
            ReplaceClock([policyId], successor, MigrationReason);
        }

        foreach (var policyId in plan.Ended)
        {
            CancelClock(policyId, Now, MigrationReason);
        }
    }

    private const string MigrationReason = "migrated";

    /// <summary>Counts every live deadline and planned call again by the policies and calendars as they are now; whoever keeps one that moved is told.</summary>
    /// <returns>False when nothing differs.</returns>
    internal bool ReapplyRules()
    {
        var isChanged = false;
        foreach (var clock in _clocks.Where(c => !c.IsEnded && _environment.Pack.ClockPolicies.TryGetValue(c.PolicyId, out var policy) && ClockRules.DiffersFrom(c, policy)).ToArray())
        {
            if (Reapply(clock) is { } now)
            {
                isChanged = true;
                TellKeeper("clock.renewed", clock, now);
            }
        }

        return Recount() || isChanged;
    }

    private Clock? Reapply(Clock clock)
    {
        var policy = Policy(clock.PolicyId);
        var outcome = ClockRules.Reapply(clock, policy, _environment.Pack.Calendars[policy.CalendarId]);
        if (outcome.IsRefused)
        {
            Log("clock.refused", ("clock", clock.PolicyId), ("code", outcome.Refusal.Code));
            return null;
        }

        var now = outcome.Value;
        Put(now);
        Log("clock.renewed", ("clock", clock.PolicyId), ("wasDueAt", Iso(clock.DueAt)), ("dueAt", Iso(now.DueAt)));
        if (_open.Find(task => task.ClockId == clock.Id) is { } task && task.DueAt != now.TargetAt)
        {
            Save(task with { DueAt = now.TargetAt, Version = task.Version + 1 });
        }

        return now;
    }

    /// <summary>The task goes on with the form, role and outcomes of the new version; who had it keeps it while still allowed to.</summary>
    private CaseTask Renew(CaseTask task, TaskRequest request, IReadOnlyList<string> excluded)
    {
        var clock = RenewClock(task, request.ClockPolicyId);
        var keeper = _environment.Staff.FirstOrDefault(each => each.Id == task.AssigneeId);
        var keeps = keeper is { IsActive: true } && (request.IsForAnyRole || keeper.Roles.Contains(request.Role)) && !excluded.Contains(keeper.Id, StringComparer.Ordinal);
        var assignee = keeps ? keeper : Assignee(request, [.. excluded]);
        var renewed = task with
        {
            BookmarkId = request.BookmarkId,
            Name = request.Name,
            Stage = request.Stage,
            FormId = request.FormId,
            Role = request.Role,
            Outcomes = request.Outcomes,
            ExcludedStaff = [.. excluded],
            Instruction = request.Instruction,
            Scope = request.Scope,
            IsHandling = request.IsHandling,
            DoneAtField = request.DoneAtField,
            ServiceStandard = request.ServiceStandard,
            Contingency = request.Contingency,
            ClockId = clock?.Id,
            DueAt = clock?.TargetAt,
            AssigneeId = assignee?.Id,
            AssigneeName = assignee?.DisplayName,
            ClaimedAt = keeps ? task.ClaimedAt : assignee is null ? null : Now,
            Version = task.Version + 1,
        };
        Save(renewed);
        Log(Actor.System, "task.renewed", ("task", renewed.Name), ("role", renewed.Role), ("assignee", renewed.AssigneeName ?? string.Empty));
        Inform(task, renewed);
        return renewed;
    }

    private void Inform(CaseTask before, CaseTask after)
    {
        if (after.AssigneeId is { } now && now != before.AssigneeId && now != _actor.Id)
        {
            Notify(StaffNotification.ToStaff(now), "task.assigned", ("task", after.Name));
        }
        else if (after.AssigneeId is null && before.AssigneeId is { } had && had != _actor.Id)
        {
            Notify(StaffNotification.ToStaff(had), "task.withdrawn", ("task", before.Name));
        }
    }

    /// <summary>The same policy goes on; another one counts from where the one before began, for the work isn't newer than it was.</summary>
    private Clock? RenewClock(CaseTask task, string? policyId)
    {
        var live = _clocks.Find(each => each.Id == task.ClockId && !each.IsEnded);
        if (live is not null && live.PolicyId == policyId)
        {
            return live;
        }

        if (live is not null && policyId is not null)
        {
            return Succeed(live, policyId, MigrationReason);
        }

        if (live is not null)
        {
            Keep(ClockRules.Cancel(live, Now, MigrationReason));
        }

        return policyId is null ? null : NewClock(policyId, Now, ladderId: null);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
