namespace WorkflowHost.Sop.Contacts;

/// <summary>
/// A number whose owner wants no survey and sales calls, from whichever case they said so (rules on telephone marketing of life
/// insurance, 2013: at least six months). A follow-up that the law or the case itself asks for is made all the same.
/// </summary>
/// <param name="Number">As <see cref="ContactNumber.Of"/> writes it.</param>
/// <param name="Until">No such call before this instant; null until it is ended.</param>
/// <param name="Reason">1 to 200 characters.</param>
/// <param name="CaseId">The case in which it was said; null when it was entered by hand.</param>
public sealed record ContactBlock(
    string Id, string Number, DateTimeOffset? Until, string Reason, string? CaseId, string? CaseNumber, DateTimeOffset At, string ById, string ByName)
{
    public DateTimeOffset? EndedAt { get; init; }

    public string? EndedByName { get; init; }

    public string? EndReason { get; init; }

    public bool IsInForce(DateTimeOffset now) => EndedAt is null && (Until is null || Until > now);
}
