namespace WorkflowHost.Workbench.Cases;

/// <summary>The seven steps of the complaint SOP in their order, for filters that stand outside one case.</summary>
internal static class StageCodes
{
    public static IReadOnlyList<string> All { get; } = ["intake", "registration", "analysis", "solution", "execution", "feedback", "closing"];
}
