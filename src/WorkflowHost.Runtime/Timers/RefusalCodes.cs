using System.Text.RegularExpressions;

namespace WorkflowHost.Runtime.Timers;

/// <summary>Tells a stable code, which screens put into words, from the text of an exception.</summary>
public static partial class RefusalCodes
{
    /// <summary>For who may not read what went wrong.</summary>
    public const string TimerFailed = "timer.failed";

    /// <summary>Words of small letters with dots between: <c>storage.locked</c>.</summary>
    public static bool IsOne(string text) => Code().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9_]+(\.[a-z0-9_]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
