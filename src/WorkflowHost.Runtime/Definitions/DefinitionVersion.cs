using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>A definition in a list: its latest version.</summary>
/// <param name="Profile">What makes it an SOP; null for a plain workflow.</param>
/// <param name="RunningCases">Cases of all versions that have not ended.</param>
/// <param name="Warnings">What deserves the author's eye though it runs.</param>
public sealed record DefinitionSummary(
    string DefinitionId,
    string? Name,
    string? Description,
    int Version,
    DateTimeOffset PublishedAt,
    string? FileName,
    SopProfile? Profile,
    int RunningCases,
    IReadOnlyList<DefinitionFault> Warnings);

/// <summary>One version.</summary>
/// <param name="Json">Elsa 3 workflow JSON, UTF-8.</param>
/// <param name="RunningCases">Cases pinned to this version that have not ended.</param>
public sealed record DefinitionVersion(
    string DefinitionId,
    string? Name,
    int Version,
    DateTimeOffset PublishedAt,
    string? FileName,
    bool IsLatest,
    int RunningCases,
    ReadOnlyMemory<byte> Json);

/// <summary>What checking a definition found.</summary>
/// <param name="Faults">Any of them keeps it from being published.</param>
/// <param name="Warnings">It runs in spite of them.</param>
public sealed record DefinitionCheck(IReadOnlyList<DefinitionFault> Faults, IReadOnlyList<DefinitionFault> Warnings)
{
    public bool IsPublishable => Faults.Count == 0;
}
