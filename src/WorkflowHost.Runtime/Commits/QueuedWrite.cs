using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;

namespace WorkflowHost.Runtime.Commits;

/// <summary>A write waiting for its group.</summary>
internal abstract class QueuedWrite
{
    /// <summary>Set by <see cref="Apply"/> when its rows must not be kept (a lost version race): it is rolled back, the answer is still given.</summary>
    public bool IsDiscarded { get; protected set; }

    /// <summary>Whether it is a burst of a case and may be one transaction with others; a claim or a count of its own kind may not.</summary>
    public abstract bool IsBurst { get; }

    /// <summary>It was one transaction with others, which failed: now it is written by itself.</summary>
    public bool IsAlone { get; set; }

    public bool MayShare => IsBurst && !IsAlone;

    public abstract void Apply(HotSql sql);

    /// <summary>The database found out that a demand of the write is not met: that is its value now, and its rows are not kept.</summary>
    public abstract void Reject(CaseWriteVerdict verdict);

    /// <summary>Answers the caller; called only after the group's commit is on the disk.</summary>
    public abstract void Answer();

    public abstract void Fail(StorageFault fault);

    public abstract void Fail(Exception error);
}

internal sealed class QueuedWrite<T>(Func<HotSql, T> apply, Func<T, bool>? isKept, bool isBurst = false) : QueuedWrite
{
    // Continuations run elsewhere: the writer must go on with the next group.
    private readonly TaskCompletionSource<WriteResult<T>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _value;

    public Task<WriteResult<T>> Answered => _answer.Task;

    public override bool IsBurst => isBurst;

    public override void Apply(HotSql sql)
    {
        _value = apply(sql);
        IsDiscarded = isKept is not null && !isKept(_value);
    }

    public override void Reject(CaseWriteVerdict verdict)
    {
        _value = (T)(object)verdict;
        IsDiscarded = true;
    }

    public override void Answer() => _answer.TrySetResult(new(_value!, null));

    public override void Fail(StorageFault fault) => _answer.TrySetResult(new(default!, fault));

    public override void Fail(Exception error) => _answer.TrySetException(error);
}
