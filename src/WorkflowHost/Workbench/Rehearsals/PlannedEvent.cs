using WorkflowHost.Sop.Rehearsals;

namespace WorkflowHost.Workbench.Rehearsals;

/// <summary>Something to be raised in a test run. Not thread safe.</summary>
public sealed class PlannedEvent(PossibleEvent raised)
{
    private const double Longest = 5 * 365 * 24;

    private double _afterHours = 1;

    public PossibleEvent Event => raised;

    /// <summary>Hours since the case was opened, 0 to five years; what lies outside is taken as the nearest that is allowed.</summary>
    public double AfterHours
    {
        get => _afterHours;
        set => _afterHours = double.IsFinite(value) ? Math.Clamp(value, 0, Longest) : 0;
    }
}
