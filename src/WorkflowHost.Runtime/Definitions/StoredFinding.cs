using WorkflowHost.Sop;
using WorkflowHost.Sop.Lint;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>What a stored version of a definition finds wrong with a pack.</summary>
/// <param name="Name">What people call the SOP.</param>
/// <param name="File">Its file, or else its id.</param>
/// <param name="Cases">How many run on the version; 0 when only new ones start on it.</param>
internal sealed record StoredFinding(string DefinitionId, int Version, LocalizedText Name, string File, int Cases, LintFinding Finding);
