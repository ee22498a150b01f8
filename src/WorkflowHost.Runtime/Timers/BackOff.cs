namespace WorkflowHost.Runtime.Timers;

/// <summary>Doubling waits between tries, without chance: a run repeats exactly.</summary>
internal static class BackOff
{
    /// <param name="failures">How often it failed so far, from 1.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        // Beyond 30 doublings the cap holds anyway, and the shift would overflow.
        var wait = first * Math.Pow(2, Math.Min(failures - 1, 30));
        return wait < longest ? wait : longest;
    }
}
