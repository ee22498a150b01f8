using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Versions;

namespace WorkflowHost.Runtime.Versions;

/// <summary>A case that has not ended, as somebody sees it who decides about its version. Names no customer unless the person may see cases.</summary>
/// <param name="DefinitionVersion">The version it runs on.</param>
/// <param name="Version">Counts the commands of the case; a migration names the one its preview showed.</param>
/// <param name="Title">Null for who may not see cases.</param>
/// <param name="NextDueAt">When its next deadline is due; null when none runs.</param>
public sealed record MovableCase(
    string Id,
    string Number,
    string DefinitionId,
    int DefinitionVersion,
    long Version,
    CaseStatus Status,
    string? Stage,
    string? Title,
    string? HandlerName,
    DateTimeOffset OpenedAt,
    DateTimeOffset? NextDueAt,
    int IncidentCount);

/// <summary>Which cases of a definition; every condition that is set must hold.</summary>
/// <param name="To">Cases that run on it already are left out; null: the published version.</param>
/// <param name="From">Only cases of this version.</param>
/// <param name="Take">1 to 500.</param>
public sealed record MovableFilter(int? To = null, int? From = null, string? Stage = null, int Take = 200);

/// <summary>Cases that could go on with a version.</summary>
/// <param name="To">The version to go to.</param>
/// <param name="Total">How many there are; the list may hold fewer.</param>
public sealed record MovableCases(int To, int Total, IReadOnlyList<MovableCase> Items);

/// <summary>What somebody wants of one case.</summary>
/// <param name="ExpectedVersion">The case's version in the preview; refused when it has gone on since. Null takes any.</param>
/// <param name="Choices">For steps the new version doesn't have, by activity id: the step that takes over, or null to give the wait up.</param>
public sealed record CaseMove(string CaseId, long? ExpectedVersion, IReadOnlyDictionary<string, string?> Choices);

/// <summary>Where a case would stand.</summary>
public sealed record MovePreview(MovableCase Case, MigrationPreview Preview);

/// <summary>A case that goes on with another version.</summary>
/// <param name="IsMoved">False when this very command had been carried out before.</param>
public sealed record MovedCase(MovableCase Case, bool IsMoved);
