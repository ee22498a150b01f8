using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Api.Definitions;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Api.Rules;

/// <summary>What a rule says, as its file would.</summary>
/// <param name="Json">The rule.</param>
/// <param name="Text">The Liquid text of a letter; null for every other kind.</param>
public sealed record RuleContentBody(JsonObject? Json, string? Text)
{
    internal static RuleContentBody? Of(RuleContent? content) => content is null ? null : new(content.ToObject(), content.Text);

    internal RuleContent? ToContent() => Json is null ? null : RuleContent.Of(Json, Text);
}

/// <summary>One line of the list of rules; names and sources in the caller's language.</summary>
/// <param name="NeedsReview">The number comes from memory or a secondary source: 示例，须合规复核.</param>
/// <param name="Version">The version in force; null while the file is, or nothing yet.</param>
/// <param name="DraftRevision">Null without a draft.</param>
/// <param name="UsedBy">Ids of published SOPs.</param>
public sealed record RuleSummaryBody(
    RuleKind Kind, string Id, string Name, string Source, Evidence Evidence, bool NeedsReview, int? Version, int? DraftRevision, bool HasFileConflict, bool IsNew, IReadOnlyList<string> UsedBy)
{
    internal static RuleSummaryBody Of(RuleSummary rule) => new(
        rule.Key.Kind, rule.Key.Id, rule.Name.In(CultureInfo.CurrentUICulture), rule.Provenance.Source, rule.Provenance.Evidence, rule.Provenance.NeedsReview, rule.Version,
        rule.Draft?.Revision, rule.HasFileConflict, rule.IsNew, rule.UsedBy);
}

/// <param name="Content">Null: publishing removes the rule.</param>
/// <param name="RequestedBy">Who asked for it to be published, where that needs a second pair of eyes.</param>
/// <param name="Rejection">That such a request was sent back, and the draft is as it was then.</param>
public sealed record RuleDraftBody(
    RuleContentBody? Content, int Revision, DateTimeOffset ChangedAt, string ChangedBy, DateTimeOffset? RequestedAt, string? RequestedBy, RuleRejection? Rejection)
{
    internal static RuleDraftBody Of(RuleDraft draft) => new(
        RuleContentBody.Of(draft.Content), draft.Revision, draft.ChangedAt, draft.ChangedBy, draft.Request?.At, draft.Request?.By, draft.Rejection);
}

/// <param name="By">Who published it; null for the file's.</param>
/// <param name="Content">Null: from this version on there was no such rule.</param>
public sealed record RuleVersionBody(int Version, RuleState State, RuleOrigin Origin, DateTimeOffset At, string? By, RuleContentBody? Content);

/// <summary>A file that says something else than what was published on screen.</summary>
/// <param name="InFile">Null: the rule is gone from the file.</param>
public sealed record RuleFileConflictBody(RuleKind Kind, string Id, string? File, RuleContentBody? InFile, string? EditedBy, DateTimeOffset EditedAt)
{
    internal static RuleFileConflictBody Of(RuleFileConflict conflict) =>
        new(conflict.Key.Kind, conflict.Key.Id, conflict.File, RuleContentBody.Of(conflict.InFile), conflict.EditedBy, conflict.EditedAt);
}

/// <summary>One rule with its draft and its past.</summary>
/// <param name="InForce">What new cases follow.</param>
/// <param name="Revision">To be named by who saves.</param>
/// <param name="File">Relative to the workflows folder.</param>
/// <param name="Versions">The latest first; empty when it was never edited on screen.</param>
/// <param name="IsRequested">It now waits for a second process owner.</param>
public sealed record RuleBody(
    RuleKind Kind, string Id, RuleContentBody? InForce, RuleDraftBody? Draft, int Revision, string? File, RuleFileConflictBody? FileConflict,
    IReadOnlyList<RuleVersionBody> Versions, IReadOnlyList<string> UsedBy, bool IsRequested)
{
    internal static RuleBody Of(RuleView rule) => new(
        rule.Key.Kind, rule.Key.Id, RuleContentBody.Of(rule.InForce),
        rule.Draft is { } draft ? RuleDraftBody.Of(draft) : null,
        rule.Revision, rule.File, rule.FileConflict is { } conflict ? RuleFileConflictBody.Of(conflict) : null,
        [.. rule.Versions.Select(each => new RuleVersionBody(each.Version, each.State, each.Origin, each.At, each.By, RuleContentBody.Of(each.Content)))], rule.UsedBy,
        rule.Draft?.Request is not null);
}

/// <param name="Rule">The rule it lies in, <c>rule:clock/…</c>; null when it lies in none that is edited on screen.</param>
/// <param name="Path">JSON path within the rule.</param>
public sealed record RuleFaultBody(string? Rule, string Path, string Code, string Message, string File);

/// <param name="Severity">An error keeps the rule from being published.</param>
public sealed record RuleFindingBody(string Code, LintSeverity Severity, string Message);

/// <summary>What publishing a rule would mean; sentences in the caller's language.</summary>
/// <param name="RunningClocks">Clocks of running cases that keep what they began with until they are counted again.</param>
public sealed record RuleReviewBody(
    bool IsPublishable, IReadOnlyList<RuleFaultBody> Faults, IReadOnlyList<RuleFindingBody> Findings, IReadOnlyList<DefinitionChangeSentence> Changes, IReadOnlyList<string> UsedBy, int RunningClocks)
{
    internal static RuleReviewBody Of(RuleReview review) => new(
        review.IsPublishable,
        [.. review.Faults.Select(each => new RuleFaultBody(each.Rule?.ToString(), each.Path, each.Fault.Code, each.Text.In(CultureInfo.CurrentUICulture), each.Fault.File))],
        [.. review.Findings.Select(each => new RuleFindingBody(each.Code, each.Severity, each.Text.In(CultureInfo.CurrentUICulture)))],
        DefinitionChangeSentence.Of(review.Changes), review.UsedBy, review.RunningClocks);
}

/// <param name="Content">What to keep; null: publishing the draft removes the rule.</param>
/// <param name="Revision">The revision the editor started from; null takes any.</param>
public sealed record RuleSaveBody(RuleContentBody? Content, int? Revision);

/// <summary>The file a rule was written to, relative to the workflows folder.</summary>
public sealed record RuleFileBody(string FileName);
