namespace WorkflowHost.Sop.Packs;

/// <summary>One thing wrong with one place of one file.</summary>
/// <param name="File">Path relative to the pack's root.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
/// <param name="JsonPath">Such as <c>$.policies[2].ladder</c>; <c>$</c> for the whole file or a text file.</param>
/// <param name="Code">Stable, dotted: <c>pack.unknown_reference</c>.</param>
/// <param name="Message">What was expected, what was found, and what to do; English, for the operator.</param>
public sealed record PackFault(string File, int Line, int Column, string JsonPath, string Code, string Message)
{
    public override string ToString() => $"{File}({Line},{Column}): {Code} at {JsonPath}: {Message}";
}
