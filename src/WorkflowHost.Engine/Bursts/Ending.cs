using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Bursts;

/// <summary>
/// An end that a container could not take, such as that of a loop's body when the loop's condition fails. The activity that ran is the one
/// to fault; retrying it tells the container again instead of doing the work twice.
/// </summary>
/// <param name="Node">The child that had ended: the activity itself, or what it stood in and completed with it.</param>
/// <param name="Tag">The number that child was scheduled with.</param>
/// <param name="Outcomes">What it ended with.</param>
internal sealed record Ending(ProgramNode Node, int Tag, IReadOnlyList<string> Outcomes)
{
    /// <summary>Where a flowchart stopped in what the end sets off: pairs of a node and its next connection; null if nothing was done yet.</summary>
    public IReadOnlyList<int>? Left { get; init; }
}
