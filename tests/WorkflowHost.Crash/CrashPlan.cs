namespace WorkflowHost.Crash;

/// <summary>One crash run. The same seed gives the same choices of clients and the same uptimes; what a kill meets still differs from run to run.</summary>
/// <param name="Kills">How often the host is killed; at least 1.</param>
/// <param name="Clients">How many clients work at the same time.</param>
/// <param name="Seed">Starts every random choice of the run.</param>
internal sealed record CrashPlan(int Kills, int Clients, int Seed)
{
    /// <summary>Longest time a host goes on after it has answered its first command, or, of a quick kill, after it was ready.</summary>
    public TimeSpan LongestLife { get; init; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>Of ten kills, how many don't wait for the first answer: a cold host is killed with its first commands in hand.</summary>
    public int QuickKillsInTen { get; init; } = 2;

    /// <summary>How often a host that is laying its new file is killed before it is let finish.</summary>
    public int KillsOfTheFirstStart { get; init; } = 3;

    /// <summary>Of ten restarts, how many are killed once more while the host is starting.</summary>
    public int KillsDuringStartInTen { get; init; } = 1;
}
