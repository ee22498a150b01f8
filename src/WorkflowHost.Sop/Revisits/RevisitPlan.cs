using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Revisits;

/// <summary>A stretch of a plan: one call so long after the beginning, or calls that come again and again.</summary>
/// <param name="Unit"><see cref="ClockUnit.NaturalDays"/> or <see cref="ClockUnit.Months"/>.</param>
/// <param name="Amount">How many of the unit, at least 1.</param>
/// <param name="Repeats">Whether it is counted on from the stretch before ("every month"), or from the beginning ("after seven days").</param>
/// <param name="Times">How often it repeats; null for ever. 1 when it doesn't repeat.</param>
public sealed record RevisitStretch(ClockUnit Unit, int Amount, bool Repeats, int? Times);

/// <summary>
/// Calls that come again: after 7 days, then monthly three times, then every three months. Every call is counted from the
/// beginning and never from the call before, so the ends of months don't drift (31 August, 30 September, 31 October).
/// Data of the SOP pack.
/// </summary>
public sealed record RevisitPlan
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>How each single call is made: windows, attempts, script.</summary>
    public required string PolicyId { get; init; }

    /// <summary>In their order; only the last may repeat for ever.</summary>
    public required IReadOnlyList<RevisitStretch> Stretches { get; init; }

    /// <summary>Calls may begin so many working days before they are due; at least 0.</summary>
    public required int LeadWorkingDays { get; init; }

    public required Provenance Provenance { get; init; }

    /// <summary>The period from the beginning to the call of that number, or null when the plan is over before.</summary>
    /// <param name="index">From 0.</param>
    public RevisitOccurrence? Occurrence(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var first = 0;
        var (days, months) = (0, 0);
        foreach (var stretch in Stretches)
        {
            var isLast = stretch.Times is not { } times || index < first + times;
            var rounds = isLast ? index - first + 1 : stretch.Times!.Value;
            var before = stretch.Repeats ? stretch.Unit == ClockUnit.Months ? months : days : 0;
            var amount = before + (stretch.Amount * rounds);
            if (isLast)
            {
                return new RevisitOccurrence(Id, index, stretch.Unit, amount, LeadWorkingDays);
            }
            first += stretch.Times!.Value;
            (days, months) = stretch.Unit == ClockUnit.Months ? (days, amount) : (amount, months);
        }
        return null;
    }
}

/// <summary>Which call of a plan a revisit is, with all that its due time follows from.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Unit">What <paramref name="Amount"/> counts.</param>
/// <param name="Amount">From the plan's beginning.</param>
/// <param name="LeadWorkingDays">Calls may begin so many working days before it is due.</param>
public sealed record RevisitOccurrence(string PlanId, int Index, ClockUnit Unit, int Amount, int LeadWorkingDays);
