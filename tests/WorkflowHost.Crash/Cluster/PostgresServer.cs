using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace WorkflowHost.Crash.Cluster;

/// <summary>A PostgreSQL server of the run's own, in a folder of its own, so that it can be stopped and started under load.</summary>
internal sealed class PostgresServer : IDisposable
{
    private readonly string _folder;
    private readonly string _programs;

    private PostgresServer(string folder, string programs, int port) => (_folder, _programs, Port) = (folder, programs, port);

    public int Port { get; }

    /// <summary>Straight to the server.</summary>
    public string ConnectionString => ConnectionStringAt(Port);

    /// <summary>Where its programs are; null when it is not installed.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateFiles("/usr/lib/postgresql", "initdb", SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault() is { } found ? Path.GetDirectoryName(found) : null
        : null;

    /// <param name="port">Of the server, or of what stands between.</param>
    public static string ConnectionStringAt(int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = "workflowhost",
        Username = "postgres",
        // A host that cannot reach it says so soon.
        Timeout = 5,
        CommandTimeout = 10,
    }.ToString();

    public static PostgresServer Start()
    {
        var programs = Programs ?? throw new InvalidOperationException("PostgreSQL is not installed: no initdb below /usr/lib/postgresql.");
        var folder = Directory.CreateTempSubdirectory("workflowhost-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", folder);
        }

        var server = new PostgresServer(folder, programs, FreePort());
        server.RunAsServer("initdb", "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        server.Begin();
        return server;
    }

    private string Data => Path.Combine(_folder, "data");

    public void Begin() => RunAsServer(
        "pg_ctl", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "start", "-o",
        string.Create(CultureInfo.InvariantCulture, $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"));

    /// <param name="isCrash">It ends at once and must recover from its log at the next start; otherwise it ends every session and writes everything out.</param>
    public void End(bool isCrash) => RunAsServer("pg_ctl", "-D", Data, "-m", isCrash ? "immediate" : "fast", "-w", "stop");

    public void Dispose()
    {
        try
        {
            End(isCrash: true);
        }
        catch (InvalidOperationException)
        {
            // It was not running.
        }

        Directory.Delete(_folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private void RunAsServer(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(_programs, program), .. arguments];
        if (Environment.IsPrivilegedProcess)
        {
            Run("runuser", ["-u", "postgres", "--", .. command]);
        }
        else
        {
            Run(command[0], command[1..]);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        // What it leaves running would keep a redirected output open.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/", UseShellExecute = false };
        foreach (var argument in (string[])["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
