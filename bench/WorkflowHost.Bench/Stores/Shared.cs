using System.Globalization;

namespace WorkflowHost.Bench.Stores;

/// <summary>What else the machine did meanwhile.</summary>
internal static class Shared
{
    /// <summary>On a machine that is not shared it says so too.</summary>
    public static string Note()
    {
        const string load = "/proc/loadavg";
        var average = File.Exists(load) ? double.Parse(File.ReadAllText(load).Split(' ')[1], CultureInfo.InvariantCulture) : 0;
        return average > 2 * Environment.ProcessorCount
            ? string.Create(CultureInfo.InvariantCulture, $"The machine was shared: load average {average:0} on {Environment.ProcessorCount} cores. What was measured in the same run can be compared, the numbers themselves are too low, and the longest times are mostly waits for a core.")
            : string.Create(CultureInfo.InvariantCulture, $"Load average {average:0.0}: the machine did little else.");
    }
}
