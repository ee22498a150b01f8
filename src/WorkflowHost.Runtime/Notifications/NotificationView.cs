namespace WorkflowHost.Runtime.Notifications;

/// <summary>A reminder or escalation as one person sees it.</summary>
public sealed record NotificationView(
    string Id,
    string CaseId,
    string CaseNumber,
    string Title,
    string Kind,
    IReadOnlyDictionary<string, string> Args,
    DateTimeOffset FiredAt,
    DateTimeOffset DeliverAt,
    string? ClockId,
    string? StepId,
    bool IsRead);
