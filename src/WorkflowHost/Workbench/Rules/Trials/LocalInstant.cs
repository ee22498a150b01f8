using System.Globalization;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Rules.Trials;

/// <summary>An instant as a browser's date and time input writes it, in the house's zone.</summary>
internal static class LocalInstant
{
    private const string Format = "yyyy-MM-ddTHH:mm";

    public static string Text(DateTimeOffset at) => at.ToOffset(CaseTime.Offset).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Null for what is no date.</summary>
    public static DateTimeOffset? Of(string? text) =>
        DateTime.TryParseExact(text, [Format, Format + ":ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? new DateTimeOffset(at, CaseTime.Offset) : null;
}
