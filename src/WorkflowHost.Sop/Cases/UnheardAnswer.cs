using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Cases;

/// <summary>An answer that came while the workflow was faulted: of a child, of another system, of a linked case.</summary>
/// <param name="BookmarkId">The wait it is for.</param>
/// <param name="Answer">What the waiting step is handed.</param>
public sealed record UnheardAnswer(string BookmarkId, JsonNode? Answer);
