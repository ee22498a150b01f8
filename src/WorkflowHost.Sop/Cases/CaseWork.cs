using System.Collections.Immutable;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Cases;

/// <summary>
/// The working copy of a case during one command. The SOP activities reach it as the burst's facet and change the case
/// through it; expressions see the fields as the read-only <c>Case</c>. Lives for one command; not thread safe.
/// </summary>
public sealed partial class CaseWork : BurstFacet
{
    private readonly CaseEnvironment _environment;
    private readonly CaseState? _before;
    private readonly Actor _actor;
    private readonly string _definitionId;
    private readonly DateTimeOffset _openedAt;
    private readonly List<CaseTask> _open;
    private readonly List<string> _people;
    private readonly List<Clock> _clocks;
    private readonly List<Revisit> _revisits;
    private readonly Dictionary<string, CaseTask> _changedTasks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedClocks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedRevisits = new(StringComparer.Ordinal);
    private readonly List<TimelineEntry> _timeline = [];
    private readonly List<OutboxMessage> _outbox = [];
    private readonly List<StaffNotification> _notifications = [];
    private readonly Queue<string> _signals = new();
    private readonly List<JournalEntry> _journal = [];
    private readonly List<Effect> _effects = [];
    private int _definitionVersion;
    private WorkflowState? _workflow;
    private JsonObject _data;
    private bool _ownsData;
    private long _sequence;
    private CaseStatus _status;
    private string? _stage;
    private DateTimeOffset? _closedAt;
    private ParentLink? _parent;

    private CaseWork(string id, string number, CaseState? before, JsonObject data, Actor actor, SopProfile profile, CaseEnvironment environment)
    {
        Id = id;
        Number = number;
        Profile = profile;
        IsPlain = before?.IsPlain ?? SopProfile.Of(environment.Program.Definition) is null;
        _parent = before?.Parent;
        _before = before;
        _data = data;
        _actor = actor;
        _environment = environment;
        _definitionId = before?.DefinitionId ?? environment.Program.DefinitionId;
        _definitionVersion = before?.DefinitionVersion ?? environment.Program.Version;
        _openedAt = before?.OpenedAt ?? environment.Now;
        _open = [.. before?.Tasks ?? []];
        _people = [.. before?.People ?? []];
        _clocks = [.. before?.Clocks ?? []];
        _revisits = [.. before?.Revisits ?? []];
        _links = [.. before?.Links ?? []];
        _unheard = [.. before?.Unheard ?? []];
        _workflow = before?.Workflow;
        _sequence = before?.TimelineSequence ?? 0;
        _status = before?.Status ?? CaseStatus.Open;
        _stage = before?.Stage;
        _closedAt = before?.ClosedAt;
    }

    public string Id { get; }

    public string Number { get; }

    public SopProfile Profile { get; }

    /// <summary>An instance of a workflow that is no SOP.</summary>
    public bool IsPlain { get; }

    /// <summary>The fields as they stand now. Read only; change them through <see cref="Set"/> and <see cref="Merge"/>.</summary>
    public JsonObject Data => _data;

    public CaseStatus Status => _status;

    public string? Stage => _stage;

    public override IReadOnlyCollection<string> Names { get; } = [CaseData.AmbientName, CaseData.InfoName];

    internal DateTimeOffset Now => _environment.Now;

    internal CaseEnvironment Environment => _environment;

    internal WorkCalendar Calendar => _environment.Pack.Calendars[Profile.CalendarId];

    public override bool TryGetValue(string name, out object? value)
    {
        value = name switch
        {
            CaseData.AmbientName => _data,
            CaseData.InfoName => new JsonObject
            {
                ["number"] = Number,
                ["status"] = _status.ToString(),
                ["stage"] = _stage,
                ["isRevisitPlanned"] = _revisits.Exists(r => !r.IsEnded),
                ["links"] = LinkFacts(),
                ["clocks"] = ClockFacts(),
            },
            _ => null,
        };
        return value is not null;
    }

    /// <summary>Sets a field; null removes it.</summary>
    public void Set(string field, JsonNode? value)
    {
        if (!_ownsData)
        {
            // The state before is shared with whoever loaded it, so the first change works on a copy.
            _data = (JsonObject)_data.DeepClone();
            _ownsData = true;
        }

        if (value is null)
        {
            _data.Remove(field);
        }
        else
        {
            _data[field] = value.Parent is null ? value : value.DeepClone();
        }
    }

    public void Merge(JsonObject values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (field, value) in values)
        {
            Set(field, value?.DeepClone());
        }
    }

    /// <summary>Takes over a filled form: a field left empty this time is emptied, so an earlier round's answer cannot speak for this one.</summary>
    internal void MergeForm(FormDefinition form, JsonObject values)
    {
        foreach (var field in form.Fields)
        {
            if (!values.ContainsKey(field.Name) && Data.ContainsKey(field.Name))
            {
                Set(field.Name, null);
            }
        }

        Merge(values);
    }

    public void EnterStage(string stage)
    {
        if (_stage != stage)
        {
            _stage = stage;
            Log("stage.entered", ("stage", stage));
        }
    }

    /// <summary>
    /// Closes the case towards the customer. Deadlines end: met when the matter was dealt with, cancelled when it is not
    /// pursued. Windows (what the customer may still do) and the clocks of tasks still open, such as a review, go on.
    /// </summary>
    public void Close(string closeType, bool isDealtWith)
    {
        _status = CaseStatus.Closed;
        _closedAt = Now;
        Set("closeType", closeType);
        var measured = _open.Select(t => t.ClockId).ToHashSet(StringComparer.Ordinal);
        foreach (var clock in _clocks.Where(c => !c.IsEnded && c.Kind != ClockKind.Window && !measured.Contains(c.Id)).ToArray())
        {
            Keep(isDealtWith ? ClockRules.Stop(clock, Now) : ClockRules.Cancel(clock, Now, closeType));
            Log(isDealtWith ? "clock.stopped" : "clock.cancelled", ("clock", clock.PolicyId), ("dueAt", Iso(clock.DueAt)));
        }

        Log("case.closed", ("closeType", closeType), ("brokenOff", isDealtWith ? string.Empty : "true"));
    }

    public void Reopen(string reason)
    {
        _status = CaseStatus.Open;
        _closedAt = null;
        Set("reopenCount", (Data.Whole("reopenCount") ?? 0) + 1);
        Log("case.reopened", ("reason", reason));
    }

    public void Log(string kind, params ReadOnlySpan<(string Key, string Value)> args) => Log(_actor, kind, args);

    internal static CaseWork Open(OpenCase command, SopProfile profile, CaseEnvironment environment)
    {
        var work = new CaseWork(command.Id, command.Number, null, [], command.Actor, profile, environment) { _ownsData = true, _parent = command.Origin.Parent };
        if (command.Origin.Link is { } origin)
        {
            work.AddOrigin(origin);
        }

        return work;
    }

    internal static CaseWork Of(CaseState state, Actor actor, CaseEnvironment environment) =>
        new(state.Id, state.Number, state, state.Data, actor, SopProfile.Of(environment.Program.Definition) ?? SopProfile.Plain(environment.Program.Definition), environment);

    internal void Log(Actor actor, string kind, params ReadOnlySpan<(string Key, string Value)> args)
    {
        var values = new Dictionary<string, string>(args.Length, StringComparer.Ordinal);
        foreach (var (key, value) in args)
        {
            if (value.Length > 0)
            {
                values[key] = value;
            }
        }

        _timeline.Add(new(Id, ++_sequence, Now, actor.Id, actor.Name, kind, values));
    }

    internal string NewId() => _environment.Ids.NewId();

    /// <summary>
    /// Runs the workflow on a stimulus, then on the signals its branches gave each other, and makes the case agree with
    /// where the workflow now stands.
    /// </summary>
    internal CaseOutcome Run(Stimulus stimulus) => RunBurst(stimulus) is { } refusal ? CaseOutcome.Of(refusal) : Finish();

    /// <summary>One stimulus of the command, with the signals it brings about; a command may run several before it is finished.</summary>
    /// <returns>Null, or why the workflow could not take the stimulus.</returns>
    internal CaseRefusal? RunBurst(Stimulus stimulus)
    {
        if (RunOnce(stimulus) is { } refusal)
        {
            return refusal;
        }

        HearSignals();
        return HearAnswers();
    }

    private CaseRefusal? RunOnce(Stimulus stimulus)
    {
        var (messages, notifications, children, links) = (_outbox.Count, _notifications.Count, _children.Count, _links.Count);
        var burst = WorkflowEngine.Run(
            _environment.Program,
            _workflow,
            stimulus,
            new BurstEnvironment { Now = Now, Ids = _environment.Ids, Programs = _environment.Programs, Facet = this });
        if (!burst.Matched)
        {
            return CaseRefusal.Conflict("case.faulted", ("status", burst.State.SubStatus.ToString()));
        }

        TakeOver(burst, (messages, notifications, children, links));
        return null;
    }

    /// <param name="before">How much the case had asked for before the burst.</param>
    private void TakeOver(Burst burst, (int Messages, int Notifications, int Children, int Links) before)
    {
        var known = _workflow?.Incidents.ToHashSet() ?? [];
        var wasOver = _workflow is { Status: WorkflowStatus.Finished };
        _workflow = burst.State;
        _journal.AddRange(burst.Journal);
        _effects.AddRange(burst.Effects);
        Apply(burst.Effects);
        CancelWhatNothingWaitsFor();
        if (burst.IsBudgetSpent)
        {
            // A loop that ran into the step budget may have asked for thousands of messages; none of them was meant.
            _outbox.RemoveRange(before.Messages, _outbox.Count - before.Messages);
            _notifications.RemoveRange(before.Notifications, _notifications.Count - before.Notifications);
            _children.RemoveRange(before.Children, _children.Count - before.Children);
            _links.RemoveRange(before.Links, _links.Count - before.Links);
        }

        foreach (var incident in burst.State.Incidents.Where(i => !known.Contains(i)))
        {
            Log(Actor.System, "incident.raised", ("activity", incident.ActivityId), ("message", incident.Message));
            NotifyOversight(Staff.StaffRoles.ProcessOwner, "incident.raised", ("activity", incident.ActivityId), ("message", incident.Message));
        }

        if (burst.State.SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled)
        {
            End();
        }

        if (!wasOver && burst.State.Status == WorkflowStatus.Finished)
        {
            TellParent();
        }
    }

    /// <summary>The next state and the rows that changed.</summary>
    internal CaseOutcome Finish()
    {
        var timers = WantedTimers();
        var before = _before?.Timers ?? [];
        var state = new CaseState
        {
            Id = Id,
            Number = Number,
            DefinitionId = _definitionId,
            DefinitionVersion = _definitionVersion,
            IsPlain = IsPlain,
            Parent = _parent,
            Version = (_before?.Version ?? 0) + 1,
            Status = _status,
            Stage = _stage,
            Data = _data,
            People = _people.Count == 0 ? null : [.. _people],
            Tasks = [.. _open],
            Clocks = [.. _clocks.Where(c => !c.IsEnded)],
            Revisits = [.. _revisits.Where(r => !r.IsEnded)],
            Links = _links.Count == 0 ? null : [.. _links],
            Unheard = _unheard.Count == 0 ? null : [.. _unheard],
            Timers = timers,
            Workflow = _workflow ?? throw new InvalidOperationException("The workflow never ran."),
            OpenedAt = _openedAt,
            ClosedAt = _closedAt,
            TimelineSequence = _sequence,
        };
        TellLinked(state);
        var changes = new CaseChanges
        {
            Tasks = [.. _changedTasks.Values],
            Clocks = [.. _clocks.Where(c => _changedClocks.Contains(c.Id))],
            Revisits = [.. _revisits.Where(r => _changedRevisits.Contains(r.Id))],
            TimersSet = [.. timers.Where(t => !before.Contains(t))],
            TimersCleared = [.. before.Where(b => timers.All(t => t.Id != b.Id)).Select(b => b.Id)],
            Timeline = _timeline,
            Outbox = _outbox,
            Notifications = _notifications,
            ContactBlocks = _blocks,
            WaitsSet = NewWaits(),
            WaitsCleared = EndedWaits(),
        };
        return CaseOutcome.Of(new CaseBurst(state, changes) { Journal = _journal, Effects = _effects, Children = _children });
    }

    private void End()
    {
        _status = CaseStatus.Ended;
        _closedAt ??= Now;
        foreach (var clock in _clocks.Where(c => !c.IsEnded).ToArray())
        {
            Keep(ClockRules.Cancel(clock, Now, "case_ended"));
        }
    }

    /// <summary>A join, Break or Finish may drop a wait without a word, so what people see is derived from the waits that are left.</summary>
    private void CancelWhatNothingWaitsFor()
    {
        var waits = _workflow!.Bookmarks.Select(b => b.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var task in _open.Where(t => !waits.Contains(t.BookmarkId)).ToArray())
        {
            Save(task with { Status = CaseTaskStatus.Cancelled, CompletedAt = Now, Version = task.Version + 1 });
            CancelTaskClock(task);
            Log(Actor.System, "task.cancelled", ("task", task.Name));
        }

        CancelForgottenRevisits(waits);
    }

    private ImmutableArray<CaseTimer> WantedTimers()
    {
        var timers = ImmutableArray.CreateBuilder<CaseTimer>();
        // Nothing can wake a workflow that is over, so its waits set no timers.
        var isOver = _workflow is null || _workflow.Status == WorkflowStatus.Finished;
        foreach (var bookmark in isOver ? [] : _workflow!.Bookmarks)
        {
            if (bookmark.DueAt is { } dueAt)
            {
                timers.Add(CaseTimer.OfBookmark(bookmark.Id, dueAt));
            }
        }

        AddLadderTimers(timers);
        AddRevisitTimers(timers);
        return timers.ToImmutable();
    }
}
