using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Bursts;

/// <summary>Runs bursts. A pure function: no I/O, no clock, no randomness of its own; thread-safe.</summary>
public static class WorkflowEngine
{
    /// <summary>Applies a stimulus and runs until every path waits or has ended.</summary>
    /// <param name="program">The compiled definition.</param>
    /// <param name="state">The instance; null exactly for <see cref="StartWorkflow"/>. It is not changed.</param>
    /// <param name="stimulus">What happened.</param>
    /// <param name="environment">Time, ids, limits, domain state.</param>
    /// <exception cref="ArgumentException">A state was given to a start, or none to anything else.</exception>
    public static Burst Run(WorkflowProgram program, WorkflowState? state, Stimulus stimulus, BurstEnvironment environment) => (stimulus, state) switch
    {
        (StartWorkflow start, null) => BurstRun.Start(program, start, environment),
        (StartWorkflow, _) => throw new ArgumentException("A start makes a new instance; it takes no state.", nameof(state)),
        (_, null) => throw new ArgumentException($"{stimulus.GetType().Name} needs the state of an instance.", nameof(state)),
        _ => BurstRun.Continue(program, state, stimulus, environment),
    };
}
