using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Lint;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>A definition in a list: the version new cases start on, or the draft when none was published.</summary>
/// <param name="PublishedAt">Null for a draft.</param>
/// <param name="DraftVersion">The version being drawn, when it is another one.</param>
/// <param name="Profile">What makes it an SOP; null for a plain workflow.</param>
/// <param name="RunningCases">Cases and instances of all versions that have not ended.</param>
/// <param name="FaultCount">What keeps the version shown from being published, or would keep it now that rules have changed.</param>
/// <param name="WarningCount">What deserves the author's eye though it runs.</param>
public sealed record DefinitionSummary(
    string DefinitionId,
    string? Name,
    string? Description,
    int Version,
    DefinitionState State,
    DateTimeOffset? PublishedAt,
    int? DraftVersion,
    string? FileName,
    SopProfile? Profile,
    int RunningCases,
    int FaultCount,
    int WarningCount);

/// <summary>One version.</summary>
/// <param name="Id">The id of this version, unique among all versions of all definitions.</param>
/// <param name="Revision">Counts every change of the definition; an edit names the one it started from.</param>
/// <param name="ChangedBy">Who changed it last; null for a version imported at start.</param>
/// <param name="PublishedAt">When it was published for the first time; null as long as it never was.</param>
/// <param name="Json">Elsa 3 workflow JSON, UTF-8; empty in lists.</param>
/// <param name="RunningCases">Cases pinned to this version that have not ended, where all versions of one definition are asked for; else 0.</param>
public sealed record DefinitionVersion(
    string DefinitionId,
    string Id,
    string? Name,
    string? Description,
    int Version,
    DefinitionState State,
    DefinitionOrigin Origin,
    int Revision,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    string? ChangedBy,
    DateTimeOffset? PublishedAt,
    string? FileName,
    bool IsLatest,
    int RunningCases,
    ReadOnlyMemory<byte> Json)
{
    public bool IsPublished => State == DefinitionState.Published;

    /// <summary>The JSON as a new document that also says whether the version is the latest and published.</summary>
    /// <exception cref="InvalidOperationException">It is an entry of a list and holds no JSON.</exception>
    public JsonObject ToDocument()
    {
        var document = new JsonObject();
        foreach (var (name, value) in DefinitionContent.Read(Json.Span))
        {
            document[name] = value?.DeepClone();
            if (name == "version")
            {
                document["isLatest"] = IsLatest;
                document["isPublished"] = IsPublished;
            }
        }

        return document;
    }
}

/// <summary>What checking a definition found.</summary>
/// <param name="Faults">Any of them keeps it from being published.</param>
/// <param name="Warnings">It runs in spite of them.</param>
public sealed record DefinitionCheck(IReadOnlyList<LintFinding> Faults, IReadOnlyList<LintFinding> Warnings)
{
    public bool IsPublishable => Faults.Count == 0;
}
