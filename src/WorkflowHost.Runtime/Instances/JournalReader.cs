using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Archive;

namespace WorkflowHost.Runtime.Instances;

/// <summary>Reads an instance's journal and adds it up to runs and counts of its activities.</summary>
internal static class JournalReader
{
    /// <summary>Every line, oldest first.</summary>
    /// <param name="program">What it runs on, for types and names; null when that cannot be compiled any more.</param>
    public static List<JournalRow> Read(IReadOnlyList<ArchivedCommit> stored, string instanceId, WorkflowProgram? program)
    {
        var nodes = program?.Nodes.ToDictionary(n => n.NodeId, StringComparer.Ordinal) ?? [];
        var rows = new List<JournalRow>();
        foreach (var commit in stored)
        {
            foreach (var step in JournalText.Read(commit.Entries))
            {
                var node = nodes.GetValueOrDefault(step.NodeId);
                rows.Add(new(
                    rows.Count + 1, commit.At, step.Event, IdOf(instanceId, step.ActivityInstanceId), node?.ActivityId ?? LastOf(step.NodeId), step.NodeId,
                    node?.Type ?? string.Empty, node?.Name, step.Outcomes, step.Message)
                {
                    Values = step.Event == JournalEvent.Started ? InputsOf(node, step.Values) : step.Values,
                });
            }
        }

        return rows;
    }

    /// <summary>The runs of activities, in the order they started.</summary>
    public static List<ActivityExecution> Executions(string instanceId, IEnumerable<JournalRow> journal, IReadOnlyList<Bookmark> bookmarks)
    {
        var waiting = bookmarks.Select(b => IdOf(instanceId, b.ActivityInstanceId)).ToHashSet(StringComparer.Ordinal);
        var runs = new Dictionary<string, ActivityExecution>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var row in journal)
        {
            if (!runs.TryGetValue(row.ExecutionId, out var run))
            {
                run = new(
                    row.ExecutionId, instanceId, row.ExecutionId[(instanceId.Length + 1)..], row.ActivityId, row.NodeId, row.ActivityType, row.ActivityName,
                    ActivityExecutionStatus.Running, row.At, null, [], null, waiting.Contains(row.ExecutionId), 0);
                order.Add(row.ExecutionId);
            }

            runs[row.ExecutionId] = After(run, row);
        }

        return order.ConvertAll(id => runs[id]);
    }

    public static List<ActivityCount> Counts(IEnumerable<ActivityExecution> executions) =>
        [.. executions.GroupBy(e => e.NodeId, StringComparer.Ordinal).Select(runs => new ActivityCount(
            runs.First().ActivityId,
            runs.Key,
            runs.Count(),
            runs.Count(r => r.Status == ActivityExecutionStatus.Completed),
            runs.Count(r => r.Status == ActivityExecutionStatus.Running),
            runs.Any(r => r.HasBookmarks),
            runs.Any(r => r.Status == ActivityExecutionStatus.Faulted)))];

    public static string IdOf(string instanceId, string activityInstanceId) => $"{instanceId}-{activityInstanceId}";

    private static ActivityExecution After(ActivityExecution run, JournalRow row) => row.Event switch
    {
        JournalEvent.Completed => run with { Status = ActivityExecutionStatus.Completed, CompletedAt = row.At, Outcomes = row.Outcomes, Outputs = row.Values ?? run.Outputs },
        JournalEvent.Suspended => run with { Outputs = row.Values ?? run.Outputs },
        JournalEvent.Canceled => run with { Status = ActivityExecutionStatus.Canceled, CompletedAt = row.At },
        JournalEvent.Faulted => run with { Status = ActivityExecutionStatus.Faulted, Message = row.Message, FaultCount = run.FaultCount + 1 },
        // Started again: a retry.
        JournalEvent.Started => run with { Status = ActivityExecutionStatus.Running, Message = null, Inputs = row.Values },
        _ => run,
    };

    /// <summary>What the definition says, and what was worked out in this run.</summary>
    private static JsonObject? InputsOf(ProgramNode? node, JsonObject? evaluated)
    {
        var inputs = new JsonObject();
        foreach (var (name, value) in node?.FixedInputs ?? [])
        {
            inputs[name] = value;
        }

        foreach (var (name, value) in evaluated ?? [])
        {
            inputs[name] = value?.DeepClone();
        }

        return inputs.Count == 0 ? null : inputs;
    }

    private static string LastOf(string nodeId) => nodeId[(nodeId.LastIndexOf(':') + 1)..];
}
