namespace WorkflowHost.Crash;

/// <summary>One crash run. The same seed gives the same choices of clients and the same uptimes; what a kill meets still differs from run to run.</summary>
/// <param name="Kills">How often the host is killed; at least 1.</param>
/// <param name="Clients">How many clients work at the same time.</param>
/// <param name="Seed">Starts every random choice of the run.</param>
internal sealed record CrashPlan(int Kills, int Clients, int Seed)
{
    /// <summary>Shortest life of a host that became ready.</summary>
    public TimeSpan ShortestUptime { get; init; } = TimeSpan.FromMilliseconds(150);

    public TimeSpan LongestUptime { get; init; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>Of ten kills, how many meet a host that is still starting.</summary>
    public int KillsDuringStartInTen { get; init; } = 1;
}
