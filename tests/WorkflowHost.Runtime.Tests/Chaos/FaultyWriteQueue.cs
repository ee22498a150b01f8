using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Tests.Chaos;

/// <summary>The way every write takes, on which one goes wrong.</summary>
internal sealed class FaultyWriteQueue(WriteQueue inner) : WriteQueue
{
    private TaskCompletionSource _isHolding = Empty();
    private StoreFault _fault;
    private QueuedWrite? _held;
    private int _count;
    private int _at;

    /// <summary>Writes since the beginning.</summary>
    public int Count => _count;

    /// <summary>Ends when a late write has come, which waits until it is let go.</summary>
    public Task Holding => _isHolding.Task;

    public override long Groups => inner.Groups;

    public override bool IsAlive => inner.IsAlive;

    /// <param name="at">Which write from now on goes wrong, counted from 1; 0 is none.</param>
    public void Begin(StoreFault fault, int at) => (_fault, _count, _at, _isHolding) = (fault, 0, at, Empty());

    /// <returns>Whether a write was held.</returns>
    public bool LetGo()
    {
        if (Interlocked.Exchange(ref _held, null) is not { } write)
        {
            return false;
        }

        return inner.TryQueue(write);
    }

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    protected internal override bool TryQueue(QueuedWrite write)
    {
        switch (Interlocked.Increment(ref _count) == _at ? _fault : null as StoreFault?)
        {
            case StoreFault.Fails:
                write.Fail(new StorageFault(StorageFault.Unavailable, "Made to fail."));
                break;
            case StoreFault.Throws:
                write.Fail(new InjectedException());
                break;
            case StoreFault.Late:
                _held = write;
                _isHolding.SetResult();
                break;
            case StoreFault.FailsAfterCommit:
                return inner.TryQueue(new AnswerLost(write));
            default:
                return inner.TryQueue(write);
        }

        return true;
    }

    private static TaskCompletionSource Empty() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Handed on instead of the write, to lose its answer.</summary>
    private sealed class AnswerLost(QueuedWrite write) : QueuedWrite
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

        public override void Answer() => write.Fail(new StorageFault(StorageFault.Unavailable, "The answer was made to be lost."));

        public override void Fail(StorageFault fault) => write.Fail(fault);

        public override void Fail(Exception error) => write.Fail(error);
    }
}
