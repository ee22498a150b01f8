namespace WorkflowHost.Sop.Cases;

/// <summary>A deadline or a planned call that is due at another time than before, or no longer provisional.</summary>
/// <param name="PolicyId">Policy of the clock, or of the revisit.</param>
/// <param name="IsRevisit">A planned call; false: a clock.</param>
/// <param name="Before">When it was due.</param>
/// <param name="After">When it is due now.</param>
/// <param name="IsProvisional">It still leans on a year whose calendar isn't loaded.</param>
public sealed record MovedDue(string PolicyId, bool IsRevisit, DateTimeOffset Before, DateTimeOffset After, bool IsProvisional)
{
    /// <summary>What moved from one state of a case to the next; what began or ended in between is left out.</summary>
    public static IReadOnlyList<MovedDue> Between(CaseState before, CaseState after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var clocks = from old in before.Clocks
                     join now in after.Clocks on old.Id equals now.Id
                     where (old.DueAt, old.TargetAt, old.IsProvisional) != (now.DueAt, now.TargetAt, now.IsProvisional)
                     select new MovedDue(now.PolicyId, false, old.DueAt, now.DueAt, now.IsProvisional);
        var calls = from old in before.Revisits
                    join now in after.Revisits on old.Id equals now.Id
                    where (old.DueAt, old.IsProvisional) != (now.DueAt, now.IsProvisional)
                    select new MovedDue(now.PolicyId, true, old.DueAt, now.DueAt, now.IsProvisional);
        return [.. clocks, .. calls];
    }
}
