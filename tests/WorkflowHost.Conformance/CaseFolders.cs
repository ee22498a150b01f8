namespace WorkflowHost.Conformance;

/// <summary>Where cases are: our own beside the tests, the recorded ones beside the repository.</summary>
internal static class CaseFolders
{
    /// <summary>Our own cases, part of the repository.</summary>
    public static string Own { get; } = Path.Combine(Root(), "tests", "WorkflowHost.Conformance", "cases");

    /// <summary>The recorded cases, or null where they are absent. <c>WORKFLOWHOST_CONFORMANCE</c> names another folder.</summary>
    public static string? Recorded { get; } = FindRecorded();

    public static IEnumerable<string> Names(string? folder) =>
        folder is null
            ? []
            : Directory.EnumerateFiles(folder, "*.expected.json")
                .Select(file => Path.GetFileName(file)[..^".expected.json".Length])
                .Order(StringComparer.Ordinal);

    private static string? FindRecorded()
    {
        var named = Environment.GetEnvironmentVariable("WORKFLOWHOST_CONFORMANCE");
        var folder = string.IsNullOrEmpty(named) ? Path.Combine(Root(), "..", "shared", "conformance") : named;
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "WorkflowHost.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new DirectoryNotFoundException("WorkflowHost.sln is not above " + AppContext.BaseDirectory);
    }
}
