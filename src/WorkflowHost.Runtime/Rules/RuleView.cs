using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Rules;

/// <summary>One line of the list of rules.</summary>
/// <param name="Provenance">Where the rule comes from and how sure that is.</param>
/// <param name="Version">The version in force; null while the file is, or nothing yet.</param>
/// <param name="UsedBy">Ids of the published SOPs that name it, themselves or through what they name.</param>
/// <param name="IsNew">Not in force yet.</param>
public sealed record RuleSummary(
    RuleKey Key, LocalizedText Name, Provenance Provenance, int? Version, RuleDraft? Draft, bool HasFileConflict, bool IsNew, IReadOnlyList<string> UsedBy);

/// <summary>The draft of a rule.</summary>
/// <param name="Content">Null: publishing removes the rule.</param>
/// <param name="Revision">To be named by who saves over it or publishes it.</param>
/// <param name="Request">That it was asked to publish it, where that needs a second pair of eyes.</param>
/// <param name="Rejection">That such a request was sent back and neither was the draft changed nor is it asked for again.</param>
public sealed record RuleDraft(
    RuleContent? Content, int Revision, DateTimeOffset ChangedAt, string ChangedById, string ChangedBy, RuleRequest? Request, RuleRejection? Rejection = null);

/// <summary>That a second process owner sent a draft back.</summary>
/// <param name="Reason">What is to be mended.</param>
public sealed record RuleRejection(DateTimeOffset At, string By, string Reason);

/// <summary>That somebody asked for a draft to be published as it stands.</summary>
public sealed record RuleRequest(DateTimeOffset At, string ById, string By, string EditedById)
{
    /// <summary>Why somebody may not decide on it; null when they may. See <see cref="PublicationRequest.RefusalOf"/>.</summary>
    public CaseRefusal? RefusalOf(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return !actor.IsIn(StaffRoles.ProcessOwner) ? CaseRefusal.Forbidden("definition.not_owner")
            : actor.Id == ById ? CaseRefusal.Forbidden("publication.own_request")
            : actor.Id == EditedById ? CaseRefusal.Forbidden("publication.own_edit")
            : null;
    }
}

/// <summary>A version that is or was in force.</summary>
/// <param name="Content">Null: from this version on there was no such rule.</param>
/// <param name="By">Who published it; null for the file's.</param>
public sealed record RuleVersion(int Version, RuleState State, RuleOrigin Origin, DateTimeOffset At, string? By, RuleContent? Content);

/// <summary>One rule with its draft and its past.</summary>
/// <param name="InForce">What new cases follow; null when there is no such rule yet, or no more.</param>
/// <param name="Revision">To be named by who saves a first draft.</param>
/// <param name="File">The file it stands in, relative to the workflows folder; null when it is in none.</param>
/// <param name="FileConflict">What the file says that differs from what was published on screen since; null when they didn't go apart.</param>
/// <param name="Versions">The latest first; empty when it was never edited on screen.</param>
public sealed record RuleView(
    RuleKey Key, RuleContent? InForce, RuleDraft? Draft, int Revision, string? File, RuleFileConflict? FileConflict, IReadOnlyList<RuleVersion> Versions, IReadOnlyList<string> UsedBy);

/// <summary>A file that changed although its rule was edited on screen. What was published on screen stays in force until a person decides.</summary>
/// <param name="InFile">What the file says now; null when the rule is gone from it.</param>
public sealed record RuleFileConflict(RuleKey Key, string? File, RuleContent? InFile, string? EditedBy, DateTimeOffset EditedAt);

/// <summary>What publishing a rule would mean.</summary>
/// <param name="Faults">What is wrong with it, or with rules that lean on it.</param>
/// <param name="Findings">Limits it goes beyond, and SOPs that would stop.</param>
/// <param name="Changes">What changes for those who use it.</param>
/// <param name="RunningClocks">Clocks of running cases that were started by it and keep what they began with.</param>
public sealed record RuleReview(
    IReadOnlyList<RuleFault> Faults, IReadOnlyList<RuleFinding> Findings, Sop.Changes.DefinitionChanges Changes, IReadOnlyList<string> UsedBy, int RunningClocks)
{
    public bool IsPublishable => Faults.Count == 0 && Findings.All(finding => finding.Severity != Sop.Lint.LintSeverity.Error);
}

/// <summary>The answer to a command on a rule.</summary>
/// <param name="Rule">As it is now; null when it was refused.</param>
/// <param name="Review">What was looked at where something is published or refused for it.</param>
/// <param name="IsRequested">It now waits for a second process owner.</param>
public sealed record RuleAnswer(RuleView? Rule, CaseRefusal? Refusal, RuleReview? Review = null, bool IsRequested = false)
{
    internal static RuleAnswer Refused(CaseRefusal refusal, RuleReview? review = null) => new(null, refusal, review);
}
