using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Workbench.Rules;

/// <summary>The rules this repository ships, read once.</summary>
internal static class ShippedRules
{
    private static readonly Lazy<RuleBook> Loaded = new(() =>
    {
        var root = Path.Combine(Repository.Root, "workflows");
        return RuleBook.Of(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => new PackFile(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllBytes(path))));
    });

    public static RuleBook Book => Loaded.Value;
}
