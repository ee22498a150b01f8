namespace WorkflowHost.Engine.Bursts;

/// <summary>Bounds that keep a burst from hanging the host.</summary>
public sealed record BurstLimits
{
    public static BurstLimits Default { get; } = new();

    /// <summary>Activities executed in one burst before it ends with an incident. Default 10 000.</summary>
    public int Steps { get; init; } = 10_000;

    /// <summary>Statements one script may execute. Default 1 000 000.</summary>
    public int ScriptStatements { get; init; } = 1_000_000;

    /// <summary>Depth of calls in a script. Default 128.</summary>
    public int ScriptRecursion { get; init; } = 128;

    /// <summary>Bytes one script may allocate. Default 64 MiB.</summary>
    public long ScriptMemoryBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// Longest time one script or pattern match may take, a last resort where the counted limits do not reach. Default 5 seconds.
    /// A script that meets it is not repeatable, so the counted limits are set to strike first.
    /// </summary>
    public TimeSpan ScriptTime { get; init; } = TimeSpan.FromSeconds(5);
}
