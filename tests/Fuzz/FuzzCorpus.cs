namespace WorkflowHost.Fuzz;

/// <summary>Definitions to be bent out of shape: the shipped SOPs, the conformance cases, and the recorded ones where they are.</summary>
internal static class FuzzCorpus
{
    public static IReadOnlyList<(string Name, byte[] Json)> Load()
    {
        var root = Root();
        var recorded = Environment.GetEnvironmentVariable("WORKFLOWHOST_CONFORMANCE") is { Length: > 0 } named ? named : Path.Combine(root, "..", "shared", "conformance");
        string[] folders = [Path.Combine(root, "workflows"), Path.Combine(root, "tests", "WorkflowHost.Conformance", "cases"), recorded];
        return
        [
            .. folders.Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
                .Where(file => !file.EndsWith(".expected.json", StringComparison.Ordinal))
                .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file))),
        ];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WorkflowHost.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No WorkflowHost.sln at or above {AppContext.BaseDirectory}.");
    }
}
