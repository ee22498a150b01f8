using System.Globalization;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Changes;

namespace WorkflowHost.Api.Definitions;

/// <summary>One difference that means something, as a sentence in the caller's language.</summary>
/// <param name="ActivityId">The step it is about; null when it is about none.</param>
public sealed record DefinitionChangeSentence(string Code, ChangeSubject Subject, string? ActivityId, string? ActivityName, string Sentence)
{
    internal static IReadOnlyList<DefinitionChangeSentence> Of(DefinitionChanges changes) =>
        [.. changes.Changes.Select(each => new DefinitionChangeSentence(each.Code, each.Subject, each.ActivityId, each.ActivityName, each.Sentence.In(CultureInfo.CurrentUICulture)))];
}

/// <summary>What a version changes.</summary>
/// <param name="From">The version it is held against; null when nothing was ever published.</param>
/// <param name="IsLayoutChanged">The drawing was tidied up too.</param>
public sealed record DefinitionReviewBody(int? From, int To, IReadOnlyList<DefinitionChangeSentence> Changes, bool IsLayoutChanged, DefinitionCheckBody Check)
{
    internal static DefinitionReviewBody Of(DefinitionReview review) => new(
        review.Before?.Version, review.After.Version, DefinitionChangeSentence.Of(review.Changes), review.Changes.IsLayoutChanged, DefinitionCheckBody.Of(review.Check));
}

/// <summary>What importing one definition would do, before it is done.</summary>
/// <param name="Replaces">The latest version, which it would follow or replace; null when there is none.</param>
/// <param name="Revision">What it was held against, 0 for nothing: to be handed back as <c>seen</c> when it is taken; null when it can't be read.</param>
/// <param name="Check">Null when it can't be read.</param>
/// <param name="RefusalCode">Why it can't be taken.</param>
public sealed record ImportPreviewBody(
    string FileName,
    string? DefinitionId,
    string? Name,
    ImportEffect Effect,
    int? Replaces,
    int? Revision,
    IReadOnlyList<DefinitionChangeSentence> Changes,
    bool IsLayoutChanged,
    DefinitionCheckBody? Check,
    string? RefusalCode,
    string? Refusal);

/// <summary>What became of one definition of an upload.</summary>
/// <param name="Version">The draft it became; null when it was refused.</param>
public sealed record ImportResultBody(string FileName, string? DefinitionId, DefinitionChangeBody? Version, string? RefusalCode, string? Refusal);
