using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Changes;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Rules;

/// <summary>Says of a rule what is wrong with it, what publishing it would change and whom that concerns. Thread-safe.</summary>
internal sealed class RuleReviews(RuleShelf shelf, SopPackSource packs, RuleUses uses, IDbContextFactory<WorkflowDbContext> contexts)
{
    /// <summary>The review, with the pack as it would be; null while it has faults.</summary>
    /// <param name="content">Null: the rule goes.</param>
    public async Task<(RuleReview Review, SopPack? Pack)> OfAsync(RuleKey key, RuleContent? content, CancellationToken cancellationToken)
    {
        var (current, pack) = (shelf.Current, packs.Current);
        // Nothing was changed: the rule in force is good by having been put there.
        var isSame = current.Book.Find(key)?.Digest() == content?.Digest();
        var (candidate, faults) = isSame ? (pack, []) : current.Book.With(key, content).Read();
        var findings = new List<RuleFinding>();
        var changes = new DefinitionChanges([], IsLayoutChanged: false);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (candidate is not null)
        {
            findings.AddRange(RuleChecks.Limits(key, candidate));
            findings.AddRange(isSame ? [] : await BrokenAsync(context, pack, candidate, cancellationToken));
            changes = RuleDiff.Between(pack, candidate, current.Book.Find(key), content);
        }

        return (new(faults, [.. findings.DistinctBy(finding => finding.Text)], changes, uses.Of(key, pack), await ClocksAsync(context, key, pack, cancellationToken)), candidate);
    }

    /// <summary>What the SOPs in use would lack. What they lack already isn't this rule's doing.</summary>
    private static async Task<IEnumerable<RuleFinding>> BrokenAsync(WorkflowDbContext context, SopPack before, SopPack after, CancellationToken cancellationToken)
    {
        var findings = await OpenCaseChecks.FindingsAsync(context, [before, after], cancellationToken);
        var known = findings[0].Select(Mark).ToHashSet();
        return findings[1].Where(found => !known.Contains(Mark(found))).Select(found => new RuleFinding(
            found.Finding.Code,
            found.Finding.Severity,
            Sentence.Of(
                found.Cases > 0 ? "rule.breaks_running" : "rule.breaks_sop",
                ("sop", found.Name),
                ("version", found.Version.ToString(CultureInfo.InvariantCulture)),
                ("cases", found.Cases.ToString(CultureInfo.InvariantCulture)),
                ("step", found.Finding.ActivityName ?? found.Finding.ActivityId ?? string.Empty),
                ("message", found.Finding.Message.Text)).Text));

        static (string, int, string, string) Mark(StoredFinding found) => (found.DefinitionId, found.Version, found.Finding.Code, found.Finding.Path);
    }

    private static async Task<int> ClocksAsync(WorkflowDbContext context, RuleKey key, SopPack pack, CancellationToken cancellationToken)
    {
        string[] policies = key.Kind switch
        {
            RuleKind.Clock => [key.Id],
            RuleKind.Ladder => [.. pack.ClockPolicies.Values.Where(policy => policy.LadderId == key.Id).Select(policy => policy.Id)],
            RuleKind.Calendar => [.. pack.ClockPolicies.Values.Where(policy => key.Id.StartsWith(policy.CalendarId + ".", StringComparison.Ordinal)).Select(policy => policy.Id)],
            _ => [],
        };
        return policies.Length == 0
            ? 0
            : await context.Clocks.CountAsync(clock => policies.Contains(clock.PolicyId) && (clock.Status == ClockStatus.Running || clock.Status == ClockStatus.Paused), cancellationToken);
    }
}
