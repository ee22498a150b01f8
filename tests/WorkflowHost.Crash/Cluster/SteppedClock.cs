using System.ComponentModel;
using System.Diagnostics;

namespace WorkflowHost.Crash.Cluster;

/// <summary>A wall clock of a host's own, which can be set while it runs. Needs a C compiler, which makes the small library that gives the host its time.</summary>
internal sealed class SteppedClock
{
    private static readonly Lazy<string?> _library = new(Make);

    private readonly string _file;

    /// <param name="file">Holds how far it is ahead of the machine's.</param>
    public SteppedClock(string file)
    {
        _file = file;
        Set(TimeSpan.Zero);
    }

    /// <summary>Whether hosts can have one here.</summary>
    public static bool IsThere => _library.Value is not null;

    /// <summary>What a host is given into its environment.</summary>
    public IReadOnlyDictionary<string, string> Variables => _library.Value is { } library
        ? new Dictionary<string, string> { ["LD_PRELOAD"] = library, ["STEPPED_CLOCK"] = _file }
        : new Dictionary<string, string>();

    /// <param name="ahead">How far it is ahead of the machine's.</param>
    public void Set(TimeSpan ahead)
    {
        // In place: a running host has the file's memory before it.
        using var stream = new FileStream(_file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(BitConverter.GetBytes((long)ahead.TotalSeconds));
    }

    private static string? Make()
    {
        var library = Path.Combine(Path.GetTempPath(), $"stepped-clock-{Environment.ProcessId}.so");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(library);
        try
        {
            using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-O1", "-o", library, Path.Combine(AppContext.BaseDirectory, "Cluster", "stepped-clock.c")]);
            compiler.WaitForExit();
            return compiler.ExitCode == 0 ? library : null;
        }
        catch (Win32Exception)
        {
            // There is none.
            return null;
        }
    }
}
