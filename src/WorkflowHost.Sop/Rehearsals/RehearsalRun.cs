using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Changes;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>One rehearsal under way. Lives for one run; not thread-safe.</summary>
internal sealed partial class RehearsalRun
{
    /// <summary>Fills of one form: each finds what the one before made visible or required.</summary>
    private const int MostFills = 8;

    private readonly RehearsalRequest _request;
    private readonly SopProfile _profile;
    private readonly WorkCalendar _calendar;
    private readonly BoundedIds _ids;
    private readonly Recording _recording = new();
    private readonly Cast _cast;
    private readonly FormFiller _filler;
    private readonly List<RehearsedDecision> _decisions;
    private readonly List<RehearsedEvent> _events;
    private DateTimeOffset _now;
    private CaseState? _state;
    private RehearsalStop? _stop;
    private int _commands;
    private DateTimeOffset? _idleSince;

    public RehearsalRun(RehearsalRequest request, SopProfile profile)
    {
        _request = request;
        _profile = profile;
        _ids = new(request.Patience);
        _calendar = request.Pack.Calendars[profile.CalendarId];
        _cast = new Cast(request.Staff, request.Pack);
        _filler = new FormFiller(_cast.Staff, _calendar);
        _decisions = [.. request.Decisions];
        _events = [.. request.Events.OrderBy(each => each.After)];
        _now = request.StartsAt;
    }

    public RehearsalResult Run()
    {
        try
        {
            Open();
            while (_stop is null)
            {
                Step();
            }
        }
        catch (OperationCanceledException) when (_request.Patience.IsCancellationRequested)
        {
            Stop(StopReason.OutOfTime, null);
        }

        return _recording.Result(_stop!, _now, _state);
    }

    private void Open()
    {
        var role = _profile.OpenRoles.IsEmpty ? Staff.StaffRoles.Agent : _profile.OpenRoles[0];
        var actor = _cast.InRole(role);
        Fill(null, _profile.OpenForm, _request.Fields, fields => new OpenCase(actor, "rehearsal", _profile.NumberPrefix + "-0000", fields));
    }

    /// <summary>Whatever comes next: a timer before people, people in the order their tasks were opened.</summary>
    private void Step()
    {
        _request.Patience.ThrowIfCancellationRequested();
        var state = _state!;
        if (state.Workflow is { SubStatus: WorkflowSubStatus.Faulted, Incidents: [var incident, ..] })
        {
            Fail(incident);
            return;
        }

        if (state.Status == CaseStatus.Ended || state.Workflow.Status == WorkflowStatus.Finished)
        {
            Stop(StopReason.Ended, null);
            return;
        }

        var acts = People().OrderBy(each => each.At).ToList();
        var timer = state.Timers.OrderBy(each => each.DueAt).FirstOrDefault();
        if (acts.Count > 0)
        {
            _idleSince = null;
        }
        else if (IsIdle(state, timer))
        {
            StopWaiting(state);
            return;
        }

        if (timer is not null && (acts.Count == 0 || timer.DueAt <= acts[0].At))
        {
            Advance(timer.DueAt, () => Do(null, new FireTimer(timer.Id, timer.DueAt)));
        }
        else
        {
            Advance(acts[0].At, acts[0].Act);
        }
    }

    /// <summary>Nobody acts; timers that carry the workflow on are awaited, reminders only as long as somebody wants to watch them.</summary>
    private bool IsIdle(CaseState state, CaseTimer? next)
    {
        if (next is null || state.Timers.Any(each => each.Kind != CaseTimerKind.Ladder))
        {
            return next is null;
        }

        _idleSince ??= _now;
        return next.DueAt > _idleSince.Value + _request.WatchesFor;
    }

    private void Advance(DateTimeOffset to, Action act)
    {
        if (to > _request.StartsAt + _request.Limits.Time)
        {
            Stop(StopReason.TooLong, null);
            return;
        }

        if (++_commands > _request.Limits.Commands)
        {
            Stop(StopReason.TooManyCommands, null);
            return;
        }

        _now = to > _now ? to : _now;
        act();
    }

    /// <summary>Gives a command with a form; what the form says is missing is filled in and the command given again.</summary>
    private void Fill(string? activityId, string formId, JsonObject given, Func<JsonObject, CaseCommand> command)
    {
        var values = (JsonObject)given.DeepClone();
        var filled = new JsonObject();
        for (var i = 0; i <= MostFills; i++)
        {
            var refusal = Try(command((JsonObject)values.DeepClone()));
            if (refusal is null)
            {
                _recording.Filled(activityId, formId, filled);
                return;
            }

            if (!_request.Pack.Forms.TryGetValue(formId, out var form) || i == MostFills || !_filler.TryFill(form, refusal.Fields, values, filled, _state?.Data ?? [], _now))
            {
                Refuse(activityId, refusal);
                return;
            }
        }
    }

    private void Do(string? activityId, CaseCommand command)
    {
        if (Try(command) is { } refusal)
        {
            Refuse(activityId, refusal);
        }
    }

    private CaseRefusal? Try(CaseCommand command)
    {
        var outcome = CaseProcess.Handle(_state, command, new CaseEnvironment
        {
            Now = _now,
            Ids = _ids,
            Pack = _request.Pack,
            Program = _request.Program,
            Staff = _cast.Staff,
            MergeTarget = MergeTarget(command),
            Programs = _request.Programs,
        });
        // A burst that was cut short has incidents that no real case would have.
        _request.Patience.ThrowIfCancellationRequested();
        if (outcome.Burst is { } burst)
        {
            _state = burst.State;
            _recording.Take(burst);
        }

        return outcome.Refusal;
    }

    /// <summary>Whatever case a form names to merge into is taken to be there and open.</summary>
    private MergeTarget? MergeTarget(CaseCommand command)
    {
        var fields = command switch
        {
            CompleteTask complete => complete.Fields,
            RaiseCaseEvent raise => raise.Fields,
            _ => null,
        };
        return fields?.Text(CaseForms.MergeIntoField) is { Length: > 0 } number ? new(number, CaseStatus.Open, _request.Program.DefinitionId) : null;
    }

    private void StopWaiting(CaseState state)
    {
        if (state.Tasks.FirstOrDefault() is { } task)
        {
            Stop(StopReason.WaitsForPerson, task.ActivityId, ("step", task.Name), ("role", _request.Pack.Roles.TryGetValue(task.Role, out var role) ? role : task.Role));
        }
        else if (state.Revisits.FirstOrDefault() is { } revisit)
        {
            Stop(StopReason.WaitsForPerson, ActivityOf(revisit), ("step", _request.Pack.RevisitPolicies[revisit.PolicyId].Name), ("role", _request.Pack.Roles.GetValueOrDefault(Staff.StaffRoles.Scheduler) ?? Staff.StaffRoles.Scheduler));
        }
        else if (state.Workflow.Incidents is [var incident, ..])
        {
            Fail(incident);
        }
        else
        {
            StopWaitingForOutside(state);
        }
    }

    private void Fail(Incident incident) =>
        Stop(StopReason.Failed, incident.ActivityId, ("step", NameOf(incident.ActivityId)), ("message", incident.Cause ?? incident.Message));

    private void StopWaitingForOutside(CaseState state)
    {
        var steps = state.Workflow.Bookmarks.Select(each => each.ActivityId).Distinct(StringComparer.Ordinal).ToList();
        Stop(
            StopReason.WaitsForOutside,
            steps.FirstOrDefault(),
            ("steps", ValueWords.List([.. steps.Select(each => Sentence.Of("rehearsal.step", ("step", NameOf(each))).Text)])),
            ("events", ValueWords.List([.. AvailableEvent.Of(state).Select(each => (LocalizedText)each.DisplayName)])));
    }

    private void Refuse(string? activityId, CaseRefusal refusal)
    {
        var details = string.Join("; ", refusal.Fields.Select(each => $"{each.Field} {each.Code}"));
        _stop = new(
            StopReason.Refused,
            Sentence.Of("rehearsal.Refused", ("code", refusal.Code), ("details", details)),
            activityId,
            refusal);
    }

    private void Stop(StopReason reason, string? activityId, params ReadOnlySpan<(string Name, LocalizedText Value)> words) =>
        _stop = new(reason, Sentence.Of($"rehearsal.{reason}", words), activityId, null);
}
