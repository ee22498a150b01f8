using System.Globalization;
using WorkflowHost.Journeys;

namespace WorkflowHost.Crash.Cluster;

/// <summary>One of the hosts that share the database, with the cable it hangs on and, where the machine has libfaketime, a clock of its own that can be set.</summary>
internal sealed class Member : IAsyncDisposable
{
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private readonly string _folder;
    private readonly string _pack;
    private readonly int _number;
    private readonly HostSeat _seat;
    private HostProcess? _process;

    public Member(int number, string folder, string pack, int databasePort, HostSeat seat)
    {
        (_number, _folder, _pack, _seat) = (number, folder, pack, seat);
        Cable = new Cable(databasePort);
        SetClock(TimeSpan.Zero);
    }

    /// <summary>How long what a host has claimed stays its own; short, so that a run sees many ends of it.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether hosts have clocks of their own.</summary>
    public static bool HasClock { get; } = File.Exists(FakeTime);

    public Cable Cable { get; }

    public string Output => _process?.Output ?? string.Empty;

    public Uri Address => _process!.Address;

    private string ClockFile => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"clock-{_number}"));

    public async Task StartAsync(CancellationToken cancellation)
    {
        _process = HostProcess.Launch(
            Path.Combine(_folder, "none.db"), _pack, HasClock ? Clock() : new Dictionary<string, string>(),
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

    /// <summary>Sets the host's own clock, also while it runs.</summary>
    /// <param name="off">How far it is ahead of the machine's.</param>
    public void SetClock(TimeSpan off) =>
        File.WriteAllText(ClockFile, string.Create(CultureInfo.InvariantCulture, $"{(off < TimeSpan.Zero ? '-' : '+')}{(long)off.Duration().TotalSeconds}\n"));

    public async ValueTask DisposeAsync()
    {
        _process?.Dispose();
        await Cable.DisposeAsync();
    }

    private Dictionary<string, string> Clock() => new()
    {
        ["LD_PRELOAD"] = FakeTime,
        ["FAKETIME_TIMESTAMP_FILE"] = ClockFile,
        // Read again each second. The steady clock stays steady, as it does when somebody sets a machine's time.
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["DONT_FAKE_MONOTONIC"] = "1",
    };
}
