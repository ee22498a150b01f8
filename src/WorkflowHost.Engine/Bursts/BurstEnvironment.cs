namespace WorkflowHost.Engine.Bursts;

/// <summary>Everything a burst takes from outside. With equal environments a burst gives equal bytes.</summary>
public sealed record BurstEnvironment
{
    /// <summary>The instant of the burst; scripts see no other clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Where new ids and random numbers come from.</summary>
    public required IIdSource Ids { get; init; }

    public BurstLimits Limits { get; init; } = BurstLimits.Default;

    /// <summary>
    /// Published programs by definition id, for activities that run another workflow within the burst. It must give the same program for
    /// the same id throughout a burst. Null: none can be run.
    /// </summary>
    public Func<string, Programs.WorkflowProgram?>? Programs { get; init; }

    /// <summary>How many bursts of other workflows this one is nested in.</summary>
    internal int Depth { get; init; }

    /// <summary>What those bursts have used of the step budget already.</summary>
    internal int StepsBefore { get; init; }

    /// <summary>What a domain hangs onto the burst.</summary>
    public BurstFacet? Facet { get; init; }
}
