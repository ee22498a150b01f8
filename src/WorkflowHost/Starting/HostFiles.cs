using Microsoft.Data.Sqlite;
using WorkflowHost.Runtime;

namespace WorkflowHost.Starting;

/// <summary>Where the database file and the SOP pack are.</summary>
/// <param name="DatabaseFile">Setting <c>Database:File</c>; by default <c>data/workflowhost.db</c> under the working directory.</param>
/// <param name="WorkflowsFolder">Setting <c>Workflows:Folder</c>; by default the nearest folder <c>workflows</c> at or above the working directory or the program.</param>
internal sealed record HostFiles(string DatabaseFile, string WorkflowsFolder)
{
    public string ConnectionString => new SqliteConnectionStringBuilder { DataSource = DatabaseFile, ForeignKeys = true }.ToString();

    /// <exception cref="HostSettingsException">No SOP pack was found.</exception>
    public static HostFiles From(IConfiguration settings, string contentRoot)
    {
        var database = Path.GetFullPath(settings["Database:File"] ?? Path.Combine("data", "workflowhost.db"), contentRoot);
        var workflows = settings["Workflows:Folder"] is { Length: > 0 } named
            ? Existing(Path.GetFullPath(named, contentRoot))
            : Nearest(contentRoot) ?? Nearest(AppContext.BaseDirectory)
                ?? throw new HostSettingsException($"Workflows:Folder is not set, and there is no folder 'workflows' at or above {contentRoot}. Start in the product's folder, or name it: --Workflows:Folder=/path/to/workflows");
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        return new HostFiles(database, workflows);
    }

    /// <summary>Sets up the runtime: section <c>Runtime</c> for mail, SMS and limits; <c>Timers:Run</c> = false lets nothing fire by itself.</summary>
    public void ApplyTo(RuntimeOptions options, IConfiguration settings)
    {
        settings.Bind("Runtime", options);
        options.DatabaseFile = DatabaseFile;
        options.WorkflowsFolder = WorkflowsFolder;
        options.RunTimers = settings.GetValue("Timers:Run", defaultValue: true);
    }

    private static string Existing(string folder) => Directory.Exists(folder)
        ? folder
        : throw new HostSettingsException($"Workflows:Folder is {folder}, and there is no such folder.");

    private static string? Nearest(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "workflows");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}

/// <summary>The host cannot start as it is set up; the message tells the operator what to change.</summary>
public sealed class HostSettingsException(string message) : Exception(message);
