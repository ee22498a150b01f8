namespace WorkflowHost.Sop.Cases;

/// <summary>The case that the number in a form's <c>mergeInto</c> field names, as the shell found it.</summary>
public sealed record MergeTarget(string Number, CaseStatus Status, string DefinitionId);
