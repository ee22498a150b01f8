using System.Globalization;
using System.Text;
using WorkflowHost.Fuzz;
using WorkflowHost.Journeys;
using WorkflowHost.Sop.Activities;

namespace WorkflowHost.Bench.Fuzz;

/// <summary>Bends definitions and states at length, and keeps what came of it.</summary>
internal static class FuzzCommand
{
    private const int Step = 5_000;

    public static async Task<int> RunAsync(int rounds, int seed)
    {
        var corpus = FuzzCorpus.Load();
        var report = FuzzReport.Of(new FuzzRound(corpus, SopCatalog.Compiler()), rounds, seed, progress: Progress);
        foreach (var failure in report.Failures)
        {
            Console.Error.WriteLine(failure + Environment.NewLine);
        }

        await ResultFile.KeepAsync("fuzz", Markdown(report, corpus.Count, rounds, seed));
        return report.Failures.Count == 0 ? 0 : 1;
    }

    private static void Progress(int done)
    {
        if (done % Step == 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done:#,0} rounds"));
        }
    }

    private static string Markdown(FuzzReport report, int documents, int rounds, int seed)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Bent definitions and states, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}").AppendLine();
        text.AppendLine($"Machine: {MachineLine.Text}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"`dotnet run -c Release --project bench/WorkflowHost.Bench -- fuzz {rounds} {seed}`").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Each round bends one of {documents} definitions (the shipped SOPs and the conformance cases), reads, compiles and runs it, moves the instance to a version bent once more, bends the state it leaves, and runs on from there with every kind of stimulus. Limits of a burst: {FuzzRound.Limits.Steps} steps, {FuzzRound.Limits.ScriptStatements:#,0} statements and {FuzzRound.Limits.ScriptMemoryBytes >> 20} MiB a script.").AppendLine();
        text.AppendLine("| | |");
        text.AppendLine("|---|---:|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| rounds | {report.Rounds:#,0} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| definition refused with faults | {report.Ends[FuzzEnd.DefinitionRefused]:#,0} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| ran, bent state refused | {report.Ends[FuzzEnd.StateRefused]:#,0} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| ran, and ran on from the state | {report.Ends[FuzzEnd.Ran]:#,0} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| most bytes allocated in a round (budget {FuzzReport.Budget >> 20} MiB) | {report.MostAllocated.Bytes:#,0} (round {report.MostAllocated.Seed}) |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| slowest round | {report.Slowest.Time.TotalMilliseconds:#,0} ms (round {report.Slowest.Seed}) |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| memory of the process at the end | {Environment.WorkingSet >> 20:#,0} MiB, heap {GC.GetGCMemoryInfo().HeapSizeBytes >> 20:#,0} MiB |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| **unhandled exceptions, budgets exceeded** | **{report.Failures.Count}** |");
        return text.ToString();
    }
}
