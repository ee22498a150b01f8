namespace WorkflowHost.Sop.Cases;

/// <summary>The instance that started another one.</summary>
/// <param name="CaseId">The parent.</param>
/// <param name="BookmarkId">Where the parent waits for the end; null when it does not wait.</param>
/// <param name="ReportsEnd">It is told how the child ended, because it waits for several; else it gets the outputs.</param>
public sealed record ParentLink(string CaseId, string? BookmarkId, bool ReportsEnd = false);
