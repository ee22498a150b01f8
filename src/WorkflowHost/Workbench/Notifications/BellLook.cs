namespace WorkflowHost.Workbench.Notifications;

/// <summary>How a notification is drawn, by its kind.</summary>
internal static class BellLook
{
    public static string CssOf(string kind) => kind switch
    {
        "incident.raised" or "case.faulted" or "merge.failed" => "bad",
        "publication.rejected" or "rule.rejected" or "message.failed" or "message.delayed" => "warn",
        _ when kind.StartsWith("ladder", StringComparison.Ordinal) => "warn",
        _ => "blue",
    };

    public static string IconOf(string kind) => kind switch
    {
        "incident.raised" or "case.faulted" or "merge.failed" => "alert",
        "message.failed" or "message.delayed" => "mail",
        "task.assigned" => "inbox",
        "case.repeat_merged" => "link",
        "publication.approved" or "rule.approved" => "check",
        "publication.rejected" or "rule.rejected" => "undo",
        "rule.pending" => "shield",
        _ when kind.StartsWith("publication.", StringComparison.Ordinal) => "shield",
        _ when kind.StartsWith("ladder", StringComparison.Ordinal) => "ladder",
        _ => "bell",
    };
}
