namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// One thing wrong with a workflow definition, addressed to the person who edits it.
/// </summary>
/// <param name="Code">Stable and translatable, e.g. <c>json.syntax</c> or <c>expression.syntax</c>; see <see cref="DefinitionFaultCodes"/>.</param>
/// <param name="Path">JSON path of the offending value, e.g. <c>$.root.activities[3].text</c>.</param>
/// <param name="Line">1-based line in the JSON text, where that text is known.</param>
/// <param name="Column">1-based column, counted in UTF-16 units as editors do.</param>
/// <param name="ActivityId">The activity the fault belongs to, if any.</param>
/// <param name="ActivityName">Its name, if it has one.</param>
/// <param name="Message">What was expected and what was found, in English.</param>
public sealed record DefinitionFault(
    string Code,
    string Path,
    int? Line,
    int? Column,
    string? ActivityId,
    string? ActivityName,
    string Message)
{
    /// <summary>What the message speaks of, by name, so that it can be told in another language; empty where there is only the message.</summary>
    public IReadOnlyDictionary<string, string> Args { get; init; } = new Dictionary<string, string>();

    /// <summary>The file the definition came from, where that is known.</summary>
    public string? FileName { get; init; }
}

/// <summary>What reading a definition gave: the definition, or every reason why there is none.</summary>
public sealed record DefinitionReading(WorkflowDefinition? Definition, IReadOnlyList<DefinitionFault> Faults);
