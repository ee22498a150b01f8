namespace WorkflowHost.Sop.Clocks;

/// <summary>In what a deadline is counted.</summary>
public enum ClockUnit
{
    /// <summary>NAT: natural days, start day not counted, ends 23:59:59, rolled off rest days (Civil Code art. 201 and 203).</summary>
    NaturalDays,

    /// <summary>WD: working days after the start day, ends at closing time.</summary>
    WorkingDays,

    /// <summary>BH: business hours of the calendar.</summary>
    BusinessHours,

    /// <summary>HR: elapsed hours round the clock.</summary>
    Hours,

    /// <summary>MON: calendar months, same-numbered day or month end, rolled off rest days (Civil Code art. 202 and 203).</summary>
    Months,

    /// <summary>MIN: elapsed minutes round the clock, for what an accident hotline does at once.</summary>
    Minutes,
}

/// <summary>What a deadline is for; screens group and sort by it.</summary>
public enum ClockKind
{
    /// <summary>A period set by law or by the regulator; breaching it is an incident.</summary>
    Statutory,

    /// <summary>The house's own target.</summary>
    Internal,

    /// <summary>Until somebody has spoken to the customer.</summary>
    FirstContact,

    /// <summary>A time in which somebody outside may act; its end closes a door instead of breaching.</summary>
    Window,
}

/// <summary>
/// How one kind of deadline is counted, paused and extended. Data of the SOP pack, never code.
/// </summary>
public sealed record ClockPolicy
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    public required ClockKind Kind { get; init; }

    public required ClockUnit Unit { get; init; }

    /// <summary>How many of <see cref="Unit"/>; at least 1.</summary>
    public required int Amount { get; init; }

    public required string CalendarId { get; init; }

    /// <summary>The reminders along the clock; none when null.</summary>
    public string? LadderId { get; init; }

    /// <summary>Whether the clock may stand still, for instance during an external appraisal.</summary>
    public bool IsPausable { get; init; }

    /// <summary>
    /// The last day stays where it falls, also on a rest day: a validity or a publicity that simply runs out, where nobody
    /// has to act by the end (Civil Code art. 204: the contract or the rule says otherwise). For days and months only.
    /// </summary>
    public bool StaysOnRestDays { get; init; }

    /// <summary>The shorter amount of an expedited case (快速通道), in the same unit; null where the case's haste changes nothing. Never of a statutory clock.</summary>
    public int? ExpeditedAmount { get; init; }

    /// <summary>Whether new facts start the period again (Order 2020 No. 3 art. 18).</summary>
    public bool RestartsOnNewFacts { get; init; }

    public IReadOnlyList<ExtensionRule> Extensions { get; init; } = [];

    /// <summary>Roles answerable for the clock; the ladder's own roles come on top.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    public required Provenance Provenance { get; init; }

    /// <summary>Whether the clock's colour and ladder speak of a breach; a window simply closes.</summary>
    public bool CanBreach => Kind != ClockKind.Window;
}
