using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Board;

/// <summary>Cases whose next deadlines fall together: overdue, today, tomorrow, this week, later; and those that stand still.</summary>
public sealed record BoardGroup(string Key, IReadOnlyList<BoardItem> Items);

/// <summary>Arranges what is due next across the team.</summary>
public static class BoardModel
{
    public const int Most = 200;

    /// <summary>The states a running deadline may be in, the worst first.</summary>
    public static IReadOnlyList<ClockState> States { get; } = [ClockState.Breached, ClockState.Red, ClockState.Amber, ClockState.Green, ClockState.Paused];

    /// <summary>How far ahead the board looks; null is without limit.</summary>
    public static IReadOnlyList<string?> Horizons { get; } = ["24h", "3d", "7d", null];

    public static DateTimeOffset? DueBefore(string? within, DateTimeOffset now) => within switch
    {
        "24h" => now.AddHours(24),
        "3d" => now.AddDays(3),
        "7d" => now.AddDays(7),
        _ => null,
    };

    public static IReadOnlyList<BoardGroup> Groups(BoardView view, ClockState? only, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(view);
        return
        [
            .. view.Items.Where(item => only is null || item.Clock.Colour == only)
                .OrderBy(item => item.Clock.Colour == ClockState.Paused)
                .ThenBy(item => item.Clock.DueAt)
                .GroupBy(item => item.Clock.Colour == ClockState.Paused ? "paused" : KeyOf(item.Clock.DueAt, now))
                .Select(group => new BoardGroup(group.Key, [.. group])),
        ];
    }

    /// <summary>Those who have work or whose daily work tasks are, the most pressed first.</summary>
    public static IReadOnlyList<PersonLoad> Workers(IReadOnlyList<PersonLoad> loads) =>
    [
        .. loads.Where(load => load.OpenTasks > 0 || load.Roles.Contains(StaffRoles.Agent) || load.Roles.Contains(StaffRoles.Handler))
            .OrderByDescending(load => load.Overdue)
            .ThenByDescending(load => load.OpenTasks),
    ];

    /// <summary>A person's part of the longest bar, in whole percent.</summary>
    public static int Share(int tasks, IReadOnlyList<PersonLoad> loads)
    {
        var most = loads.Max(load => load.OpenTasks);
        return most == 0 ? 0 : Math.Max(0, tasks) * 100 / most;
    }

    private static string KeyOf(DateTimeOffset due, DateTimeOffset now)
    {
        var days = (due.ToOffset(CaseTime.Offset).Date - now.ToOffset(CaseTime.Offset).Date).Days;
        return due < now ? "overdue" : days switch
        {
            0 => "today",
            1 => "tomorrow",
            <= 7 => "week",
            _ => "later",
        };
    }
}
