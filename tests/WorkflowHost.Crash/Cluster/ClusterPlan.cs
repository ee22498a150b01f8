using System.Collections.Immutable;

namespace WorkflowHost.Crash.Cluster;

/// <summary>What can happen to hosts, database and the network between them.</summary>
internal enum TroubleKind
{
    /// <summary>SIGKILL of one host, which is started again.</summary>
    Kill,

    /// <summary>SIGKILL of all hosts at once.</summary>
    KillAll,

    /// <summary>SIGTERM of one host under load, which is started again.</summary>
    Stop,

    /// <summary>All connections of one host to the database end at once.</summary>
    Cut,

    /// <summary>One host is parted from the database for a while, and nobody is told.</summary>
    Part,

    /// <summary>The database is restarted in order.</summary>
    RestartDatabase,

    /// <summary>The database crashes and recovers.</summary>
    CrashDatabase,

    /// <summary>One host's clock is set an hour ahead, then an hour back, then right.</summary>
    StepClock,
}

/// <summary>One run of several hosts on one PostgreSQL.</summary>
/// <param name="Hosts">At least 2.</param>
/// <param name="Clients">How many clients work at the same time.</param>
/// <param name="Seed">Starts every random choice of the run.</param>
/// <param name="Length">How long trouble goes on; null makes each kind of trouble once.</param>
internal sealed record ClusterPlan(int Hosts, int Clients, int Seed, TimeSpan? Length)
{
    /// <summary>The longest quiet between two troubles.</summary>
    public TimeSpan LongestQuiet { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>The longest time a host is parted from the database.</summary>
    public TimeSpan LongestParting { get; init; } = TimeSpan.FromSeconds(25);

    public static ImmutableArray<TroubleKind> Kinds { get; } = [.. Enum.GetValues<TroubleKind>().Where(kind => kind != TroubleKind.StepClock || SteppedClock.IsThere)];
}
