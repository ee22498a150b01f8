using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>A case whose deadlines differ from what the rules say now.</summary>
/// <param name="Refusal">Why the case was left as it is; null when it wasn't.</param>
public sealed record CaseRecount(string CaseId, string Number, IReadOnlyList<MovedDue> Moved, CaseRefusal? Refusal = null);

/// <summary>One page of cases that were looked at.</summary>
/// <param name="Cases">Those of them that differ.</param>
/// <param name="Looked">How many were looked at.</param>
/// <param name="Next">Go on after this case; null when all have been looked at.</param>
public sealed record RecountPage(IReadOnlyList<CaseRecount> Cases, int Looked, string? Next);
