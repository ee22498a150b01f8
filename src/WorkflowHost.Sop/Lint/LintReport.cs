namespace WorkflowHost.Sop.Lint;

/// <summary>Everything found in one definition, errors first, then in the order of the document.</summary>
public sealed record LintReport(IReadOnlyList<LintFinding> Findings)
{
    public IEnumerable<LintFinding> Errors => Findings.Where(each => each.Severity == LintSeverity.Error);

    public IEnumerable<LintFinding> Warnings => Findings.Where(each => each.Severity == LintSeverity.Warning);

    /// <summary>Warnings don't stand in the way.</summary>
    public bool MayPublish => !Errors.Any();

    /// <summary>What is to be shown at one activity.</summary>
    public IEnumerable<LintFinding> At(string activityId) => Findings.Where(each => each.ActivityId == activityId);
}
