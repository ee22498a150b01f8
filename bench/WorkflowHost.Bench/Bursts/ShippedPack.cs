using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Journeys;
using WorkflowHost.Sop.Activities;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Bench.Bursts;

/// <summary>The complaint SOP as it is shipped, read and compiled without a host.</summary>
internal static class ShippedPack
{
    /// <exception cref="InvalidOperationException">The pack or the workflow has faults; the message lists them.</exception>
    public static (SopPack Pack, WorkflowProgram Program) Load()
    {
        var files = Directory.EnumerateFiles(Checkout.Workflows, "*", SearchOption.AllDirectories)
            .Select(path => new PackFile(Path.GetRelativePath(Checkout.Workflows, path).Replace('\\', '/'), File.ReadAllBytes(path)))
            .ToList();
        var (pack, faults) = SopPackReader.Read(files.Where(file => file.Path.Contains('/', StringComparison.Ordinal)));
        var reading = WorkflowDefinition.Read(files.Single(file => file.Path == $"{ComplaintStory.DefinitionId}.json").Utf8, $"{ComplaintStory.DefinitionId}.json");
        var compilation = reading.Definition is { } definition ? SopCatalog.Compiler().Compile(definition) : null;
        return pack is not null && compilation?.Program is { } program
            ? (pack, program)
            : throw new InvalidOperationException($"The pack has faults: {string.Join("; ", faults)} {string.Join("; ", reading.Faults)} {string.Join("; ", compilation?.Faults ?? [])}");
    }
}
