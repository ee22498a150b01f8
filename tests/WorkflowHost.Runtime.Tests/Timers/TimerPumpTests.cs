using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Logging.Abstractions;
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
    public async Task Pump_Running_EnqueuesWhenTheInstantComes()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.AcceptedAsync();
        await host.Outbox.RunDueAsync();
        var jobs = new CountingJobs();
        using var pump = Pump(host, jobs);
        await pump.StartAsync(default);
        Assert.False(jobs.First.IsCompleted);

        // In steps, since the pump sets its next alarm only after the one before has rung.
        for (var i = 0; i < 130 && !jobs.First.IsCompleted; i++)
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        await jobs.First.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await pump.StopAsync(default);
    }

    private static TimerPump Pump(RuntimeHarness host, IBackgroundJobClient jobs) =>
        new(host.Timers, host.Outbox, jobs, host.Get<DueWork>(), host.Time, NullLogger<TimerPump>.Instance);

    /// <summary>Takes jobs and loses them.</summary>
    private sealed class CountingJobs : IBackgroundJobClient
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public int Count => _count;

        public Task First => _first.Task;

        public string Create(Job job, IState state)
        {
            Interlocked.Increment(ref _count);
            _first.TrySetResult();
            return "lost";
        }

        public bool ChangeState(string jobId, IState state, string expectedState) => false;
    }
}
