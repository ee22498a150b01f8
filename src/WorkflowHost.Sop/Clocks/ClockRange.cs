using System.Globalization;

namespace WorkflowHost.Sop.Clocks;

/// <summary>
/// The years in which deadlines are counted. An instant outside is a slip of the pen or an attack, and counting with it
/// would leave what a date can hold.
/// </summary>
internal static class ClockRange
{
    public const int FirstYear = 2000;
    public const int LastYear = 2100;

    /// <summary>The refusal <c>clock.out_of_range</c> when the instant lies outside, else null.</summary>
    /// <param name="id">The clock or revisit it is for.</param>
    /// <param name="at">Any instant, in any offset.</param>
    public static Refusal? Leaves(string id, DateTimeOffset at) => at.Year is >= FirstYear and <= LastYear
        ? null
        : Refusal.Of("clock.out_of_range",
            ("clock", id), ("at", at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)),
            ("min", FirstYear.ToString(CultureInfo.InvariantCulture)), ("max", LastYear.ToString(CultureInfo.InvariantCulture)));
}
