using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Bursts;

/// <summary>What a run gave.</summary>
/// <param name="State">The new state.</param>
/// <param name="Effects">What it asks of the world, in order.</param>
/// <param name="Journal">What happened, in order.</param>
/// <param name="Matched">False if the stimulus found nothing to resume; the state is then the old one.</param>
public sealed record Burst(WorkflowState State, IReadOnlyList<Effect> Effects, IReadOnlyList<JournalEntry> Journal, bool Matched)
{
    /// <summary>It was stopped for having too many steps: none of what it asked for in its loop was meant.</summary>
    public bool IsBudgetSpent { get; init; }

    /// <summary>What it has used of the step budget, workflows executed within it included.</summary>
    internal int Steps { get; init; }
}
