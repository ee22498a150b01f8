namespace WorkflowHost.Runtime.Timers;

/// <summary>Wakes the pump when a commit set something that may be due earlier than what it sleeps for. Thread-safe.</summary>
internal sealed class DueWork : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

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
