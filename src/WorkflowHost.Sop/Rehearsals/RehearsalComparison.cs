using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>A case of the past: what it was opened with, and as far as known what was decided.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="OpenedAt">When it was opened; both rehearsals open it then.</param>
/// <param name="Fields">Its opening form.</param>
public sealed record PastCase(string Number, DateTimeOffset OpenedAt, JsonObject Fields)
{
    public IReadOnlyList<RehearsedDecision> Decisions { get; init; } = [];

    public IReadOnlyList<RehearsedEvent> Events { get; init; } = [];
}

/// <summary>What a version is made of.</summary>
public sealed record RehearsedVersion(WorkflowProgram Program, SopPack Pack);

/// <summary>One case by both versions.</summary>
/// <param name="Differences">What a customer or a supervisor would notice; empty when nothing.</param>
public sealed record ComparedCase(string Number, RehearsalResult Current, RehearsalResult Draft, IReadOnlyList<Sentence> Differences);

/// <summary>Plays cases of the past through the current version and through a draft, and tells what would have been different.</summary>
public static class RehearsalComparison
{
    /// <param name="cases">The cases, from what is stored of them.</param>
    /// <param name="template">Style, people and limits; its program, pack, start and fields are replaced case by case.</param>
    public static IEnumerable<ComparedCase> Compare(IEnumerable<PastCase> cases, RehearsedVersion current, RehearsedVersion draft, RehearsalRequest template)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(template);
        return cases.Select(each => Compare(each, current, draft, template));
    }

    public static ComparedCase Compare(PastCase past, RehearsedVersion current, RehearsedVersion draft, RehearsalRequest template)
    {
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(template);
        // The draft first: where the two together take too long, it is what somebody wants to see.
        var after = Run(draft);
        var before = Run(current);
        var differences = new List<Sentence>();
        if (before.Stop.Reason == StopReason.OutOfTime || after.Stop.Reason == StopReason.OutOfTime)
        {
            return new(past.Number, before, after, [Sentence.Of("compare.unfinished")]);
        }

        AddPath(before, after, differences);
        AddClocks(before, after, draft.Pack, current.Pack, differences);
        AddNotices(before, after, draft.Pack, current.Pack, differences);
        AddEnd(before, after, differences);
        return new(past.Number, before, after, differences);

        RehearsalResult Run(RehearsedVersion version) => CaseRehearsal.Run(template with
        {
            Program = version.Program,
            Pack = version.Pack,
            StartsAt = past.OpenedAt,
            Fields = past.Fields,
            Decisions = past.Decisions,
            Events = past.Events,
        });
    }

    /// <summary>Steps that only one of the two comes to, or a different number of times.</summary>
    private static void AddPath(RehearsalResult before, RehearsalResult after, List<Sentence> differences)
    {
        var (old, now) = (Visits(before), Visits(after));
        foreach (var (id, (name, count)) in now)
        {
            if (!old.TryGetValue(id, out var earlier))
            {
                differences.Add(Sentence.Of("compare.step_added", ("step", name)));
            }
            else if (earlier.Count != count)
            {
                differences.Add(Sentence.Of("compare.step_count", ("step", name), ("before", Text(earlier.Count)), ("after", Text(count))));
            }
        }

        differences.AddRange(old.Where(each => !now.ContainsKey(each.Key)).Select(each => Sentence.Of("compare.step_dropped", ("step", each.Value.Name))));
    }

    private static Dictionary<string, (string Name, int Count)> Visits(RehearsalResult result)
    {
        var visits = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        foreach (var group in result.Path.GroupBy(each => each.ActivityId, StringComparer.Ordinal))
        {
            visits[group.Key] = (group.First().Name, group.Count());
        }

        return visits;
    }

    /// <summary>The first clock of each policy: when it was due, as it was started.</summary>
    private static void AddClocks(RehearsalResult before, RehearsalResult after, SopPack packAfter, SopPack packBefore, List<Sentence> differences)
    {
        var (old, now) = (FirstOf(before), FirstOf(after));
        foreach (var (policyId, clock) in now)
        {
            if (!old.TryGetValue(policyId, out var earlier))
            {
                differences.Add(Sentence.Of("compare.clock_added", ("clock", Name(packAfter, policyId)), ("due", Text(clock.DueAt))));
                continue;
            }

            if (earlier.DueAt != clock.DueAt)
            {
                differences.Add(Sentence.Of("compare.clock_due", ("clock", Name(packAfter, policyId)), ("before", Text(earlier.DueAt)), ("after", Text(clock.DueAt))));
            }

            if (IsMissed(earlier) != IsMissed(clock))
            {
                differences.Add(Sentence.Of(IsMissed(clock) ? "compare.clock_missed" : "compare.clock_kept", ("clock", Name(packAfter, policyId))));
            }
        }

        differences.AddRange(old.Where(each => !now.ContainsKey(each.Key)).Select(each => Sentence.Of("compare.clock_dropped", ("clock", Name(packBefore, each.Key)))));
    }

    private static bool IsMissed(Clock clock) => clock.IsMet == false || clock.MissedDueAt is not null;

    private static Dictionary<string, Clock> FirstOf(RehearsalResult result)
    {
        var first = new Dictionary<string, Clock>(StringComparer.Ordinal);
        foreach (var clock in result.Clocks)
        {
            first.TryAdd(clock.PolicyId, clock);
        }

        return first;
    }

    private static void AddNotices(RehearsalResult before, RehearsalResult after, SopPack packAfter, SopPack packBefore, List<Sentence> differences)
    {
        foreach (var id in before.Notices.Concat(after.Notices).Select(each => each.NoticeId).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var (old, now) = (before.Notices.Count(each => each.NoticeId == id), after.Notices.Count(each => each.NoticeId == id));
            if (old != now)
            {
                var name = (packAfter.Notices.GetValueOrDefault(id) ?? packBefore.Notices.GetValueOrDefault(id))?.Name ?? id;
                differences.Add(Sentence.Of("compare.notice", ("notice", name), ("before", Text(old)), ("after", Text(now))));
            }
        }
    }

    private static void AddEnd(RehearsalResult before, RehearsalResult after, List<Sentence> differences)
    {
        if (before.Stop.Reason != after.Stop.Reason || before.Stop.ActivityId != after.Stop.ActivityId)
        {
            differences.Add(Sentence.Of("compare.end", ("before", before.Stop.Sentence.Text), ("after", after.Stop.Sentence.Text)));
        }

        if (before.State?.ClosedAt is { } old && after.State?.ClosedAt is { } now && old != now)
        {
            differences.Add(Sentence.Of("compare.closed", ("before", Text(old)), ("after", Text(now))));
        }

        foreach (var incident in after.Incidents.Where(each => before.Incidents.All(other => other.ActivityId != each.ActivityId)))
        {
            differences.Add(Sentence.Of("compare.incident", ("step", incident.ActivityId), ("message", incident.Cause ?? incident.Message)));
        }
    }

    private static LocalizedText Name(SopPack pack, string policyId) => pack.ClockPolicies.TryGetValue(policyId, out var policy) ? policy.Name : policyId;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
