using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Links;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>Everything that would have been stored, in the order it happened.</summary>
internal sealed class Recording
{
    private readonly List<TimelineEntry> _timeline = [];
    private readonly Dictionary<string, CaseTask> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Clock> _clocks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Revisit> _revisits = new(StringComparer.Ordinal);
    private readonly List<RehearsedNotice> _notices = [];
    private readonly List<RehearsedLinkedCase> _linked = [];
    private readonly List<StaffNotification> _notifications = [];
    private readonly List<(string Instance, RehearsedStep Step)> _path = [];
    private readonly Dictionary<string, int> _steps = new(StringComparer.Ordinal);
    private readonly List<FilledForm> _filled = [];
    private readonly List<RehearsedAnswer> _answers = [];

    public void Take(CaseBurst burst)
    {
        var changes = burst.Changes;
        _timeline.AddRange(changes.Timeline);
        foreach (var task in changes.Tasks)
        {
            _tasks[task.Id] = task;
        }

        foreach (var clock in changes.Clocks)
        {
            _clocks[clock.Id] = clock;
        }

        foreach (var revisit in changes.Revisits)
        {
            _revisits[revisit.Id] = revisit;
        }

        _notices.AddRange(changes.Outbox
            .Where(each => each.Kind is "letter" or "sms" or "mail")
            .Select(each => new RehearsedNotice(each.CreatedAt, each.Kind, each.Target, each.Template, each.Payload.Text("subject"), each.Payload.Text("body"))));
        _linked.AddRange(changes.Outbox
            .Where(each => each.Kind == LinkMessages.Open)
            .Select(each => (each.CreatedAt, each.Target, Ask: OpenLinkedMessage.Read(each.Payload)))
            .Select(each => new RehearsedLinkedCase(each.CreatedAt, each.Target, each.Ask.Origin.Kind, each.Ask.Fields)));
        _notifications.AddRange(changes.Notifications);
        foreach (var entry in burst.Journal)
        {
            Take(entry);
        }
    }

    public void Filled(string? activityId, string formId, JsonObject values)
    {
        if (values.Count > 0)
        {
            _filled.Add(new(activityId, formId, values));
        }
    }

    public void Answered(RehearsedAnswer answer) => _answers.Add(answer);

    /// <summary>How often a task of a step was done.</summary>
    public int RoundsOf(string activityId) => _tasks.Values.Count(each => each.ActivityId == activityId && each.Status == CaseTaskStatus.Completed);

    public RehearsalResult Result(RehearsalStop stop, DateTimeOffset at, CaseState? state) => new()
    {
        Stop = stop,
        StoppedAt = at,
        State = state,
        Path = [.. _path.Select(each => each.Step)],
        Timeline = _timeline,
        Tasks = [.. _tasks.Values],
        Clocks = [.. _clocks.Values],
        Revisits = [.. _revisits.Values],
        Notices = _notices,
        LinkedCases = _linked,
        Notifications = _notifications,
        Incidents = state?.Workflow.Incidents ?? [],
        Filled = _filled,
        Answers = _answers,
    };

    private void Take(JournalEntry entry)
    {
        // What only holds other activities is no step of the way.
        if (entry.ActivityType is "Elsa.Workflow" or "Elsa.Flowchart" or "Elsa.Sequence")
        {
            return;
        }

        if (entry.Event == JournalEvent.Started)
        {
            _steps[entry.ActivityInstanceId] = _path.Count;
            _path.Add((entry.ActivityInstanceId, new(entry.ActivityId, entry.ActivityName ?? entry.ActivityId, entry.ActivityType, entry.At, null, [])));
        }
        else if (entry.Event == JournalEvent.Completed && _steps.TryGetValue(entry.ActivityInstanceId, out var place))
        {
            _path[place] = _path[place] with { Step = _path[place].Step with { CompletedAt = entry.At, Outcomes = entry.Outcomes } };
        }
    }
}
