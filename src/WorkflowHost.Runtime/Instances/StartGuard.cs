using WorkflowHost.Engine.Triggers;
using WorkflowHost.Runtime.Triggers;

namespace WorkflowHost.Runtime.Instances;

/// <summary>What must hold in the transaction that stores a start.</summary>
/// <param name="Strategy">Whether other running instances bar it.</param>
/// <param name="CorrelationId">The one it is started with; null correlates with nothing.</param>
/// <param name="Firing">The due instant of a schedule that is used up by this start.</param>
internal sealed record StartGuard(ActivationStrategy Strategy, string? CorrelationId, ScheduleFiring? Firing)
{
    /// <summary>
    /// Null when nothing has to be looked up. As in Elsa, a correlated singleton that is started without a correlation id is a singleton.
    /// </summary>
    public static StartGuard? Of(ActivationStrategy strategy, string? correlationId, ScheduleFiring? firing)
    {
        if (strategy == ActivationStrategy.CorrelatedSingleton && correlationId is null)
        {
            strategy = ActivationStrategy.Singleton;
        }

        return strategy == ActivationStrategy.Always && firing is null ? null : new(strategy, correlationId, firing);
    }
}
