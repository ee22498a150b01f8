using System.Globalization;
using WorkflowHost.Journeys;

namespace WorkflowHost.Crash.Cluster;

/// <summary>One of the hosts that share the database, with the cable it hangs on and, where that can be had, a wall clock of its own.</summary>
internal sealed class Member : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _pack;
    private readonly int _number;
    private readonly HostSeat _seat;
    private HostProcess? _process;

    public Member(int number, string folder, string pack, int databasePort, HostSeat seat)
    {
        (_number, _folder, _pack, _seat) = (number, folder, pack, seat);
        Cable = new Cable(databasePort);
        Clock = new SteppedClock(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"clock-{number}")));
    }

    /// <summary>How long what a host has claimed stays its own; short, so that a run sees many ends of it.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(15);

    public Cable Cable { get; }

    public SteppedClock Clock { get; }

    public string Output => _process?.Output ?? string.Empty;

    public Uri Address => _process!.Address;

    public async Task StartAsync(CancellationToken cancellation)
    {
        _process = HostProcess.Launch(
            Path.Combine(_folder, "none.db"), _pack, Clock.Variables,
            "--Database:Provider", "postgres", "--Database:ConnectionString", PostgresServer.ConnectionStringAt(Cable.Port),
            "--Runtime:Lease", Lease.ToString(), "--Runtime:Http:Timeout", "00:00:10");
        await _process.ListenAsync(cancellation);
        _seat.Taken(_process.Address);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _seat.Left(Address);
        _process!.Dispose();
    }

    /// <summary>SIGTERM, while clients still use it.</summary>
    /// <returns>What was wrong with how it ended; null when it ended in order and in time.</returns>
    public async Task<string?> StopAsync(TimeSpan limit)
    {
        try
        {
            var took = await _process!.StopAsync(limit);
            return _process.ExitCode == 0 ? null : $"stop: host {_number} ended with {_process.ExitCode} after {took.TotalSeconds:0} s. It printed:\n{Output}";
        }
        catch (TimeoutException)
        {
            return $"stop: host {_number} had not ended {limit.TotalSeconds:0} s after SIGTERM. It printed:\n{Output}";
        }
        finally
        {
            Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process?.Dispose();
        await Cable.DisposeAsync();
    }
}
