using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Timers;

namespace WorkflowHost.Runtime.Hosts;

/// <summary>
/// Reads each second what other hosts stored on the same database: wakes the timer pump, refreshes screens, takes over
/// published definitions and changed staff. Nothing correct rests on it, for every write is guarded in the database; it only
/// keeps a host from being behind for longer than a second.
/// </summary>
internal sealed class OtherHosts(
    IHotDatabase database,
    ReadPool reads,
    HostIdentity host,
    CaseCache cache,
    CaseChangeFeed feed,
    DueWork due,
    StaffDirectory staff,
    DefinitionStore definitions,
    RuleShelf rules,
    TimeProvider time,
    ILogger<OtherHosts> log) : BackgroundService
{
    /// <summary>After this time without the database a host no longer asks what happened meanwhile, and reads everything anew.</summary>
    public static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    // Read already, but of transactions beyond the horizon: the next look finds them again.
    private HashSet<(string Host, long Ticket, long Part)> _seen = [];
    private long _horizon;
    private DateTimeOffset _seenAt;

    /// <summary>Sets this host's clock by the database's.</summary>
    public void MeasureTime()
    {
        if (database.IsShared)
        {
            Horizon();
        }
    }

    /// <summary>From here on changes are taken note of. To be called before what may change is read.</summary>
    public void Begin()
    {
        if (database.IsShared)
        {
            (_horizon, _seenAt) = Horizon();
        }
    }

    /// <summary>Takes note of what others stored since the last time.</summary>
    /// <returns>How many changes there were.</returns>
    public async Task<int> PollAsync(CancellationToken cancellationToken = default)
    {
        if (!database.IsShared)
        {
            return 0;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            var (horizon, now) = Horizon();
            var isStale = now - _seenAt > LongestAbsence;
            var found = reads.Read(r => r.Changes(_horizon, host.Id));
            var fresh = found.FindAll(message => !_seen.Contains(message.Key));
            await TakeAsync(fresh, isStale, cancellationToken);
            // Only now: what could not be taken over is read again.
            _seen = [.. found.Where(message => message.Transaction >= horizon).Select(message => message.Key)];
            (_horizon, _seenAt) = (horizon, now);
            return fresh.Count;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await PollAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Boundary: the database may be away; it is asked again in a second.
            catch (Exception error)
#pragma warning restore CA1031
            {
                log.LogWarning(error, "What other hosts did could not be read; it is tried again each second");
            }
        }
    }

    private async Task TakeAsync(List<HostMessage> messages, bool isStale, CancellationToken cancellationToken)
    {
        foreach (var message in messages.Where(m => m.Kind == nameof(HostChangeKind.Case)))
        {
            if (NewsOf(message) is { } news)
            {
                Take(news);
            }
        }

        if (messages.Exists(m => m.Kind == nameof(HostChangeKind.Work)))
        {
            due.Wake();
        }

        // The whole, however many changed: it is little, and the last state is what counts.
        if (isStale || messages.Exists(m => m.Kind == nameof(HostChangeKind.Staff)))
        {
            await staff.ReloadAsync(cancellationToken);
        }

        // Before the definitions: what was published together with a rule is checked against it.
        if (isStale || messages.Exists(m => m.Kind == nameof(HostChangeKind.Rules)))
        {
            await rules.ReloadAsync(cancellationToken);
        }

        if (isStale || messages.Exists(m => m.Kind == nameof(HostChangeKind.Definitions)))
        {
            await definitions.ReloadAsync(log, cancellationToken);
            due.Wake();
        }

        // Last: what rings reads what was just taken over.
        if (isStale || messages.Exists(m => m.Kind is nameof(HostChangeKind.Rules) or nameof(HostChangeKind.Drafts) or nameof(HostChangeKind.Definitions)))
        {
            feed.Publish(CaseChanged.BellAlone);
        }
    }

    /// <summary>One that a release after or before this one wrote otherwise must not keep back what stands behind it; its case is read afresh where it is read.</summary>
    private CaseNews? NewsOf(HostMessage message)
    {
        try
        {
            return CaseNewsJson.Read(message.Body);
        }
        catch (JsonException error)
        {
            log.LogWarning(error, "News {Ticket} of host {Host} cannot be read; it is passed over", message.Key.Ticket, message.Key.Host);
            return null;
        }
    }

    private void Take(CaseNews news)
    {
        if (cache.Find(news.Change.CaseId) is { } known && known.Version < news.Change.Version)
        {
            cache.Drop(news.Change.CaseId);
        }

        staff.Apply(news.Load);
        if (news.WorkAt is { } at)
        {
            due.Wake(at);
        }

        feed.Publish(news.Change);
    }

    private (long Horizon, DateTimeOffset Now) Horizon()
    {
        // Within the read: to open a connection first may take long, and says nothing of how long the answer took.
        return reads.Read(r =>
        {
            var asked = time.GetTimestamp();
            var answer = r.Horizon();
            (time as DatabaseTime)?.Measure(answer.Now, asked, time.GetTimestamp());
            return answer;
        });
    }
}
