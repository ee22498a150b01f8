namespace WorkflowHost.Tests.Hosting;

/// <summary>The checkout the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The designer's files as the host's build fetched them.</summary>
    public static string Studio => Path.Combine(Root, "src", "WorkflowHost", "obj", "studio", "node_modules", "@elsa-workflows", "elsa-studio-wasm");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WorkflowHost.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No WorkflowHost.sln at or above {AppContext.BaseDirectory}.");
    }
}
