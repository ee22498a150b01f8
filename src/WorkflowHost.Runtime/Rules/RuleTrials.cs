using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Decisions;
using WorkflowHost.Sop.Notices;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Rules;

/// <summary>
/// Tries a rule on paper, also one that was never saved: with it in the place of the one in force, everything else as it is. Stores
/// nothing and reads no case. Thread-safe.
/// </summary>
public sealed class RuleTrials
{
    private const string NotFound = "rule.not_found";

    /// <summary>A person tries one rule with many dates: reading the whole pack for each would be felt at every key.</summary>
    private sealed record Tried(RuleBook Book, RuleKey Key, RuleContent Content, CommandResult<SopPack> Result);

    private volatile Tried? _last;
    private readonly RuleShelf _shelf;
    private readonly SopPackSource _packs;
    private readonly TimeProvider _time;

    internal RuleTrials(RuleShelf shelf, SopPackSource packs, TimeProvider time) => (_shelf, _packs, _time) = (shelf, packs, time);

    /// <summary>A clock policy, from an instant on.</summary>
    /// <returns>Refused with <c>rule.not_found</c>, <c>rule.faulty</c> or what the rule itself would say.</returns>
    public CommandResult<ClockTrialResult> Clock(string id, RuleContent? content, ClockTrialRequest request) =>
        With(new(RuleKind.Clock, id), content, pack => pack.ClockPolicies.TryGetValue(id, out var policy) ? ClockTrial.Run(policy, pack, request) : Missing(id));

    /// <summary>A ladder, along one clock policy.</summary>
    public CommandResult<ClockTrialResult> Ladder(string id, RuleContent? content, string clockId, ClockTrialRequest request) =>
        With(new(RuleKind.Ladder, id), content, pack => pack.ClockPolicies.TryGetValue(clockId, out var policy) ? ClockTrial.Run(policy, pack, request with { LadderId = id }) : Missing(id));

    /// <summary>The calls of a revisit plan that begins at an instant.</summary>
    public CommandResult<IReadOnlyList<TrialCall>> Plan(string id, RuleContent? content, DateTimeOffset begunAt) =>
        With(new(RuleKind.Plan, id), content, pack => pack.RevisitPlans.TryGetValue(id, out var plan) ? RevisitTrial.Run(plan, pack, begunAt) : Missing(id));

    /// <summary>The call of a revisit policy after an event.</summary>
    public CommandResult<IReadOnlyList<TrialCall>> Revisit(string id, RuleContent? content, DateTimeOffset eventAt) =>
        With(new(RuleKind.Revisit, id), content, pack => pack.RevisitPolicies.TryGetValue(id, out var policy) ? RevisitTrial.Run(policy, pack, eventAt) : Missing(id));

    /// <summary>What a decision table says to some facts, and which rules hit.</summary>
    public CommandResult<DecisionResult> Table(string id, RuleContent? content, JsonObject facts) =>
        With<DecisionResult>(new(RuleKind.Table, id), content, pack => pack.DecisionTables.TryGetValue(id, out var table) ? table.Evaluate(facts) : Missing(id));

    /// <summary>A letter as it would go out with some facts.</summary>
    /// <returns>Refused also with <c>notice.fact_missing</c>, and with <c>rule.trial_failed</c> where the text goes beyond its bounds or a filter fails.</returns>
    public CommandResult<RenderedNotice> Notice(string id, RuleContent? content, JsonObject facts) =>
        With(new(RuleKind.Notice, id), content, pack => pack.Notices.TryGetValue(id, out var notice) ? Rendered(notice, facts, pack) : Missing(id));

    /// <summary>A draft's text may loop for ever; in a case that is an incident of its step.</summary>
    private Outcome<RenderedNotice> Rendered(NoticeTemplate notice, JsonObject facts, SopPack pack)
    {
        try
        {
            return NoticeRenderer.Render(notice, facts, pack.Forms.Values, _time.GetUtcNow());
        }
        catch (Exception beyond) when (beyond is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            return Refusal.Of("rule.trial_failed", ("reason", beyond.Message));
        }
    }

    /// <summary>The pack as it would be; null with the refusal while it has faults.</summary>
    /// <param name="content">Null takes the rule in force.</param>
    public CommandResult<SopPack> PackWith(RuleKey key, RuleContent? content)
    {
        var book = _shelf.Current.Book;
        if (content is null || book.Find(key)?.Digest() == content.Digest())
        {
            return CommandResult.Of(_packs.Current);
        }

        if (_last is { } last && ReferenceEquals(last.Book, book) && last.Key == key && last.Content == content)
        {
            return last.Result;
        }

        var (pack, faults) = book.With(key, content).Read();
        var result = pack is null
            ? CommandResult.Refused<SopPack>(CaseRefusal.Invalid("rule.faulty", ("count", faults.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))))
            : CommandResult.Of(pack);
        _last = new(book, key, content, result);
        return result;
    }

    private CommandResult<T> With<T>(RuleKey key, RuleContent? content, Func<SopPack, Outcome<T>> run)
        where T : class
    {
        var pack = PackWith(key, content);
        if (!pack.IsOk)
        {
            return CommandResult.Refused<T>(pack.Refusal);
        }

        var outcome = run(pack.Value);
        return !outcome.IsRefused ? CommandResult.Of(outcome.Value)
            : outcome.Refusal.Code == NotFound ? CommandResult.Refused<T>(CaseRefusal.NotFound(NotFound, ("rule", key.Id)))
            : CommandResult.Refused<T>(CaseRefusal.Of(outcome.Refusal));
    }

    private static Refusal Missing(string id) => Refusal.Of(NotFound, ("rule", id));
}
