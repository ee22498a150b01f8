namespace WorkflowHost.Engine.Definitions;

/// <summary>How large a definition may be. What is larger is refused before it costs time or memory.</summary>
public sealed record DefinitionLimits
{
    public static DefinitionLimits Default { get; } = new();

    /// <summary>Bytes of the JSON. Default 5 MiB.</summary>
    public int Bytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Activities, with those of embedded workflows. Default 20 000.</summary>
    public int Activities { get; init; } = 20_000;

    /// <summary>Connections of one flowchart. Default 20 000.</summary>
    public int Connections { get; init; } = 20_000;

    /// <summary>Faults and warnings that are reported, each; the rest is only counted. Default 250.</summary>
    public int Reports { get; init; } = 250;
}
