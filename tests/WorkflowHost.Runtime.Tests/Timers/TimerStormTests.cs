using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Tests.Instances;

namespace WorkflowHost.Runtime.Tests.Timers;

/// <summary>Many timers due at once, as after an outage.</summary>
public sealed class TimerStormTests
{
    [Fact]
    public async Task Timers_ManyDueAfterAnOutage_NeverPutMoreThanABatchAheadOfAPersonsCommand()
    {
        const int batch = 8;
        ObservedWrites? writes = null;
        await using var host = await RuntimeHarness.StartAsync(
            services =>
            {
                var inner = services.Last(service => service.ServiceType == typeof(WriteQueue));
                services.Replace(ServiceDescriptor.Singleton<WriteQueue>(sp =>
                    writes = new((WriteQueue)(inner.ImplementationFactory?.Invoke(sp) ?? ActivatorUtilities.CreateInstance(sp, inner.ImplementationType!)))));
            },
            options => options.ClaimBatch = batch,
            Flows.Sequence("wait", Flows.Delay("hour", "01:00:00")));
        for (var i = 0; i < 100; i++)
        {
            Assert.True((await host.Instances.StartAsync("wait", new(), RuntimeHarness.Owner)).IsOk);
        }

        host.Time.Advance(TimeSpan.FromDays(1));
        writes!.Reset();

        Assert.Equal(100, await host.Timers.RunDueAsync());

        Assert.InRange(writes.MostWaiting, 1, batch);
    }

    /// <summary>Counts how many writes wait at once: what a person's command would find ahead of it.</summary>
    private sealed class ObservedWrites(WriteQueue inner) : WriteQueue
    {
        private readonly Lock _gate = new();
        private int _waiting;

        public int MostWaiting { get; private set; }

        public override long Groups => inner.Groups;

        public override bool IsAlive => inner.IsAlive;

        public void Reset() => MostWaiting = 0;

        public override ValueTask DisposeAsync() => inner.DisposeAsync();

        protected internal override bool TryQueue(QueuedWrite write)
        {
            lock (_gate)
            {
                MostWaiting = Math.Max(MostWaiting, ++_waiting);
            }

            return inner.TryQueue(new Observed(write, () =>
            {
                lock (_gate)
                {
                    _waiting--;
                }
            }));
        }
    }

    private sealed class Observed(QueuedWrite write, Action ended) : QueuedWrite
    {
        public override bool IsBurst => write.IsBurst;

        public override void Apply(HotSql sql)
        {
            write.Apply(sql);
            IsDiscarded = write.IsDiscarded;
        }

        public override void Reject(CaseWriteVerdict verdict)
        {
            write.Reject(verdict);
            IsDiscarded = true;
        }

        public override void Answer()
        {
            ended();
            write.Answer();
        }

        public override void Fail(StorageFault fault)
        {
            ended();
            write.Fail(fault);
        }

        public override void Fail(Exception error)
        {
            ended();
            write.Fail(error);
        }
    }
}
