namespace WorkflowHost.Browser;

/// <summary>
/// Real time, moved: it runs as it does, but from the instant a journey needs, so that a call at night or on a holiday is
/// refused only where the journey wants it to be.
/// </summary>
internal sealed class ShiftedTime(DateTimeOffset start) : TimeProvider
{
    private TimeSpan _shift = start - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;

    /// <summary>Goes on from a later instant.</summary>
    public void JumpTo(DateTimeOffset instant) => _shift = instant - System.GetUtcNow();
}
