using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Journeys;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Bench.Bursts;

/// <summary>What one command costs before anything is stored: rules and workflow alone, in memory, on one thread.</summary>
internal static class BurstBench
{
    private const int WarmUp = 300;
    private const int Measured = 2000;

    private static readonly Actor _actor = new("0000000000000001", "王芳", "A1001", [.. StaffRoles.All]);
    private static readonly DateTimeOffset _now = new(2026, 9, 15, 10, 0, 0, TimeSpan.FromHours(8));

    public static async Task<int> RunAsync()
    {
        var (pack, program) = ShippedPack.Load();
        var costs = new SortedDictionary<string, Cost>(StringComparer.Ordinal);
        for (var i = 0; i < WarmUp + Measured; i++)
        {
            if (i == WarmUp)
            {
                costs.Clear();
            }

            TakeToClosing(pack, program, i, costs);
        }

        await ResultFile.KeepAsync("bursts", Markdown(costs));
        return 0;
    }

    private static void TakeToClosing(SopPack pack, WorkflowProgram program, int number, SortedDictionary<string, Cost> costs)
    {
        var environment = new CaseEnvironment
        {
            Now = _now,
            Ids = new SequentialIdSource(1),
            Pack = pack,
            Program = program,
            Staff = [new StaffMember(_actor.Id, "wangfang", _actor.Name, _actor.StaffNo, _actor.Roles, "上海", [], true, null, 0)],
        };
        var id = number.ToString("x16", CultureInfo.InvariantCulture);
        var state = Handle("open", null, new OpenCase(_actor, id, $"TS{number}", ComplaintStory.Opening(_now, id)), environment, costs);
        while (!state.Tasks.IsEmpty)
        {
            var task = state.Tasks[0];
            if (task.AssigneeId is null)
            {
                state = Handle("claim", state, new ClaimTask(_actor, task.Id), environment, costs);
                continue;
            }

            var (outcome, fields) = ComplaintStory.Decide(task.FormId, _actor.Id, _now);
            state = Handle($"complete {task.FormId}", state, new CompleteTask(_actor, task.Id, outcome, fields), environment, costs);
        }
    }

    private static CaseState Handle(string name, CaseState? state, CaseCommand command, CaseEnvironment environment, SortedDictionary<string, Cost> costs)
    {
        var cost = costs.TryGetValue(name, out var known) ? known : costs[name] = new Cost();
        var outcome = cost.Measure(() => CaseProcess.Handle(state, command, environment), burst: true);
        if (outcome.Burst is not { } burst)
        {
            throw new InvalidOperationException($"{name} was refused: {outcome.Refusal?.Code} {string.Join(", ", outcome.Refusal?.Fields.Select(fault => $"{fault.Field} {fault.Code}") ?? [])}");
        }

        cost.Bytes += cost.Measure(() => CaseStateJson.Write(burst.State), burst: false).Length;
        return burst.State;
    }

    private static string Markdown(SortedDictionary<string, Cost> costs)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Bursts in memory, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}").AppendLine();
        text.AppendLine($"Machine: {MachineLine.Text}").AppendLine();
        text.AppendLine("`dotnet run -c Release --project bench/WorkflowHost.Bench -- bursts`").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"One thread takes {Measured} complaints from opening to closing with the shipped pack, after {WarmUp} to warm up; nothing is stored. Means.").AppendLine();
        text.AppendLine("| command | burst µs | allocated KiB | writing the state µs | allocated KiB | state bytes |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (var (name, cost) in costs)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {cost.BurstMicroseconds:0} | {cost.BurstKib:0.0} | {cost.WriteMicroseconds:0} | {cost.WriteKib:0.0} | {(double)cost.Bytes / cost.Count:0} |");
        }

        var cases = costs["open"].Count;
        text.AppendLine(CultureInfo.InvariantCulture, $"| **a whole complaint** | **{costs.Values.Sum(cost => cost.BurstMicroseconds * cost.Count) / cases:0}** | **{costs.Values.Sum(cost => cost.BurstKib * cost.Count) / cases:0}** | {costs.Values.Sum(cost => cost.WriteMicroseconds * cost.Count) / cases:0} | {costs.Values.Sum(cost => cost.WriteKib * cost.Count) / cases:0} | |");
        return text.ToString();
    }

    /// <summary>Time and allocations of one kind of command, summed.</summary>
    private sealed class Cost
    {
        private long _burstTicks;
        private long _burstBytes;
        private long _writeTicks;
        private long _writeBytes;

        public int Count { get; private set; }

        public long Bytes { get; set; }

        public double BurstMicroseconds => Stopwatch.GetElapsedTime(0, _burstTicks).TotalMicroseconds / Count;

        public double BurstKib => _burstBytes / 1024.0 / Count;

        public double WriteMicroseconds => Stopwatch.GetElapsedTime(0, _writeTicks).TotalMicroseconds / Count;

        public double WriteKib => _writeBytes / 1024.0 / Count;

        public T Measure<T>(Func<T> work, bool burst)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            var result = work();
            var ticks = Stopwatch.GetTimestamp() - began;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (burst)
            {
                (_burstTicks, _burstBytes, Count) = (_burstTicks + ticks, _burstBytes + allocated, Count + 1);
            }
            else
            {
                (_writeTicks, _writeBytes) = (_writeTicks + ticks, _writeBytes + allocated);
            }

            return result;
        }
    }
}
