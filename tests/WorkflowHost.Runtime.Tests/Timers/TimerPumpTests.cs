using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Timers;

namespace WorkflowHost.Runtime.Tests.Timers;

public sealed class TimerPumpTests
{
    [Fact]
    public async Task Pump_NothingSet_SleepsItsLongest()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var jobs = new CountingJobs();

        Assert.Equal(TimeSpan.FromMinutes(1), await Pump(host, jobs).EnqueueDueAsync(default));
        Assert.Equal(0, jobs.Count);
    }

    [Fact]
    public async Task Pump_TimerSoon_SleepsExactlyUntilThen()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.AcceptedAsync();
        await host.Outbox.RunDueAsync();
        host.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1234));

        Assert.Equal(TimeSpan.FromMilliseconds(1234), await Pump(host, new CountingJobs()).EnqueueDueAsync(default));
    }

    [Fact]
    public async Task Pump_JobLost_EnqueuesAnotherAndTheTimerStillFiresOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.AcceptedAsync();
        await host.Outbox.RunDueAsync();
        host.Time.Advance(TimeSpan.FromHours(2));
        var jobs = new CountingJobs();
        var pump = Pump(host, jobs);

        await pump.EnqueueDueAsync(default);
        await pump.EnqueueDueAsync(default);

        Assert.Equal(2, jobs.Count);
        await host.Get<DueWorkJob>().RunTimersAsync(default);
        await host.Get<DueWorkJob>().RunTimersAsync(default);
        await pump.EnqueueDueAsync(default);
        Assert.Equal(2, jobs.Count);
    }

    [Fact]
    public async Task Pump_HangfireTakesNoJobs_DoesWhatIsDueItself()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.AcceptedAsync();
        host.Time.Advance(TimeSpan.FromHours(2));
        using var pump = Pump(host, new RefusingJobs());

        await pump.EnqueueDueAsync(default);
        await pump.Here;

        var after = (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Handler))!;
        Assert.Equal("close", RuntimeHarness.OpenTask(after).ActivityId);
        Assert.Equal(OutboxStatus.Held, Assert.Single(after.Outbox).Status);
    }

    [Fact]
    public async Task Pump_Running_IsWokenByACommitAndEnqueuesAtOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var jobs = new CountingJobs();
        using var pump = Pump(host, jobs);
        await pump.StartAsync(default);

        // The message of the accepted case is due at once: no time passes in this test.
        await host.AcceptedAsync();

        await jobs.First.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await pump.StopAsync(default);
    }

    [Fact]
    public async Task Work_DueLaterThanThePumpSleeps_LetsItSleep()
    {
        var time = new FakeTimeProvider();
        using var work = new DueWork(time);

        work.SleepsFor(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromSeconds(20));
        work.Wake(time.GetUtcNow().AddSeconds(41));
        var sleep = work.WaitAsync(default);
        Assert.False(sleep.IsCompleted);
        work.Wake(time.GetUtcNow().AddSeconds(39));
        await sleep;
    }

    [Fact]
    public async Task Pump_CommitWhileItLooks_LooksAgainHoweverLateThatIsDue()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var jobs = new CountingJobs();
        using var pump = Pump(host, jobs);
        // The message of the accepted case is due at once; while its job is being enqueued something else is stored.
        jobs.Meanwhile = () => host.Get<DueWork>().Wake(host.Time.GetUtcNow().AddYears(3));
        await pump.StartAsync(default);

        await host.AcceptedAsync();

        // No time passes, so only another look can enqueue a second one.
        await jobs.Second.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await pump.StopAsync(default);
    }

    [Fact]
    public async Task Pump_Running_EnqueuesWhenTheInstantComes()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.AcceptedAsync();
        await host.Outbox.RunDueAsync();
        // The commits have called the pump already; that call is answered here, so that only time wakes it.
        await host.Get<DueWork>().WaitAsync(default);
        var jobs = new CountingJobs();
        using var time = new WatchedTime(host.Time);
        using var pump = Pump(host, jobs, time);
        await pump.StartAsync(default);

        // In steps, since the pump sets its next alarm only after the one before has rung.
        for (var minutes = 0; minutes < 120; minutes++)
        {
            await time.AlarmSetAsync();
            Assert.Equal(0, jobs.Count);
            host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await time.AlarmSetAsync();
        Assert.Equal(1, jobs.Count);
        await pump.StopAsync(default);
    }

    [Fact]
    public async Task Job_StoreLocked_DoesNotWakeThePumpToFindTheSameAgain()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.BusyTimeout = TestDatabase.Impatience);
        await host.AcceptedAsync();
        await host.Get<DueWork>().WaitAsync(default);
        using (host.BlockWrites())
        {
            await host.Get<DueWorkJob>().RunTimersAsync(default);
            await host.Get<DueWorkJob>().SendMessagesAsync(default);
        }

        using var called = new CancellationTokenSource();
        var call = host.Get<DueWork>().WaitAsync(called.Token);
        Assert.False(call.IsCompleted);
        await host.Get<DueWorkJob>().RunTimersAsync(default);
        await call.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    private static TimerPump Pump(RuntimeHarness host, IBackgroundJobClient jobs, TimeProvider? time = null) =>
        new(host.Timers, host.Schedules, host.Outbox, jobs, host.Get<DueWork>(), time ?? host.Time, NullLogger<TimerPump>.Instance);

    /// <summary>Tells when an alarm has been set on it, so that a test advances only then.</summary>
    private sealed class WatchedTime(TimeProvider inner) : TimeProvider, IDisposable
    {
        private readonly SemaphoreSlim _alarms = new(0);

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override long GetTimestamp() => inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = inner.CreateTimer(callback, state, dueTime, period);
            _alarms.Release();
            return timer;
        }

        public async Task AlarmSetAsync() => Assert.True(await _alarms.WaitAsync(TimeSpan.FromSeconds(30)), "The pump set no alarm.");

        public void Dispose() => _alarms.Dispose();
    }

    /// <summary>Takes jobs and loses them.</summary>
    /// <summary>As when its storage is away or was dropped.</summary>
    private sealed class RefusingJobs : IBackgroundJobClient
    {
        public string Create(Job job, IState state) => throw new BackgroundJobClientException("no storage", new InvalidOperationException("dropped"));

        public bool ChangeState(string jobId, IState state, string expectedState) => false;
    }

    private sealed class CountingJobs : IBackgroundJobClient
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public int Count => _count;

        /// <summary>What happens while the first job is being enqueued.</summary>
        public Action? Meanwhile { get; set; }

        public Task Second => _second.Task;

        public Task First => _first.Task;

        public string Create(Job job, IState state)
        {
            var count = Interlocked.Increment(ref _count);
            _first.TrySetResult();
            if (count == 1)
            {
                Meanwhile?.Invoke();
            }
            else
            {
                _second.TrySetResult();
            }

            return "lost";
        }

        public bool ChangeState(string jobId, IState state, string expectedState) => false;
    }
}
