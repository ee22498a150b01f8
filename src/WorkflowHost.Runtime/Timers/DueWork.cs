namespace WorkflowHost.Runtime.Timers;

/// <summary>Wakes the pump when a commit set something that is due earlier than what it sleeps for. Thread-safe.</summary>
internal sealed class DueWork : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private long _wakesAt = DateTimeOffset.MaxValue.UtcTicks;

    /// <summary>The pump looks into the tables: whatever is stored from now on wakes it, whether its look still sees it or not.</summary>
    public void Looks() => Volatile.Write(ref _wakesAt, DateTimeOffset.MaxValue.UtcTicks);

    /// <summary>The pump sleeps, and looks again by itself at this instant: what is due later need not wake it.</summary>
    public void SleepsUntil(DateTimeOffset at) => Volatile.Write(ref _wakesAt, at.UtcTicks);

    /// <summary>Something was stored that is due at this instant.</summary>
    public void Wake(DateTimeOffset dueAt)
    {
        if (dueAt.UtcTicks < Volatile.Read(ref _wakesAt))
        {
            Wake();
        }
    }

    public void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already; one look at the table sees all commits.
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _signal.WaitAsync(cancellationToken);

    public void Dispose() => _signal.Dispose();
}
