namespace WorkflowHost.Engine.Flowcharts;

/// <summary>What a node waits for under <see cref="FlowchartMode.Tokens"/>: <c>customProperties.mergeMode</c>, of a FlowJoin its own mode.</summary>
internal enum MergeMode
{
    /// <summary>Runs on each arrival, unless something is still on its way to a node right before it.</summary>
    Stream,

    /// <summary>Waits for all forward connections.</summary>
    Merge,

    /// <summary>Waits for all connections, those that lead back too.</summary>
    Converge,

    /// <summary>Runs on the first arrival; the others of the same round arrive without effect.</summary>
    Cascade,

    /// <summary>As Cascade, and what still runs before it is cancelled.</summary>
    Race,
}
