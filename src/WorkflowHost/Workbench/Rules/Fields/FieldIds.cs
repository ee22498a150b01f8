using System.Globalization;

namespace WorkflowHost.Workbench.Rules.Fields;

/// <summary>Ids that tie a label to its input; unique on a page, which is all that matters. Thread-safe.</summary>
internal static class FieldIds
{
    private static int _last;

    public static string Next() => "rf" + Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
}
