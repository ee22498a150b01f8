using System.Collections.Immutable;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Cases;

/// <summary>Starting, resuming and ending workflows as such: by machines, triggers, events and other workflows.</summary>
internal static class InstanceCommands
{
    private const int LongestReason = 200;

    public static CaseOutcome Start(StartInstance command, CaseEnvironment environment)
    {
        var program = environment.Program;
        if (SopProfile.Of(program.Definition) is not null)
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("definition.is_an_sop", ("definition", program.DefinitionId)));
        }

        var work = CaseWork.Start(command, environment);
        work.Log(command.Actor, "workflow.started", ("definition", program.DefinitionId));
        var origin = command.Origin;
        return work.Run(new StartWorkflow(command.Input, origin.CorrelationId, origin.TriggerActivityId)
        {
            InstanceId = command.Id,
            Name = command.Name,
            TriggerInput = origin.TriggerInput,
        });
    }

    public static CaseOutcome Resume(CaseState state, ResumeInstance command, CaseEnvironment environment)
    {
        if (state.Workflow.Status == WorkflowStatus.Finished)
        {
            return NotRunning(state);
        }

        if (state.Workflow.Bookmarks.FirstOrDefault(b => b.Id == command.BookmarkId) is not { } bookmark)
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("instance.bookmark_gone", ("bookmark", command.BookmarkId)));
        }

        // A task needs its form and its role, a clock its time: what an SOP waits for by itself cannot be resumed past its rules.
        if (!OutsideWait.IsOutside(bookmark) && (!state.IsPlain || bookmark.Name.StartsWith("Sop.", StringComparison.Ordinal)))
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("instance.bookmark_internal", ("bookmark", command.BookmarkId), ("waitsFor", bookmark.Name)));
        }

        return CaseWork.Of(state, command.Actor, environment).Run(new ResumeBookmark(bookmark.Id, command.Input));
    }

    public static CaseOutcome ChildEnded(CaseState state, ReceiveChildEnd command, CaseEnvironment environment) =>
        CaseWork.Of(state, command.Actor, environment) is var work && !work.AwaitsAnswerAt(command.BookmarkId)
            ? CaseOutcome.Ignored
            : work.Answer(command.BookmarkId, command.Result) is { } refusal ? CaseOutcome.Of(refusal) : work.Finish();

    /// <summary>The waits of before the event, each in its own burst; one that a burst drops or ends is passed over.</summary>
    public static CaseOutcome Receive(CaseState state, ReceiveEvent command, CaseEnvironment environment)
    {
        var hash = Engine.Waiting.Event.HashOf(command.EventName);
        var waits = state.Workflow.Bookmarks.Where(b => b.Hash == hash).Select(b => b.Id).ToImmutableArray();
        if (waits.IsEmpty || state.Workflow.Status == WorkflowStatus.Finished)
        {
            return CaseOutcome.Ignored;
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.Log(command.Actor, "event.received", ("event", command.EventName));
        foreach (var bookmarkId in waits)
        {
            if (work.IsWaitingAt(bookmarkId) && work.RunBurst(new ResumeBookmark(bookmarkId, command.Payload)) is { } refusal)
            {
                return CaseOutcome.Of(refusal);
            }
        }

        return work.Finish();
    }

    public static CaseOutcome Cancel(CaseState state, CancelInstance command, CaseEnvironment environment)
    {
        if (!state.IsPlain)
        {
            return CaseOutcome.Of(CaseRefusal.Conflict("instance.is_a_case", ("case", state.Number)));
        }

        if (state.Workflow.SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled)
        {
            return NotRunning(state);
        }

        if ((command.Reason ?? command.ActivityInstanceId) is not null && CaseForms.TextFault("reason", command.Reason, LongestReason) is { } fault)
        {
            return CaseOutcome.Of(CaseRefusal.Invalid([fault]));
        }

        if (command.ActivityInstanceId is { } step && !state.Workflow.Incidents.Any(i => i.ActivityInstanceId == step))
        {
            return CaseOutcome.Of(CaseRefusal.NotFound("incident.not_found", ("incident", step)));
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        work.Log(command.Actor, "workflow.cancelled", ("reason", command.Reason ?? string.Empty));
        work.CancelChildren();
        return work.Run(new CancelWorkflow(command.Reason));
    }

    /// <summary>Who may run a failed step again: of a case those who supervise, of a plain workflow also who draws it.</summary>
    public static ImmutableArray<string> RetryRoles(CaseState state) =>
        state.IsPlain ? [.. StaffRoles.Supervisors, StaffRoles.ProcessOwner] : StaffRoles.Supervisors;

    private static CaseOutcome NotRunning(CaseState state) =>
        CaseOutcome.Of(CaseRefusal.Conflict("instance.not_running", ("status", state.Workflow.SubStatus.ToString())));
}
