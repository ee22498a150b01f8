using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Workbench.Clocks;

/// <summary>How a clock's state is drawn: never by colour alone, always with an icon and a word.</summary>
internal static class ClockLook
{
    public static string CssOf(ClockState state) => state.ToString().ToLowerInvariant();

    public static string IconOf(ClockState state) => state switch
    {
        ClockState.Red or ClockState.Breached or ClockState.Late => "alert",
        ClockState.Paused => "pause",
        ClockState.Met => "check",
        ClockState.Cancelled => "x",
        _ => "clock",
    };

    public static string BadgeOf(ClockState state) => state switch
    {
        ClockState.Green or ClockState.Met => "green",
        ClockState.Amber => "amber",
        ClockState.Red or ClockState.Late => "red",
        ClockState.Breached => "breached",
        ClockState.Paused => "violet",
        _ => "line",
    };

    /// <summary>The key of the word for it. A window is open or over; nobody meets or misses it.</summary>
    public static string WordOf(ClockState state, ClockKind kind) => (kind, state) switch
    {
        (ClockKind.Window, ClockState.Met or ClockState.Late) => "clock.window.over",
        (ClockKind.Window, not (ClockState.Cancelled or ClockState.Paused)) => "clock.window.open",
        _ => $"clock.state.{state}",
    };
}
