namespace WorkflowHost.Runtime.Notifications;

/// <summary>A reminder or escalation as one person sees it: of a case, or of a definition that waits to be published.</summary>
/// <param name="CaseId">Null when it is about no case.</param>
/// <param name="Title">The case's title, or the definition's name.</param>
/// <param name="DefinitionId">The definition it is about; null when it is about a case.</param>
public sealed record NotificationView(
    string Id,
    string? CaseId,
    string? CaseNumber,
    string Title,
    string Kind,
    IReadOnlyDictionary<string, string> Args,
    DateTimeOffset FiredAt,
    DateTimeOffset DeliverAt,
    string? ClockId,
    string? StepId,
    bool IsRead,
    string? DefinitionId = null);
