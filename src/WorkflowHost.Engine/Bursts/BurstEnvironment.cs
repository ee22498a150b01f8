namespace WorkflowHost.Engine.Bursts;

/// <summary>Everything a burst takes from outside. With equal environments a burst gives equal bytes.</summary>
public sealed record BurstEnvironment
{
    /// <summary>The instant of the burst; scripts see no other clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Where new ids and random numbers come from.</summary>
    public required IIdSource Ids { get; init; }

    public BurstLimits Limits { get; init; } = BurstLimits.Default;

    /// <summary>What a domain hangs onto the burst.</summary>
    public BurstFacet? Facet { get; init; }
}
