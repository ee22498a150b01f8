using WorkflowHost.Runtime;

namespace WorkflowHost.Starting;

/// <summary>Where the database and the SOP pack are.</summary>
/// <param name="WorkflowsFolder">Setting <c>Workflows:Folder</c>; by default the nearest folder <c>workflows</c> at or above the working directory or the program.</param>
internal sealed record HostFiles(HostDatabase Database, string WorkflowsFolder)
{
    /// <summary>Null, with the reason on the error stream, when no SOP pack is found or no database is named.</summary>
    public static HostFiles? Find(IConfiguration settings, string contentRoot)
    {
        var (database, fault) = HostDatabase.Find(settings, contentRoot);
        if (database is null)
        {
            Console.Error.WriteLine(fault);
            return null;
        }

        var named = settings["Workflows:Folder"];
        var workflows = string.IsNullOrEmpty(named) ? Nearest(contentRoot) ?? Nearest(AppContext.BaseDirectory) : Path.GetFullPath(named, contentRoot);
        if (workflows is not null && Directory.Exists(workflows))
        {
            return new HostFiles(database, workflows);
        }

        Console.Error.WriteLine(workflows is null
            ? $"Workflows:Folder is not set, and there is no folder 'workflows' at or above {contentRoot}. Start in the product's folder, or name it: --Workflows:Folder=/path/to/workflows"
            : $"Workflows:Folder is {workflows}, and there is no such folder.");
        return null;
    }

    /// <summary>Sets up the runtime: section <c>Runtime</c> for mail, SMS and limits; <c>Timers:Run</c> = false lets nothing fire by itself.</summary>
    public void ApplyTo(RuntimeOptions options, IConfiguration settings)
    {
        try
        {
            settings.Bind("Runtime", options);
        }
        catch (InvalidOperationException unreadable)
        {
            // The binder names the key and the value, e.g. a port that is no number.
            throw new StartRefusedException(unreadable.Message);
        }

        Database.ApplyTo(options);
        options.WorkflowsFolder = WorkflowsFolder;
        options.RunTimers = settings.GetValue("Timers:Run", defaultValue: true);
    }

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
