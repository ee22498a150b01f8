namespace WorkflowHost.Runtime.Hosts;

/// <summary>This host among those on the same database: a name of its own for as long as it runs. Thread-safe.</summary>
internal sealed class HostIdentity
{
    private long _lastTicket;

    public string Id { get; } = Guid.NewGuid().ToString("n");

    /// <summary>A number no write of this host had before.</summary>
    public long NextTicket() => Interlocked.Increment(ref _lastTicket);
}
