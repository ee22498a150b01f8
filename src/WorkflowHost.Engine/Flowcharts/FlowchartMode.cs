namespace WorkflowHost.Engine.Flowcharts;

/// <summary>
/// How flowcharts decide what runs next. A definition chooses by the custom property <c>Flowchart:ExecutionMode</c>, with Elsa's names
/// <c>CounterBased</c> and <c>TokenBased</c>; otherwise its host does.
/// </summary>
public enum FlowchartMode
{
    /// <summary>Nodes wait for all live branches; dead branches are passed on as skipped. Elsa's default.</summary>
    Counters,

    /// <summary>Each followed connection carries a token; the merge mode of a node says what it waits for.</summary>
    Tokens,
}
