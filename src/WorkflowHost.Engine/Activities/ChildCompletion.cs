using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Activities;

/// <summary>How a scheduled child ended.</summary>
/// <param name="Node">The child.</param>
/// <param name="Outcomes">Its outcomes: those it named, else <c>Done</c>; none if it was cancelled.</param>
/// <param name="Tag">The number given when it was scheduled.</param>
/// <param name="IsTerminal">It was End, Finish, Complete or Break.</param>
public readonly record struct ChildCompletion(ProgramNode Node, IReadOnlyList<string> Outcomes, int Tag, bool IsTerminal)
{
    /// <summary>Where the container stopped when it was told first and failed.</summary>
    internal IReadOnlyList<int>? Left { get; init; }
}
