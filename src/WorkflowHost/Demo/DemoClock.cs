namespace WorkflowHost.Demo;

/// <summary>A clock that is set by hand, so that demo cases really run at past instants.</summary>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Moves on to <paramref name="instant"/>; never back.</summary>
    public void MoveTo(DateTimeOffset instant) => _now = instant > _now ? instant.ToUniversalTime() : _now;
}
