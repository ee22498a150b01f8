using System.Globalization;
using System.Runtime.InteropServices;

namespace WorkflowHost.Journeys;

/// <summary>What a measurement was taken on: a number without it means nothing.</summary>
internal static class MachineLine
{
    private const double Gibibyte = 1024.0 * 1024 * 1024;

    public static string Text { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte:0} GiB, {RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.ProcessArchitecture}), {RuntimeInformation.FrameworkDescription}, {Checkout.Configuration}, git {Commit()}");

    private static string Processor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? "unknown processor";
    }

    /// <summary>Read from git's files, so that no git is needed.</summary>
    private static string Commit()
    {
        var git = Path.Combine(Checkout.Root, ".git");
        if (File.Exists(git))
        {
            git = File.ReadAllText(git)["gitdir:".Length..].Trim();
        }

        var head = Path.Combine(git, "HEAD");
        if (!File.Exists(head))
        {
            return "unknown";
        }

        var text = File.ReadAllText(head).Trim();
        if (!text.StartsWith("ref:", StringComparison.Ordinal))
        {
            return text[..Math.Min(12, text.Length)];
        }

        var common = Path.Combine(git, "commondir");
        var root = File.Exists(common) ? Path.GetFullPath(File.ReadAllText(common).Trim(), git) : git;
        var branch = Path.Combine(root, text["ref:".Length..].Trim());
        return File.Exists(branch) ? File.ReadAllText(branch)[..12] : "unknown";
    }
}
