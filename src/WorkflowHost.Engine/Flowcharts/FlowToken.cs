namespace WorkflowHost.Engine.Flowcharts;

/// <summary>A token on a connection: something has come this way and waits to be taken by the target.</summary>
/// <param name="Connection">The place of the connection in the flowchart.</param>
/// <param name="IsBlocked">It waits for an arrival that is to have no effect.</param>
/// <param name="IsConsumed">It has been taken.</param>
internal readonly record struct FlowToken(int Connection, bool IsBlocked = false, bool IsConsumed = false)
{
    public bool IsOpen => !IsBlocked && !IsConsumed;

    /// <summary>As one number, for storing.</summary>
    public int ToNumber() => (Connection * 4) + (IsBlocked ? 2 : 0) + (IsConsumed ? 1 : 0);

    public static FlowToken OfNumber(int number) => new(number / 4, (number & 2) != 0, (number & 1) != 0);
}
