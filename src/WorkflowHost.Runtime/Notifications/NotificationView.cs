namespace WorkflowHost.Runtime.Notifications;

/// <summary>A reminder or escalation as one person sees it: of a case, or of a definition or rule that waits to be published.</summary>
/// <param name="CaseId">Null when it is about no case.</param>
/// <param name="Title">The case's title, or the definition's name; empty where it is about a rule, which has names of its own.</param>
/// <param name="DefinitionId">The definition it is about; null when it is about something else.</param>
/// <param name="Rule">The rule it is about; null when it is about something else.</param>
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
    string? DefinitionId = null,
    NotifiedRule? Rule = null);
