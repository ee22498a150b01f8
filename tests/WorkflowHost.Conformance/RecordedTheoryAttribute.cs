namespace WorkflowHost.Conformance;

/// <summary>A theory over the recorded cases; skipped, with the reason, where they are not beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordedTheoryAttribute : TheoryAttribute
{
    public RecordedTheoryAttribute()
    {
        if (CaseFolders.Recorded is null)
        {
            Skip = "The cases recorded from stock Elsa are not here (../shared/conformance, or the folder WORKFLOWHOST_CONFORMANCE names).";
        }
    }
}
