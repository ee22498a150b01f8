using System.Diagnostics;
using System.Globalization;
using WorkflowHost.Journeys;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Crash;

/// <summary>
/// Twenty clients work cases over HTTP while the host is killed and started again, until the planned number of kills is
/// reached; then what is stored is held against what was promised.
/// </summary>
internal sealed class CrashRun(CrashPlan plan, TextWriter log)
{
    /// <summary>A timer that a killed host had claimed waits for the end of that host's lease, a minute by default.</summary>
    private static readonly TimeSpan _settlingLimit = TimeSpan.FromSeconds(100);

    private static readonly TimeSpan _firstAnswerLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _timerSlack = TimeSpan.FromSeconds(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("workflowhost-crash-").FullName;
    private readonly Random _random = new(plan.Seed);
    private readonly HostSeat _seat = new();
    private readonly Ledger _ledger = new();
    private readonly List<TimeSpan> _starts = [];
    private int _killsDuringStart;

    private string DatabaseFile => Path.Combine(_folder, "crash.db");

    /// <summary>Runs the plan. A run that found faults leaves its folder for a look; its path is printed.</summary>
    public async Task<CrashReport> RunAsync(CancellationToken cancellation)
    {
        var startedAt = TimeProvider.System.GetUtcNow();
        await log.WriteLineAsync($"crash run: {plan.Kills} kills, {plan.Clients} clients, seed {plan.Seed}, in {_folder}");
        var pack = PulseStory.PackIn(_folder);
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var stop = new CancellationTokenSource();
        await BeginAgainAndAgainAsync(pack, abort.Token);
        var host = await StartAsync(pack, abort.Token);
        try
        {
            var clients = await HireAsync(host, abort.Token);
            var shared = new SharedCases();
            List<Task> workers = [.. clients.Select((client, i) => new Worker(client, i + 1, plan.Seed + i + 1, _ledger, shared).WorkAsync(stop.Token, abort.Token))];
            for (var kill = 1; kill <= plan.Kills; kill++)
            {
                await LiveAsync(workers, isQuick: _random.Next(10) < plan.QuickKillsInTen, abort.Token);
                host = await KillAndRestartAsync(host, pack, abort.Token);
                await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  kill {kill}: {_ledger.Commands.Count} commands acknowledged, ready again after {_starts[^1].TotalSeconds:0.0} s"));
            }

            await LiveAsync(workers, isQuick: false, abort.Token);
            await stop.CancelAsync();
            await Task.WhenAll(workers);
            await SettleAsync(abort.Token);
            host.Kill();
            clients.ForEach(client => client.Dispose());
            return await JudgeAsync(startedAt);
        }
        catch
        {
            await abort.CancelAsync();
            await log.WriteLineAsync($"the run was broken off; the file is kept in {_folder}, the last host that ran said:\n{host.Output}");
            throw;
        }
        finally
        {
            host.Dispose();
        }
    }

    /// <summary>A new installation is killed while it lays its file: the next start must go on from whatever is there.</summary>
    private async Task BeginAgainAndAgainAsync(string pack, CancellationToken cancellation)
    {
        for (var i = 0; i < plan.KillsOfTheFirstStart; i++)
        {
            await KillYoungAsync(pack, cancellation, "--migrate");
        }
    }

    private async Task KillYoungAsync(string pack, CancellationToken cancellation, params string[] more)
    {
        using var young = HostProcess.Launch(DatabaseFile, pack, more);
        await Task.Delay(plan.LongestLife * _random.NextDouble(), TimeProvider.System, cancellation);
        _killsDuringStart++;
    }

    private async Task<HostProcess> StartAsync(string pack, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var host = await HostProcess.StartAsync(DatabaseFile, pack, cancellation);
        _starts.Add(Stopwatch.GetElapsedTime(began));
        _seat.Taken(host.Address);
        return host;
    }

    private async Task<HostProcess> KillAndRestartAsync(HostProcess host, string pack, CancellationToken cancellation)
    {
        _seat.Left(host.Address);
        host.Dispose();
        while (_random.Next(10) < plan.KillsDuringStartInTen)
        {
            await KillYoungAsync(pack, cancellation);
        }

        return await StartAsync(pack, cancellation);
    }

    /// <summary>Every client may do everything, so that one of them can take a case through all roles' steps.</summary>
    private async Task<List<Client>> HireAsync(HostProcess host, CancellationToken cancellation)
    {
        using var administrator = await Administrator.SignInAsync(host.Address, host.Output, cancellation);
        var clients = new List<Client>();
        for (var i = 1; i <= plan.Clients; i++)
        {
            var (staffId, _) = await administrator.HireAsync($"crash{i:00}", $"员工{i:00}", [.. StaffRoles.All], cancellation);
            clients.Add(new Client(_seat, staffId, await administrator.IssueKeyAsync($"crash{i:00}", staffId, cancellation)));
        }

        return clients;
    }

    private async Task LiveAsync(List<Task> workers, bool isQuick, CancellationToken cancellation)
    {
        var before = _ledger.Commands.Count;
        var began = Stopwatch.GetTimestamp();
        while (!isQuick && _ledger.Commands.Count == before && Stopwatch.GetElapsedTime(began) < _firstAnswerLimit)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }

        await Task.Delay(plan.LongestLife * _random.NextDouble(), TimeProvider.System, cancellation);
        if (workers.Find(worker => worker.IsFaulted) is { } failed)
        {
            await failed;
        }
    }

    /// <summary>Lets what fell due during the last restart fire.</summary>
    private async Task SettleAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        using var file = new StoredCases(DatabaseFile);
        while (file.Overdue(TimeProvider.System.GetUtcNow(), _timerSlack) is > 0 and var overdue)
        {
            if (Stopwatch.GetElapsedTime(began) > _settlingLimit)
            {
                _ledger.Violated($"missing: {overdue} timers are still due {_settlingLimit} after the last restart.");
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, cancellation);
        }
    }

    private async Task<CrashReport> JudgeAsync(DateTimeOffset startedAt)
    {
        Verdict verdict;
        using (var file = new StoredCases(DatabaseFile))
        {
            verdict = Verdict.On(_ledger, file);
        }

        if (verdict.Faults.Count == 0)
        {
            Directory.Delete(_folder, recursive: true);
        }
        else
        {
            await log.WriteLineAsync($"{verdict.Faults.Count} promises broken; the file is kept in {_folder}");
        }

        return new CrashReport
        {
            Plan = plan,
            StartedAt = startedAt,
            Took = TimeProvider.System.GetUtcNow() - startedAt,
            KillsDuringStart = _killsDuringStart,
            Starts = _starts,
            Commands = _ledger.Commands,
            Repeats = _ledger.Repeats,
            Cases = verdict.Cases,
            ClosedCases = _ledger.ClosedCases,
            TimersFired = verdict.TimersFired,
            LatestTimer = verdict.LatestBy,
            Faults = verdict.Faults,
        };
    }
}
