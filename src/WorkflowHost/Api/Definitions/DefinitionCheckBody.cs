using System.Globalization;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Lint;

namespace WorkflowHost.Api.Definitions;

/// <summary>Something wrong with a definition, or odd; its sentence is in the caller's language.</summary>
/// <param name="Path">JSON path of the offending value.</param>
/// <param name="ActivityName">What a person calls the activity it belongs to.</param>
public sealed record DefinitionFindingBody(string Code, string Message, string Path, string? ActivityId, string? ActivityName, int? Line, int? Column)
{
    internal static DefinitionFindingBody Of(LintFinding finding) => new(
        finding.Code, finding.Message.In(CultureInfo.CurrentUICulture), finding.Path, finding.ActivityId, finding.ActivityName, finding.Line, finding.Column);
}

/// <summary>What publishing would find.</summary>
/// <param name="Faults">Any of them keeps it from being published.</param>
/// <param name="Warnings">It runs in spite of them.</param>
public sealed record DefinitionCheckBody(IReadOnlyList<DefinitionFindingBody> Faults, IReadOnlyList<DefinitionFindingBody> Warnings)
{
    public bool IsPublishable => Faults.Count == 0;

    internal static DefinitionCheckBody Of(DefinitionCheck check) =>
        new([.. check.Faults.Select(DefinitionFindingBody.Of)], [.. check.Warnings.Select(DefinitionFindingBody.Of)]);
}
