namespace WorkflowHost.Runtime.Cases;

/// <summary>A stretch of a list.</summary>
/// <param name="Next">Cursor of the next stretch; null when this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
