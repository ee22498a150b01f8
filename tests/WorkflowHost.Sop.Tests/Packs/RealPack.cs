using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Tests.Packs;

/// <summary>The pack this repository ships, read once.</summary>
internal static class RealPack
{
    private static readonly Lazy<SopPack> Loaded = new(() =>
    {
        var (pack, faults) = SopPackReader.Read(Files());
        return pack ?? throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    });

    public static SopPack Pack => Loaded.Value;

    public static IReadOnlyList<PackFile> Files()
    {
        var root = Root();
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => new PackFile(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllBytes(path)))];
    }

    /// <summary>Ids of the shipped SOPs: each lies in a file of its name.</summary>
    public static IReadOnlyList<string> Sops() =>
        [.. Files().Where(file => !file.Path.Contains('/') && file.Path.EndsWith(".json", StringComparison.Ordinal)).Select(file => file.Path[..^".json".Length])];

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WorkflowHost.sln")))
            {
                return Path.Combine(folder.FullName, "workflows");
            }
        }
        throw new DirectoryNotFoundException("The tests run inside the repository, next to its workflows folder.");
    }
}
