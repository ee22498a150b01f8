using System.Reflection;

namespace WorkflowHost.Journeys;

/// <summary>The checkout this program was built from, and the host built with it.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Workflows => Path.Combine(Root, "workflows");

    /// <summary>Where runs leave what a person may look at afterwards; ignored by git.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>The designer's files as the host's build fetched them.</summary>
    public static string Studio => Path.Combine(Root, "src", "WorkflowHost", "obj", "studio", "node_modules", "@elsa-workflows", "elsa-studio-wasm");

    /// <summary>The host of the same build configuration as this program.</summary>
    public static string HostProgram => Path.Combine(Root, "src", "WorkflowHost", "bin", Configuration, "net10.0", "WorkflowHost.dll");

    public static string Configuration { get; } =
        typeof(Checkout).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";

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
