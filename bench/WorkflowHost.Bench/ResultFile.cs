using System.Globalization;
using WorkflowHost.Journeys;

namespace WorkflowHost.Bench;

/// <summary>Results are kept in the repository, so that a later run has something to be compared with.</summary>
internal static class ResultFile
{
    /// <summary>Prints a result and keeps it as <c>bench/results/&lt;date&gt;-&lt;name&gt;.md</c>; a second run of a day replaces the first.</summary>
    public static async Task KeepAsync(string name, string markdown)
    {
        var file = Path.Combine(Checkout.Root, "bench", "results", string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}-{name}.md"));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, markdown);
        Console.WriteLine();
        Console.WriteLine(markdown);
        Console.WriteLine($"kept as {Path.GetRelativePath(Checkout.Root, file)}");
    }
}
