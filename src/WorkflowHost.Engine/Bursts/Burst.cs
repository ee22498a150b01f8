using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Bursts;

/// <summary>What a run gave.</summary>
/// <param name="State">The new state.</param>
/// <param name="Effects">What it asks of the world, in order.</param>
/// <param name="Journal">What happened, in order.</param>
/// <param name="Matched">False if the stimulus found nothing to resume; the state is then the old one.</param>
public sealed record Burst(WorkflowState State, IReadOnlyList<Effect> Effects, IReadOnlyList<JournalEntry> Journal, bool Matched)
{
    /// <summary>What it has used of the step budget, workflows executed within it included.</summary>
    internal int Steps { get; init; }
}
