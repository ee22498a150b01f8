using System.Globalization;

namespace WorkflowHost.Sop.Figures;

public enum FigurePeriodKind
{
    Month,
    Quarter,
    Year,
}

/// <summary>A calendar month, quarter or year of the case's zone. Immutable.</summary>
public readonly record struct FigurePeriod(FigurePeriodKind Kind, DateOnly From)
{
    private const int MonthsOfQuarter = 3;
    private const int MonthsOfYear = 12;

    /// <summary>The last day.</summary>
    public DateOnly To => From.AddMonths(Months).AddDays(-1);

    public FigurePeriod Before => new(Kind, From.AddMonths(-Months));

    public FigurePeriod After => new(Kind, From.AddMonths(Months));

    private int Months => Kind switch { FigurePeriodKind.Month => 1, FigurePeriodKind.Quarter => MonthsOfQuarter, _ => MonthsOfYear };

    public static FigurePeriod Of(FigurePeriodKind kind, DateOnly day) => kind switch
    {
        FigurePeriodKind.Month => new(kind, new(day.Year, day.Month, 1)),
        FigurePeriodKind.Quarter => new(kind, new(day.Year, ((day.Month - 1) / MonthsOfQuarter * MonthsOfQuarter) + 1, 1)),
        _ => new(kind, new(day.Year, 1, 1)),
    };

    /// <summary>The period whose name is <c>2026-09</c>, <c>2026-Q3</c> or <c>2026</c>; null for another text.</summary>
    public static FigurePeriod? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length == 7 && text[4] == '-' && text[5] == 'Q' && Year(text[..4]) is { } of && text[6] is >= '1' and <= '4')
        {
            return new(FigurePeriodKind.Quarter, new(of, ((text[6] - '1') * MonthsOfQuarter) + 1, 1));
        }

        if (text.Length == 4 && Year(text) is { } year)
        {
            return new(FigurePeriodKind.Year, new(year, 1, 1));
        }

        return DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= 2000 and < 2100
            ? new(FigurePeriodKind.Month, month)
            : null;
    }

    /// <summary>The periods of a kind that begin in this one, from the first; itself when it is no longer than they are.</summary>
    public IEnumerable<FigurePeriod> Parts(FigurePeriodKind kind)
    {
        for (var part = Of(kind, From); part.From <= To; part = part.After)
        {
            yield return part;
        }
    }

    /// <summary>See <see cref="Parse"/>.</summary>
    public override string ToString() => Kind switch
    {
        FigurePeriodKind.Month => From.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        FigurePeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{From.Year:0000}-Q{((From.Month - 1) / MonthsOfQuarter) + 1}"),
        _ => From.Year.ToString("0000", CultureInfo.InvariantCulture),
    };

    public bool Holds(DateTimeOffset? at, TimeSpan offset) =>
        at is { } instant && DateOnly.FromDateTime(instant.ToOffset(offset).DateTime) is var day && day >= From && day <= To;

    private static int? Year(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and < 2100 ? year : null;
}
