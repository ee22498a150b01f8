namespace WorkflowHost.Sop.Definitions;

/// <summary>What the steps of an SOP do with clocks, each policy by every name it may come to.</summary>
internal sealed class ClockUse
{
    private readonly NamesInUse _names;
    private readonly Dictionary<OutlineActivity, IReadOnlyList<string>> _started = [];
    private readonly Dictionary<OutlineActivity, IReadOnlyList<string>> _touched = [];

    private ClockUse(DefinitionOutline outline, NamesInUse names)
    {
        _names = names;
        foreach (var activity in outline.Activities.Where(each => each.Type.StartsWith("Sop.", StringComparison.Ordinal)))
        {
            if (StartedBy(activity) is { Count: > 0 } started)
            {
                _started[activity] = started;
            }

            if (TouchedBy(activity) is { Count: > 0 } touched)
            {
                _touched[activity] = touched;
            }
        }
    }

    /// <summary>Steps with the policies they may start: StartClock, a task's own clock, the clock that takes over.</summary>
    public IReadOnlyDictionary<OutlineActivity, IReadOnlyList<string>> Started => _started;

    /// <summary>Steps with the policies they need running: pause, resume, extend, restart, stop, cancel, await, a group to replace.</summary>
    public IReadOnlyDictionary<OutlineActivity, IReadOnlyList<string>> Touched => _touched;

    /// <summary>Every policy this SOP may run.</summary>
    public IEnumerable<string> Policies => _started.Values.SelectMany(each => each).Distinct(StringComparer.Ordinal);

    public static ClockUse Of(DefinitionOutline outline, NamesInUse names) => new(outline, names);

    /// <summary>Whether a clock of the policy no longer runs once the step is left. Closing a case ends its deadlines, not its windows.</summary>
    public bool Ends(OutlineActivity activity, string policyId, bool isWindow) => activity.Type switch
    {
        "Sop.StopClock" or "Sop.CancelClock" => _names.Clocks(activity, "clocks").Contains(policyId),
        "Sop.AwaitClock" or "Sop.HumanTask" => _names.Clocks(activity, "clock").Contains(policyId),
        "Sop.ReplaceClock" => _names.Clocks(activity, "group").Contains(policyId),
        "Sop.CloseCase" => !isWindow,
        _ => false,
    };

    private IReadOnlyList<string> StartedBy(OutlineActivity activity) => activity.Type switch
    {
        "Sop.StartClock" => _names.Clocks(activity, "clocks"),
        "Sop.HumanTask" or "Sop.ReplaceClock" => _names.Clocks(activity, "clock"),
        "Sop.RequestDocuments" => _names.Clocks(activity, "window"),
        _ => [],
    };

    private IReadOnlyList<string> TouchedBy(OutlineActivity activity) => activity.Type switch
    {
        "Sop.PauseClock" or "Sop.ResumeClock" or "Sop.RestartClock" or "Sop.StopClock" or "Sop.CancelClock" => _names.Clocks(activity, "clocks"),
        "Sop.ExtendClock" or "Sop.AwaitClock" => _names.Clocks(activity, "clock"),
        "Sop.RequestDocuments" => _names.Clocks(activity, "pauses"),
        "Sop.CaseEvent" => _names.Clocks(activity, "beforeDueOf"),
        _ => [],
    };
}
