using System.Collections.Immutable;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Runtime;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Starting;

namespace WorkflowHost.Demo;

/// <summary>
/// A runtime of its own on the host's database, whose clock the demo sets: all stories are told together in the order of
/// their instants, and every timer that falls due between two of them fires at its own time.
/// </summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private const ulong Seed = 20_260_929;

    /// <summary>Longer than the longest story: nothing happens before.</summary>
    private static readonly TimeSpan _history = TimeSpan.FromDays(150);

    private readonly ServiceProvider _services;
    private readonly DateTimeOffset _until;
    private readonly DemoClock _clock;
    private readonly DemoIds _ids = new(Seed);

    public DemoWorld(HostFiles files, DateTimeOffset until)
    {
        _until = until;
        _clock = new DemoClock(until - _history);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_clock)
            .AddSingleton<IIdSource>(_ids)
            .AddWorkflowRuntime(options =>
            {
                files.Database.ApplyTo(options);
                options.WorkflowsFolder = files.WorkflowsFolder;
                options.RunTimers = false;
            })
            .BuildServiceProvider();
    }

    /// <summary>Ids of the demo's people, the same in every demo: by them its accounts are told from those of real people.</summary>
    public static ImmutableHashSet<string> PeopleIds { get; } = [.. DemoStaff.Hire(new DemoIds(Seed)).Select(member => member.Id)];

    public AuditTrail Audit => _services.GetRequiredService<AuditTrail>();

    public StaffDirectory Staff => _services.GetRequiredService<StaffDirectory>();

    /// <exception cref="PackRejectedException">The workflows folder has faults.</exception>
    public Task StartAsync() => _services.GetRequiredService<RuntimeStartup>().RunAsync();

    public async Task<ImmutableArray<StaffMember>> HireAsync()
    {
        var people = DemoStaff.Hire(_ids);
        foreach (var member in people)
        {
            var saved = await Staff.SaveAsync(member);
            if (!saved.IsOk)
            {
                throw new InvalidOperationException($"Demo user {member.UserName} was not stored: {saved.Refusal.Code}.");
            }
        }

        return people;
    }

    /// <summary>Tells every story up to the present. Returns how many cases there are.</summary>
    public async Task<int> TellAsync(ImmutableArray<StaffMember> people)
    {
        var calendar = _services.GetRequiredService<SopPackSource>().Current.Calendars.Values.First();
        var cast = new DemoCast(people);
        var cases = DemoComplaint.All()
            .Select((complaint, number) => new DemoCase(
                complaint, number, _services.GetRequiredService<CaseDesk>(), _services.GetRequiredService<CaseQueries>(), calendar, _clock))
            .ToList();
        var turns = new Dictionary<DemoPlot, int>();
        var waiting = new PriorityQueue<IAsyncEnumerator<DateTimeOffset>, (DateTimeOffset At, int Number)>();
        foreach (var one in cases)
        {
            var plot = one.Complaint.Plot;
            turns[plot] = turns.TryGetValue(plot, out var turn) ? turn + 1 : 0;
            var story = new DemoStory(one, cast, customer => cases.Single(other => other.Complaint.Customer == customer))
                .TellAsync(DemoSchedule.OpensAt(plot, turns[plot], calendar, _until))
                .GetAsyncEnumerator();
            await story.MoveNextAsync();
            waiting.Enqueue(story, (story.Current, one.Number));
        }

        while (waiting.TryDequeue(out var story, out var next))
        {
            if (next.At <= _until)
            {
                await AdvanceToAsync(next.At);
                if (await story.MoveNextAsync())
                {
                    waiting.Enqueue(story, (story.Current, next.Number));
                    continue;
                }
            }

            await story.DisposeAsync();
        }

        await AdvanceToAsync(_until);
        var (desk, queries) = (_services.GetRequiredService<CaseDesk>(), _services.GetRequiredService<CaseQueries>());
        var others = await new DemoCare(desk, queries, cast, _clock).TellAsync() + await new DemoHotline(desk, queries, cast, _clock).TellAsync()
            + await new DemoOperations(desk, cast, _clock).TellAsync();
        // The complaint that an accident report opens is there when the host starts.
        await AdvanceToAsync(_until);
        return cases.Count(one => one.IsOpen) + others;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task AdvanceToAsync(DateTimeOffset instant)
    {
        var timers = _services.GetRequiredService<TimerDispatcher>();
        var outbox = _services.GetRequiredService<OutboxDispatcher>();
        await outbox.RunDueAsync();
        while (timers.NextDue() is { } due && due <= instant)
        {
            _clock.MoveTo(due);
            await timers.RunDueAsync();
            await outbox.RunDueAsync();
        }

        _clock.MoveTo(instant);
    }
}
