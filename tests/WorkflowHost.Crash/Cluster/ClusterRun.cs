using System.Diagnostics;
using System.Globalization;
using WorkflowHost.Journeys;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Crash.Cluster;

/// <summary>
/// Clients work cases over HTTP on several hosts that share one PostgreSQL, while hosts are killed and stopped, the database is restarted, and the
/// network between them fails; then what is stored is held against what was promised, as <see cref="CrashRun"/> does.
/// </summary>
internal sealed class ClusterRun(ClusterPlan plan, TextWriter log)
{
    /// <summary>What a host that died or was parted had claimed waits for the end of its lease, and longer for a back-off.</summary>
    private static readonly TimeSpan _settlingLimit = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan _timerSlack = TimeSpan.FromSeconds(3);

    /// <summary>Two hosts may differ by so much, and a stored instant is cut to milliseconds.</summary>
    private static readonly TimeSpan _clockSlack = TimeSpan.FromSeconds(2);

    /// <summary>What a host may take to end in order: its lease, and what a loaded machine adds.</summary>
    private static readonly TimeSpan _stopLimit = Member.Lease + TimeSpan.FromSeconds(45);

    private readonly string _folder = Directory.CreateTempSubdirectory("workflowhost-cluster-").FullName;
    private readonly Random _random = new(plan.Seed);
    private readonly HostSeat _seat = new();
    private readonly Ledger _ledger = new();
    private readonly Dictionary<TroubleKind, int> _troubles = [];
    private readonly List<Member> _members = [];

    public async Task<ClusterReport> RunAsync(CancellationToken cancellation)
    {
        var startedAt = TimeProvider.System.GetUtcNow();
        await log.WriteLineAsync($"cluster run: {plan.Hosts} hosts, {plan.Clients} clients, seed {plan.Seed}, in {_folder}");
        var pack = PulseStory.PackIn(_folder);
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var stop = new CancellationTokenSource();
        using var server = PostgresServer.Start();
        try
        {
            _members.AddRange(Enumerable.Range(1, plan.Hosts).Select(number => new Member(number, _folder, pack, server.Port, _seat)));
            // The first makes the tables and prints the password.
            await _members[0].StartAsync(abort.Token);
            var clients = await HireAsync(_members[0], abort.Token);
            await Task.WhenAll(_members.Skip(1).Select(member => member.StartAsync(abort.Token)));
            var shared = new SharedCases();
            List<Task> workers = [.. clients.Select((client, i) => new Worker(client, i + 1, plan.Seed + i + 1, _ledger, shared).WorkAsync(stop.Token, abort.Token))];
            await MakeTroubleAsync(server, workers, abort.Token);
            await QuietAsync(workers, abort.Token);
            await stop.CancelAsync();
            await Task.WhenAll(workers);
            await SettleAsync(server, abort.Token);
            clients.ForEach(client => client.Dispose());
            return Judge(server, startedAt);
        }
        catch
        {
            await abort.CancelAsync();
            await log.WriteLineAsync("the run was broken off; the hosts said at the end:\n" + string.Join("\n---\n", _members.Select(member => member.Output)));
            throw;
        }
        finally
        {
            foreach (var member in _members)
            {
                await member.DisposeAsync();
            }

            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<List<Client>> HireAsync(Member member, CancellationToken cancellation)
    {
        using var administrator = await Administrator.SignInAsync(member.Address, member.Output, cancellation);
        var clients = new List<Client>();
        for (var i = 1; i <= plan.Clients; i++)
        {
            var (staffId, _) = await administrator.HireAsync($"crash{i:00}", $"员工{i:00}", [.. StaffRoles.All], cancellation);
            // Little patience: whoever is not answered by one host asks the next, while the first may still be at it.
            clients.Add(new Client(
                _seat, staffId, await administrator.IssueKeyAsync($"crash{i:00}", staffId, cancellation), patience: TimeSpan.FromSeconds(8), pause: TimeSpan.FromMilliseconds(200)));
        }

        return clients;
    }

    private async Task MakeTroubleAsync(PostgresServer server, List<Task> workers, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var kinds = ClusterPlan.Kinds;
        for (var i = 0; plan.Length is { } length ? Stopwatch.GetElapsedTime(began) < length : i < kinds.Length; i++)
        {
            await QuietAsync(workers, cancellation);
            // Each kind once first, so that none is left to chance.
            var kind = kinds[i < kinds.Length ? i : _random.Next(kinds.Length)];
            var at = Stopwatch.GetTimestamp();
            await MakeAsync(kind, server, cancellation);
            _troubles[kind] = _troubles.GetValueOrDefault(kind) + 1;
            await log.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"  {Stopwatch.GetElapsedTime(began).TotalSeconds,6:0} s {kind} ({Stopwatch.GetElapsedTime(at).TotalSeconds:0.0} s), {_ledger.Commands.Count} commands acknowledged"));
        }
    }

    private async Task MakeAsync(TroubleKind kind, PostgresServer server, CancellationToken cancellation)
    {
        var member = _members[_random.Next(_members.Count)];
        switch (kind)
        {
            case TroubleKind.Kill:
                member.Kill();
                await member.StartAsync(cancellation);
                break;
            case TroubleKind.KillAll:
                _members.ForEach(each => each.Kill());
                await Task.WhenAll(_members.Select(each => each.StartAsync(cancellation)));
                break;
            case TroubleKind.Stop:
                if (await member.StopAsync(_stopLimit) is { } fault)
                {
                    _ledger.Violated(fault);
                }

                await member.StartAsync(cancellation);
                break;
            case TroubleKind.Cut:
                member.Cable.Cut();
                break;
            case TroubleKind.Part:
                member.Cable.Pull();
                await PauseAsync(plan.LongestParting * _random.NextDouble(), cancellation);
                member.Cable.PutBack();
                break;
            case TroubleKind.RestartDatabase or TroubleKind.CrashDatabase:
                server.End(isCrash: kind == TroubleKind.CrashDatabase);
                await PauseAsync(TimeSpan.FromSeconds(2) * _random.NextDouble(), cancellation);
                server.Begin();
                break;
            default:
                foreach (var off in (TimeSpan[])[TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.Zero])
                {
                    member.Clock.Set(off);
                    await PauseAsync(TimeSpan.FromSeconds(3), cancellation);
                }

                break;
        }
    }

    private async Task QuietAsync(List<Task> workers, CancellationToken cancellation)
    {
        await PauseAsync(plan.LongestQuiet * _random.NextDouble(), cancellation);
        if (workers.Find(worker => worker.IsFaulted) is { } failed)
        {
            await failed;
        }
    }

    private static Task PauseAsync(TimeSpan pause, CancellationToken cancellation) => Task.Delay(pause, TimeProvider.System, cancellation);

    /// <summary>Lets what fell due during the last trouble fire.</summary>
    private async Task SettleAsync(PostgresServer server, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        using var stored = StoredCases.OnPostgres(server.ConnectionString);
        while (stored.Overdue(stored.Now(), _timerSlack) is > 0 and var overdue)
        {
            if (Stopwatch.GetElapsedTime(began) > _settlingLimit)
            {
                _ledger.Violated($"missing: {overdue} timers are still due {_settlingLimit} after the last trouble.");
                return;
            }

            await PauseAsync(TimeSpan.FromMilliseconds(250), cancellation);
        }
    }

    private ClusterReport Judge(PostgresServer server, DateTimeOffset startedAt)
    {
        using var stored = StoredCases.OnPostgres(server.ConnectionString);
        var verdict = Verdict.On(_ledger, stored);
        var end = stored.Now();
        // A host that went by its own clock would stamp what it does an hour off.
        var off = stored.All().Values.SelectMany(each => each.Timeline.Where(entry => entry.At < startedAt - _clockSlack || entry.At > end + _clockSlack).Select(entry =>
            $"clock: case {each.Id}, {entry.Kind} at {entry.At:O}, outside of the run.")).ToList();
        return new ClusterReport
        {
            Plan = plan,
            StartedAt = startedAt,
            Took = TimeProvider.System.GetUtcNow() - startedAt,
            Troubles = _troubles,
            Commands = _ledger.Commands,
            Repeats = _ledger.Repeats,
            Cases = verdict.Cases,
            ClosedCases = _ledger.ClosedCases,
            TimersFired = verdict.TimersFired,
            LatestTimer = verdict.LatestBy,
            Faults = [.. verdict.Faults, .. off],
        };
    }
}
