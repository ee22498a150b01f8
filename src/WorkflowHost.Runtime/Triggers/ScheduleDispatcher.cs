using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Triggers;

/// <summary>
/// Starts workflows whose Cron, Timer or StartAt trigger is due. The start and the step to the next instant are one transaction,
/// so an instant starts exactly one instance, however many hosts look and wherever one of them dies.
/// </summary>
/// <remarks>
/// Misfires: instants that passed while no host ran are made up by one start, late, or passed over, by the policy of the
/// schedule; then it goes on at its own next instant. Overlaps: see <see cref="OverlapPolicy"/>.
/// </remarks>
public sealed class ScheduleDispatcher
{
    private const int MostStarts = 10_000;
    private const int Batch = 64;

    /// <summary>Of <see cref="FirstBackOff"/>, while another host may know a schedule that this one does not.</summary>
    private const int MostDoublingsForOthers = 4;

    /// <summary>A start this late is made up for an instant that was missed; the sweep alone may take a minute.</summary>
    private static readonly TimeSpan Missed = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(30);

    private readonly IHotDatabase _database;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly ReadPool _reads;
    private readonly InstanceStarter _starter;
    private readonly DefinitionStore _definitions;
    private readonly WriteQueue _writes;
    private readonly TimeProvider _time;
    private readonly ILogger<ScheduleDispatcher> _log;

    internal ScheduleDispatcher(
        IHotDatabase database,
        IDbContextFactory<WorkflowDbContext> contexts,
        ReadPool reads,
        InstanceStarter starter,
        DefinitionStore definitions,
        WriteQueue writes,
        TimeProvider time,
        ILogger<ScheduleDispatcher> log)
    {
        _database = database;
        _contexts = contexts;
        _reads = reads;
        _starter = starter;
        _definitions = definitions;
        _writes = writes;
        _time = time;
        _log = log;
    }

    /// <summary>Starts what is due now, the longest due first, until nothing is due.</summary>
    /// <returns>How many instances were started.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken = default)
    {
        var started = 0;
        var tried = new HashSet<(string, string, DateTimeOffset)>();
        while (tried.Count < MostStarts && !cancellationToken.IsCancellationRequested)
        {
            var due = await DueAsync(cancellationToken);
            // An instant that is due again could not even be put back: the store takes no writes, and the next run tries again.
            if (due.Count == 0 || !due.TrueForAll(s => tried.Add((s.DefinitionId, s.ActivityId, s.DueAt))))
            {
                break;
            }

            foreach (var schedule in due)
            {
                if (await FireAsync(schedule, cancellationToken))
                {
                    started++;
                }
            }
        }

        return started;
    }

    /// <summary>When the next schedule is due; null when there is none.</summary>
    public DateTimeOffset? NextDue() => _reads.Read(r => r.NextSchedule());

    private async Task<List<StoredSchedule>> DueAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Schedules.Where(s => s.ClaimableAt <= now)
            .OrderBy(s => s.ClaimableAt).ThenBy(s => s.DefinitionId).ThenBy(s => s.ActivityId)
            .Take(Batch)
            .ToListAsync(cancellationToken);
    }

    private async Task<bool> FireAsync(StoredSchedule schedule, CancellationToken cancellationToken)
    {
        var firing = new ScheduleFiring(schedule.DefinitionId, schedule.ActivityId, schedule.DueAt, null);
        try
        {
            var trigger = TriggerOf(schedule);
            if (trigger is null && _database.IsShared)
            {
                // Perhaps published by another host just now.
                await _definitions.ReloadAsync(_log, cancellationToken);
                trigger = TriggerOf(schedule);
            }

            if (trigger?.Schedule is not { } times)
            {
                // Stored by a publication this host has not taken up yet, or of a version that does not compile here: only a
                // publication or retraction takes a schedule away, so that no instant is lost to a host that knows less. Of several
                // hosts another may well know it: it is put off for little more than a minute at most, so that no host makes all wait.
                await PutBackAsync(firing, _database.IsShared ? Math.Min(schedule.Failures, MostDoublingsForOthers) : schedule.Failures, "schedule.unknown");
                return false;
            }

            var now = _time.GetUtcNow();
            firing = firing with { Next = NextAfter(times, schedule.DueAt, now) };
            if (times.Policy.Misfire == MisfirePolicy.Skip && now - schedule.DueAt > Missed)
            {
                _log.LogWarning("The schedule {ActivityId} of {DefinitionId} was due at {DueAt} and is not made up", firing.ActivityId, firing.DefinitionId, firing.DueAt);
                await _writes.RunAsync(sql => sql.StepSchedule(firing));
                return false;
            }

            return await StartAsync(firing with { FiredAt = now }, times.Policy.Overlap, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // Boundary: one schedule that fails must not keep the others from firing.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.LogError(error, "Schedule {ActivityId} of {DefinitionId} failed", schedule.ActivityId, schedule.DefinitionId);
            await PutBackAsync(firing, schedule.Failures, error.Message);
            return false;
        }
    }

    private WorkflowTrigger? TriggerOf(StoredSchedule schedule) => _definitions.PublishedProgram(schedule.DefinitionId)?.Triggers
        .FirstOrDefault(t => t.ActivityId == schedule.ActivityId && t.Hash == schedule.Hash);

    private async Task<bool> StartAsync(ScheduleFiring firing, OverlapPolicy overlap, CancellationToken cancellationToken)
    {
        var instanceId = DerivedId.Of("schedule", firing.DefinitionId, firing.ActivityId, firing.DueAt.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        var origin = new InstanceOrigin(TriggerActivityId: firing.ActivityId, TriggerInput: new JsonObject());
        var run = await _starter.StartAsync(new(Actor.System, firing.DefinitionId, instanceId, [], origin) { Firing = firing, IsAlone = overlap == OverlapPolicy.Skip }, cancellationToken);
        if (run.IsStored)
        {
            return true;
        }

        if (run.Refusal is { Code: "instance.already_started" })
        {
            // Another host was faster; it has stepped the schedule as well.
            return false;
        }

        if (run.Refusal is { Kind: RefusalKind.Unavailable } unavailable)
        {
            await PutBackAsync(firing, 0, unavailable.Code);
            return false;
        }

        // Not started for a reason that will not pass (another instance runs, the opening form is not filled): this instant is used up.
        if (run.Refusal is { } refusal)
        {
            _log.LogWarning("The schedule {ActivityId} of {DefinitionId} was due at {DueAt} but started nothing: {Code}", firing.ActivityId, firing.DefinitionId, firing.DueAt, refusal.Code);
        }

        await _writes.RunAsync(sql => sql.StepSchedule(firing with { FiredAt = null }));
        return false;
    }

    private async Task PutBackAsync(ScheduleFiring firing, int failures, string error)
    {
        var next = _time.GetUtcNow() + BackOff.After(failures + 1, FirstBackOff, LongestBackOff);
        await _writes.RunAsync(sql => sql.PutBackSchedule(firing, next, error));
    }

    /// <summary>The first instant of the schedule that is still to come; an interval keeps its own rhythm.</summary>
    internal static DateTimeOffset? NextAfter(TriggerSchedule schedule, DateTimeOffset dueAt, DateTimeOffset now)
    {
        if (schedule is TriggerSchedule.Interval { Span: var span } && now >= dueAt)
        {
            return dueAt + (span * (Math.Floor((now - dueAt) / span) + 1));
        }

        return schedule.NextAfter(dueAt > now ? dueAt : now);
    }
}
