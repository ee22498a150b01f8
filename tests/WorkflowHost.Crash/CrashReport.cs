using System.Globalization;
using System.Text;
using WorkflowHost.Journeys;

namespace WorkflowHost.Crash;

/// <summary>What a crash run did and found.</summary>
internal sealed record CrashReport
{
    public required CrashPlan Plan { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>Kills that met a host that was still starting; not counted in the plan's.</summary>
    public required int KillsDuringStart { get; init; }

    /// <summary>From launch to ready, for each start that was let finish.</summary>
    public required IReadOnlyList<TimeSpan> Starts { get; init; }

    public required IReadOnlyCollection<Acknowledged> Commands { get; init; }

    public required int Repeats { get; init; }

    public required int Cases { get; init; }

    public required int ClosedCases { get; init; }

    public required int TimersFired { get; init; }

    public required TimeSpan LatestTimer { get; init; }

    /// <summary>Every broken promise; empty when all was kept.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    public int SentMoreThanOnce => Commands.Count(command => command.Tries > 1);

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Crash run of {StartedAt:yyyy-MM-dd}").AppendLine();
        text.AppendLine($"Machine: {MachineLine.Text}").AppendLine();
        text.AppendLine("| what | number |").AppendLine("|---|---|");
        Row(text, "seed", Plan.Seed);
        Row(text, "clients at the same time", Plan.Clients);
        Row(text, "kills (SIGKILL) of a host at work", Plan.Kills);
        Row(text, "further kills of a host that was starting", KillsDuringStart);
        Row(text, "commands acknowledged", Commands.Count);
        foreach (var (kind, count) in Commands.CountBy(command => command.Kind).OrderBy(pair => pair.Key))
        {
            Row(text, $"… {kind}", count);
        }

        Row(text, "commands sent more than once before they were answered", SentMoreThanOnce);
        Row(text, "answered commands sent once more on purpose", Repeats);
        Row(text, "cases opened", Cases);
        Row(text, "complaints taken through all steps", ClosedCases);
        Row(text, "timers fired", TimersFired);
        Row(text, "latest timer, seconds after its instant (kills and restarts included)", $"{LatestTimer.TotalSeconds:0.0}");
        Row(text, "launch to ready, median / longest, seconds", $"{Median(Starts).TotalSeconds:0.0} / {Starts.Max().TotalSeconds:0.0}");
        Row(text, "run, minutes", $"{Took.TotalMinutes:0.0}");
        Row(text, "**promises broken**", $"**{Faults.Count}**");
        text.AppendLine();
        text.AppendLine("Checked after the last kill, with SQL of the run's own: every acknowledged command stored exactly once, with its effect in the case's history counted; no command stored that no client was told of; rows and state equal (tasks, timers, clocks, revisits, versions, gapless timelines); no timer missing, early or doubled; the file sound by SQLite's own checks.");
        text.AppendLine();
        text.AppendLine("A killed process leaves the operating system's cache in place, so this run shows nothing about a power cut; that commits are synced to disk is the database's `synchronous=FULL`.");
        foreach (var fault in Faults.Take(200))
        {
            text.AppendLine().Append("- ").AppendLine(fault);
        }

        return text.ToString();
    }

    private static void Row<T>(StringBuilder text, string what, T number) => text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {number} |");

    private static TimeSpan Median(IReadOnlyList<TimeSpan> spans) => spans.Order().ElementAt(spans.Count / 2);
}
