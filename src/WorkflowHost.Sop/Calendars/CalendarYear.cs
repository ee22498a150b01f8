namespace WorkflowHost.Sop.Calendars;

/// <summary>A stretch of days off, both ends included, as the State Council notice names it.</summary>
public sealed record DaysOff(LocalizedText Name, DateOnly From, DateOnly To);

/// <summary>
/// What a notice says about one year: days off beyond or instead of weekends, and weekend days worked to make up for them.
/// </summary>
public sealed record CalendarYear
{
    public required int Year { get; init; }

    public required IReadOnlyList<DaysOff> Off { get; init; }

    /// <summary>Saturdays and Sundays on which people work (调休上班日); they are working days like any other.</summary>
    public required IReadOnlyList<DateOnly> MakeUpDays { get; init; }

    public required Provenance Provenance { get; init; }
}
