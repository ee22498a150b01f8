using System.Globalization;
using System.Text;
using WorkflowHost.Journeys;

namespace WorkflowHost.Crash.Cluster;

/// <summary>What a run of several hosts did and found.</summary>
internal sealed record ClusterReport
{
    public required ClusterPlan Plan { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required TimeSpan Took { get; init; }

    public required IReadOnlyDictionary<TroubleKind, int> Troubles { get; init; }

    public required IReadOnlyCollection<Acknowledged> Commands { get; init; }

    public required int Repeats { get; init; }

    public required int Cases { get; init; }

    public required int ClosedCases { get; init; }

    public required int TimersFired { get; init; }

    public required TimeSpan LatestTimer { get; init; }

    /// <summary>Every broken promise; empty when all was kept.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {Plan.Hosts} hosts on one PostgreSQL, {StartedAt:yyyy-MM-dd HH:mm} UTC").AppendLine();
        text.AppendLine($"Machine: {MachineLine.Text}").AppendLine();
        text.AppendLine("| what | number |").AppendLine("|---|---|");
        Row(text, "seed", Plan.Seed);
        Row(text, "clients at the same time", Plan.Clients);
        foreach (var (kind, words) in Words)
        {
            Row(text, words, Troubles.GetValueOrDefault(kind));
        }

        Row(text, "commands acknowledged", Commands.Count);
        foreach (var (kind, count) in Commands.CountBy(command => command.Kind).OrderBy(pair => pair.Key))
        {
            Row(text, $"… {kind}", count);
        }

        Row(text, "commands sent more than once before they were answered", Commands.Count(command => command.Tries > 1));
        Row(text, "answered commands sent once more on purpose", Repeats);
        Row(text, "cases opened", Cases);
        Row(text, "complaints taken through all steps", ClosedCases);
        Row(text, "timers fired", TimersFired);
        Row(text, "latest timer, seconds after its instant (trouble included)", LatestTimer.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        Row(text, "run, minutes", Took.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture));
        Row(text, "**promises broken**", $"**{Faults.Count}**");
        text.AppendLine();
        text.AppendLine("Checked at the end, with SQL of the run's own: every acknowledged command stored exactly once, with its effect in the case's history counted; no command stored that no client was told of; rows and state equal (tasks, timers, clocks, revisits, versions, gapless timelines); no timer missing, early or doubled; nothing stamped outside of the run by the database's clock; each host that was asked to stop ended in order and in time.");
        text.AppendLine();
        text.AppendLine("A host is parted from the database by a relay between them that stops forwarding without ending the connections. Its wall clock is set by a library loaded before its own; its steady clock goes on, as on a machine whose time is set.");
        foreach (var fault in Faults.Take(200))
        {
            text.AppendLine().Append("- ").AppendLine(fault);
        }

        return text.ToString();
    }

    private static Dictionary<TroubleKind, string> Words { get; } = new()
    {
        [TroubleKind.Kill] = "kills (SIGKILL) of one host",
        [TroubleKind.KillAll] = "kills of all hosts at once",
        [TroubleKind.Stop] = "stops in order (SIGTERM) of one host",
        [TroubleKind.Cut] = "all connections of a host to the database cut",
        [TroubleKind.Part] = "a host parted from the database for up to 25 s",
        [TroubleKind.RestartDatabase] = "restarts of the database",
        [TroubleKind.CrashDatabase] = "crashes of the database",
        [TroubleKind.StepClock] = "clock of one host set an hour ahead, an hour back, and right again",
    };

    private static void Row<T>(StringBuilder text, string what, T number) => text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {number} |");
}
