using System.Text.Json.Nodes;
using WorkflowHost.Journeys;

namespace WorkflowHost.Crash;

/// <summary>
/// A case that nobody works on and that lives by timers alone: a workflow of the crash run waits, counts a beat, and waits
/// again, so that timers fall due all the time, whatever the hour of the run.
/// </summary>
internal static class PulseStory
{
    public const string DefinitionId = "crash-pulse";

    /// <summary>The stage a beat enters is this prefix and the beat's number.</summary>
    public const string StagePrefix = "beat-";

    public const int Beats = 12;

    /// <summary>How long each wait is; <c>Pack/crash-pulse.json</c> says the same.</summary>
    public static TimeSpan Wait { get; } = TimeSpan.FromMilliseconds(1500);

    public static JsonObject Opening(string token) => new() { ["content"] = token };

    /// <summary>The product's pack with the pulse added, in a folder of its own.</summary>
    public static string PackIn(string folder)
    {
        var pack = Path.Combine(folder, "workflows");
        Copy(Checkout.Workflows, pack);
        Copy(Path.Combine(AppContext.BaseDirectory, "Pack"), pack);
        return pack;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
