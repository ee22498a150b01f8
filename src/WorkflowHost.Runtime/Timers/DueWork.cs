namespace WorkflowHost.Runtime.Timers;

/// <summary>Wakes the pump when a commit set something that is due earlier than what it sleeps for. Thread-safe.</summary>
internal sealed class DueWork(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private volatile Sleep? _sleep;

    /// <summary>The pump looks into the tables: whatever is stored from now on wakes it, whether its look still sees it or not.</summary>
    public void Looks() => _sleep = null;

    /// <summary>The pump sleeps, and looks again by itself after this time: what is due later need not wake it.</summary>
    public void SleepsFor(TimeSpan span) => _sleep = new(time.GetTimestamp(), span);

    /// <summary>Something was stored that is due at this instant.</summary>
    public void Wake(DateTimeOffset dueAt)
    {
        // By what is left of the sleep, since a clock that is set says nothing of that.
        if (_sleep is not { } sleep || dueAt - time.GetUtcNow() < sleep.Span - time.GetElapsedTime(sleep.Began))
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

    private sealed record Sleep(long Began, TimeSpan Span);
}
