using System.Diagnostics;
using System.Globalization;
using System.Text;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Journeys;

namespace WorkflowHost.Bench.EngineRuns;

/// <summary>How many workflows the engine alone runs in a second on one core, and what each allocates.</summary>
internal static class EngineBench
{
    private const int Rounds = 7;

    private static readonly DateTimeOffset Now = new(2026, 9, 15, 10, 0, 0, TimeSpan.FromHours(8));
    private static readonly SequentialIdSource Ids = new();

    public static async Task<int> RunAsync()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            // The collector and the compiler share the core too.
            Process.GetCurrentProcess().ProcessorAffinity = 1;
        }

        await ResultFile.KeepAsync("engine", Markdown(Measure()));
        return 0;
    }

    private static List<RunMeasure> Measure()
    {
        var floor = new RunFloor();
        var ten = RunDefinitions.TenSteps();
        var complaint = RunDefinitions.ComplaintShape();
        var shipped = new ComplaintCore();
        var loop = RunDefinitions.Loop(1000);
        var scripts = RunDefinitions.TenScripts(RunDefinitions.PlainScript);
        var full = RunDefinitions.TenScripts(RunDefinitions.FullScript);
        return
        [
            RunMeasure.Of("floor: ten lines from a loop, no workflow", Rounds, floor.TenSteps),
            RunMeasure.Of("(a) ten activities in a sequence", Rounds, () => Ended(Start(ten))),
            RunMeasure.Of("(b) flowchart of the complaint's shape: start, wait, resume", Rounds, () => StartAndResume(complaint, stored: false)),
            RunMeasure.Of("(b) the same, the state written and read in between", Rounds, () => StartAndResume(complaint, stored: true)),
            RunMeasure.Of("(b) the shipped complaint in the SOP core: opened, first task claimed and completed", Rounds, shipped.OpenAndRegister),
            RunMeasure.Of("(c) loop of 1,000 rounds, two scripts a round", Rounds, () => Ended(Start(loop))),
            RunMeasure.Of("floor: the ten scripts in bare Jint, one engine, no workflow", Rounds, floor.TenScripts),
            RunMeasure.Of("(d) ten activities, each with a script of operators", Rounds, () => Ended(Start(scripts))),
            RunMeasure.Of("(d) ten activities, each with a script of the whole language", Rounds, () => Ended(Start(full))),
        ];
    }

    private static Burst Start(WorkflowProgram program) =>
        WorkflowEngine.Run(program, null, new StartWorkflow(), new BurstEnvironment { Now = Now, Ids = Ids });

    private static Burst Ended(Burst burst) =>
        burst.State.SubStatus == WorkflowSubStatus.Finished ? burst : throw new InvalidOperationException($"A run ended as {burst.State.SubStatus}: {string.Join("; ", burst.State.Incidents)}");

    private static Burst StartAndResume(WorkflowProgram program, bool stored)
    {
        var state = Start(program).State;
        if (stored)
        {
            state = WorkflowState.Read(state.ToUtf8Json(), program);
        }

        var task = state.Bookmarks.First(each => each.ActivityId == "register");
        var burst = WorkflowEngine.Run(program, state, new ResumeBookmark(task.Id), new BurstEnvironment { Now = Now, Ids = Ids });
        return burst.State.Bookmarks.Any(each => each.ActivityId == "analysis") ? burst : throw new InvalidOperationException("The complaint did not come to its analysis.");
    }

    private static string Markdown(List<RunMeasure> measures)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# The engine alone, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}").AppendLine();
        text.AppendLine($"Machine: {MachineLine.Text}").AppendLine();
        text.AppendLine("`dotnet run -c Release --project bench/WorkflowHost.Bench -- engine`").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"One thread on one core, in memory. Median of {Rounds} rounds of a second each after warming up. Seconds are processor time of the whole process, collector and compiler included; bytes are those the thread allocates.").AppendLine();
        text.AppendLine("| what is run | runs a second | slowest to fastest round | bytes a run |");
        text.AppendLine("|---|---:|---:|---:|");
        foreach (var each in measures)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {each.Name} | {each.PerSecond:#,0} | {each.Slowest:#,0} – {each.Fastest:#,0} | {each.Bytes:#,0} |");
        }

        text.AppendLine();
        text.AppendLine("Stock Elsa 3.7.1 on the same machine, as measured when this engine was planned: ten activities 420 to 560 a second at 394 KB a run, ten activities with JavaScript 285 a second at 944 KB.");
        return text.ToString();
    }
}
