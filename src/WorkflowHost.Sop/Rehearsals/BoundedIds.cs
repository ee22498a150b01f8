using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>
/// Ids that count up, and end the rehearsal once nobody waits for it any more. Every step that begins takes one, so a burst that
/// goes round a slow script ends within one script's time instead of at its budget of steps. Not thread-safe.
/// </summary>
internal sealed class BoundedIds(CancellationToken patience) : IIdSource
{
    private readonly SequentialIdSource _ids = new();

    public ulong NewNumber()
    {
        patience.ThrowIfCancellationRequested();
        return _ids.NewNumber();
    }

    public string NewId()
    {
        patience.ThrowIfCancellationRequested();
        return _ids.NewId();
    }

    public Guid NewGuid() => _ids.NewGuid();

    public double NextDouble() => _ids.NextDouble();
}
