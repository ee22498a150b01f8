using WorkflowHost.Sop.Language;

namespace WorkflowHost.Sop.Lint;

/// <summary>Whether a finding keeps a definition from being published.</summary>
public enum LintSeverity
{
    /// <summary>The definition can't be published with it.</summary>
    Error,

    /// <summary>It runs, yet probably not as it was meant.</summary>
    Warning,
}

/// <summary>One thing that is wrong, or suspicious, at one place of a definition.</summary>
/// <param name="Code">Stable, dotted; one of <see cref="LintCodes"/>, of the compiler's codes or of <c>sop.….unknown</c>.</param>
/// <param name="ActivityId">The activity it is shown at; null when it belongs to the whole definition.</param>
/// <param name="ActivityName">What a person calls that activity.</param>
/// <param name="Path">JSON path of the offending value.</param>
/// <param name="Message">What is wrong and what to do, Chinese and English.</param>
public sealed record LintFinding(string Code, LintSeverity Severity, string? ActivityId, string? ActivityName, string Path, Sentence Message)
{
    /// <summary>1-based line in the definition's text, where it is known.</summary>
    public int? Line { get; init; }

    /// <summary>1-based column in UTF-16 units.</summary>
    public int? Column { get; init; }

    public override string ToString() => $"{Severity} {Code} at {ActivityId ?? Path}: {Message.Text.En}";
}
