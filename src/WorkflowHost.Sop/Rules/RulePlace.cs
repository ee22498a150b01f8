namespace WorkflowHost.Sop.Rules;

/// <summary>Where a rule stands in the pack's files.</summary>
/// <param name="File">Relative to the pack's root.</param>
/// <param name="Path">JSON path of the rule in the file; <c>$</c> when the file is the rule.</param>
/// <param name="Start">First byte of its JSON.</param>
/// <param name="End">The byte after its JSON.</param>
/// <param name="TextFile">The file of a notice's text; null for every other kind, and where there is none.</param>
internal sealed record RulePlace(RuleKey Key, string File, string Path, int Start, int End, string? TextFile)
{
    public bool IsWholeFile => Path == "$";
}
