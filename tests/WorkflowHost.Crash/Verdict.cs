using System.Globalization;
using System.Text.Json;

namespace WorkflowHost.Crash;

/// <summary>
/// Holds what is stored against what was promised: no acknowledged command lost, none applied twice, rows and state in
/// agreement, no timer missing, early or doubled.
/// </summary>
internal sealed class Verdict
{
    private readonly List<string> _faults = [];
    private readonly Ledger _ledger;
    private readonly Dictionary<string, StoredCase> _cases;

    private Verdict(Ledger ledger, Dictionary<string, StoredCase> cases) => (_ledger, _cases) = (ledger, cases);

    /// <summary>Timers that fired, over all cases.</summary>
    public int TimersFired { get; private set; }

    /// <summary>How late the latest timer fired, measured against the instant it was set for.</summary>
    public TimeSpan LatestBy { get; private set; }

    public int Cases => _cases.Count;

    /// <summary>Every broken promise, in words; empty when all was kept.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public static Verdict On(Ledger ledger, StoredCases file)
    {
        var verdict = new Verdict(ledger, file.All());
        verdict._faults.AddRange(file.Faults());
        verdict.JudgeCommands();
        foreach (var stored in verdict._cases.Values)
        {
            verdict.JudgeTimeline(stored);
            verdict.JudgeRows(stored);
            verdict.JudgeLadders(stored);
            if (stored.DefinitionId == PulseStory.DefinitionId)
            {
                verdict.JudgePulse(stored);
            }
        }

        verdict._faults.AddRange(ledger.Violations);
        return verdict;
    }

    private void JudgeCommands()
    {
        var receipts = _cases.Values.SelectMany(stored => stored.Receipts).ToDictionary(receipt => (receipt.Key, receipt.ActorId));
        foreach (var command in _ledger.Commands)
        {
            if (!receipts.Remove((command.Key, command.ActorId), out var receipt))
            {
                _faults.Add($"lost: {command} was acknowledged and is not stored.");
            }
            else if (receipt.CaseId != command.CaseId)
            {
                _faults.Add($"moved: {command} was acknowledged for one case and is stored for {receipt.CaseId}.");
            }
        }

        // Every client saw each of its commands to the end, so nothing may be stored that nobody was told of.
        _faults.AddRange(receipts.Values.Select(receipt => $"untold: {receipt} is stored and was never acknowledged."));
        foreach (var own in _ledger.Commands.GroupBy(command => command.CaseId))
        {
            if (_cases.GetValueOrDefault(own.Key) is { } stored)
            {
                JudgeEffects(stored, [.. own]);
            }
            else
            {
                _faults.Add($"lost: case {own.Key} was acknowledged {own.Count()} times and is not stored.");
            }
        }
    }

    /// <summary>Each command's trace in the case, counted: exactly as many as were acknowledged.</summary>
    private void JudgeEffects(StoredCase stored, IReadOnlyList<Acknowledged> commands)
    {
        Same(stored, "case.opened entries", commands.Count(c => c.Kind is CommandKind.Open or CommandKind.Pulse), Entries(stored, "case.opened").Count());
        Same(stored, "task.claimed entries", commands.Count(c => c.Kind == CommandKind.Claim), Entries(stored, "task.claimed").Count());
        Same(stored, "task.completed entries", commands.Count(c => c.Kind == CommandKind.Complete), Entries(stored, "task.completed").Count());
        var notes = commands.Where(c => c.Kind == CommandKind.Note).Select(c => c.Subject).Order(StringComparer.Ordinal);
        var told = Entries(stored, "note.added").Select(entry => entry.Args.GetValueOrDefault("text", "?")).Order(StringComparer.Ordinal);
        if (!notes.SequenceEqual(told))
        {
            _faults.Add($"case {stored.Id}: the notes stored are not the notes acknowledged.");
        }

        foreach (var done in commands.Where(c => c.Kind == CommandKind.Complete))
        {
            var row = stored.Tasks.SingleOrDefault(task => task.Id == done.Subject);
            if (row is null || row.Status != "Completed" || row.CompletedBy != done.ActorId || row.Outcome != done.Outcome)
            {
                _faults.Add($"lost: {done} was acknowledged, and the task's row is {row?.ToString() ?? "absent"}.");
            }
        }

        var versions = stored.Receipts.Select(receipt => receipt.CaseVersion).ToList();
        if (versions.Distinct().Count() != versions.Count || versions.Any(version => version < 1 || version > stored.Version))
        {
            _faults.Add($"case {stored.Id} at version {stored.Version}: two commands claim one version, or a later one.");
        }
    }

    private void JudgeTimeline(StoredCase stored)
    {
        var gapless = stored.Timeline.Select(entry => entry.Sequence).SequenceEqual(Enumerable.Range(1, stored.Timeline.Count).Select(n => (long)n));
        var last = Case(stored).TryGetProperty("timeline", out var sequence) ? sequence.GetInt64() : 0;
        if (!gapless || last != stored.Timeline.Count)
        {
            _faults.Add($"case {stored.Id}: the state counts {last} timeline entries, the rows are {string.Join(',', stored.Timeline.Select(e => e.Sequence))}.");
        }
    }

    private void JudgeRows(StoredCase stored)
    {
        Same(stored, "version", Case(stored).GetProperty("version").GetInt64(), stored.Version);
        Agree(stored, "open tasks", List(stored, "tasks").Select(t => Text(t, "id")), stored.Tasks.Where(t => t.Status == "Open").Select(t => t.Id));
        Agree(stored, "timers", List(stored, "timers").Select(t => $"{Text(t, "id")}@{CeilMs(t.GetProperty("dueAt").GetDateTimeOffset())}"), stored.Timers.Select(t => $"{t.Id}@{t.DueAtMs}"));
        // A state keeps the clocks that still count; the rows keep all.
        Agree(stored, "live clocks", List(stored, "clocks").Where(c => IsLive(Text(c, "status"))).Select(c => $"{Text(c, "id")}@{c.GetProperty("dueAt").GetDateTimeOffset().ToUnixTimeMilliseconds()}"), stored.Clocks.Where(c => IsLive(c.Status)).Select(c => $"{c.Id}@{c.DueAtMs}"));
        Agree(stored, "revisits", List(stored, "revisits").Select(r => Text(r, "id")), stored.Revisits.Select(r => r.Id));
        _faults.AddRange(stored.Timers.Where(t => t.Failures > 0).Select(t => $"case {stored.Id}: timer {t.Id} failed {t.Failures} times."));
    }

    /// <summary>A reminder is told once per step and clock, and never before its instant.</summary>
    private void JudgeLadders(StoredCase stored)
    {
        foreach (var entry in Entries(stored, "ladder.fired"))
        {
            TimersFired++;
            var due = DateTimeOffset.Parse(entry.Args["deliveredAt"], CultureInfo.InvariantCulture);
            if (entry.At < due)
            {
                _faults.Add($"early: case {stored.Id}, {entry.Kind} {entry.Args["step"]} at {entry.At:O}, due {due:O}.");
            }
        }

        var doubled = Entries(stored, "ladder.fired").CountBy(entry => (entry.Args["clock"], entry.Args["step"], entry.Args["firedAt"])).Where(count => count.Value > 1);
        _faults.AddRange(doubled.Select(count => $"doubled: case {stored.Id}, ladder step {count.Key} was told {count.Value} times."));
    }

    /// <summary>The beats are 0, 1, 2, … without gap or repeat, each at least one wait after the one before, and all there.</summary>
    private void JudgePulse(StoredCase stored)
    {
        var beats = Entries(stored, "stage.entered").ToList();
        TimersFired += Math.Max(0, beats.Count - 1);
        var expected = Enumerable.Range(0, beats.Count).Select(n => $"{PulseStory.StagePrefix}{n}");
        if (!beats.Select(beat => beat.Args.GetValueOrDefault("stage")).SequenceEqual(expected))
        {
            _faults.Add($"case {stored.Id}: the beats are {string.Join(' ', beats.Select(beat => beat.Args.GetValueOrDefault("stage")))}.");
        }

        for (var i = 1; i < beats.Count; i++)
        {
            // Both instants are stored in whole milliseconds, cut off; a wait may look one shorter.
            var late = beats[i].At - beats[i - 1].At - PulseStory.Wait;
            LatestBy = late > LatestBy ? late : LatestBy;
            if (late < TimeSpan.FromMilliseconds(-1))
            {
                _faults.Add($"early: case {stored.Id}, beat {i} came {-late.TotalMilliseconds} ms before its instant.");
            }
        }

        var isOver = beats.Count == PulseStory.Beats + 1;
        if (stored.Timers.Count != (isOver ? 0 : 1))
        {
            _faults.Add($"missing: case {stored.Id} had {beats.Count - 1} of {PulseStory.Beats} beats and has {stored.Timers.Count} timers.");
        }

        Same(stored, "version against commands and beats", stored.Receipts.Count + beats.Count - 1, stored.Version);
    }

    private void Same(StoredCase stored, string what, long expected, long found)
    {
        if (expected != found)
        {
            _faults.Add($"case {stored.Id}, {what}: expected {expected}, found {found}.");
        }
    }

    private void Agree(StoredCase stored, string what, IEnumerable<string> state, IEnumerable<string> rows)
    {
        var (inState, inRows) = (string.Join(' ', state.Order(StringComparer.Ordinal)), string.Join(' ', rows.Order(StringComparer.Ordinal)));
        if (inState != inRows)
        {
            _faults.Add($"case {stored.Id}, {what}: the state has [{inState}], the rows have [{inRows}].");
        }
    }

    private static IEnumerable<StoredEntry> Entries(StoredCase stored, string kind) => stored.Timeline.Where(entry => entry.Kind == kind);

    private static JsonElement Case(StoredCase stored) => stored.State.GetProperty("case");

    private static IEnumerable<JsonElement> List(StoredCase stored, string name) =>
        Case(stored).TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static bool IsLive(string clockStatus) => clockStatus is "Running" or "Paused";

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static long CeilMs(DateTimeOffset at) => at.ToUnixTimeMilliseconds() + (at.Ticks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);
}
