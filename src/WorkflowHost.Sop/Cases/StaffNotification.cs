namespace WorkflowHost.Sop.Cases;

/// <summary>A reminder or escalation to colleagues.</summary>
/// <param name="Audience"><c>role:team_lead</c> or <c>staff:&lt;id&gt;</c>.</param>
/// <param name="FiredAt">The instant the rule fired.</param>
/// <param name="DeliverAt">When it is shown: at once, or at the next opening for people who do not work around the clock.</param>
public sealed record StaffNotification(
    string Id,
    string CaseId,
    string Audience,
    string Kind,
    IReadOnlyDictionary<string, string> Args,
    DateTimeOffset FiredAt,
    DateTimeOffset DeliverAt,
    string? ClockId = null,
    string? StepId = null)
{
    public static string ToRole(string role) => "role:" + role;

    public static string ToStaff(string staffId) => "staff:" + staffId;
}
