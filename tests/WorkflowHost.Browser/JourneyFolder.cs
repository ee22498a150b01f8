using Microsoft.Data.Sqlite;
using WorkflowHost.Journeys;

namespace WorkflowHost.Browser;

/// <summary>What a host leaves on disk and the next one finds: its database, and where the journey changes it a workflows folder of its own.</summary>
internal sealed class JourneyFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workflowhost-journey-").FullName;

    /// <param name="isPackCopied">The SOP pack is copied, so that its files may be changed; else the checkout's own is read.</param>
    public JourneyFolder(bool isPackCopied = false)
    {
        Workflows = isPackCopied ? Path.Combine(_folder, "workflows") : Checkout.Workflows;
        if (isPackCopied)
        {
            foreach (var file in Directory.EnumerateFiles(Checkout.Workflows, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(Workflows, Path.GetRelativePath(Checkout.Workflows, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    public string Database => Path.Combine(_folder, "journey.db");

    public string Workflows { get; }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
