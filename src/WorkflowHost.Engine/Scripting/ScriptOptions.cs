using System.Globalization;
using Jint;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Engine.Scripting;

/// <summary>What binds every script: its clock, its limits, and the .NET members within reach.</summary>
internal static class ScriptOptions
{
    private const uint LongestArray = 1_000_000;

    public static Options Of(BurstLimits limits, BurstTime time)
    {
        var options = new Options
        {
            Culture = CultureInfo.InvariantCulture,
            TimeSystem = time,
            AgentCanSuspend = false,
        };
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.RegexTimeout = limits.ScriptTime;
        options.Constraints.PromiseTimeout = limits.ScriptTime;
        options.Constraints.MaxArraySize = LongestArray;
        options.MaxStatements(limits.ScriptStatements);
        options.LimitRecursion(limits.ScriptRecursion);
        options.LimitMemory(limits.ScriptMemoryBytes);
        options.TimeoutInterval(limits.ScriptTime);
        options.Interop.TypeResolver = ScriptTypes.Resolver;
        return options;
    }
}
