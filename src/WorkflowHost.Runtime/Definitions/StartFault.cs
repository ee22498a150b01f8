namespace WorkflowHost.Runtime.Definitions;

/// <summary>One reason why the workflows folder was not accepted.</summary>
/// <param name="File">Relative to the workflows folder.</param>
public sealed record StartFault(string File, int? Line, int? Column, string Path, string Code, string Message)
{
    /// <summary>One line for the operator, in the form that editors make clickable.</summary>
    public override string ToString() => $"{File}:{Line ?? 1}:{Column ?? 1}: {Path} {Code}: {Message}";
}
