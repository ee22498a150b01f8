using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.States;

/// <summary>Everything an instance is between two bursts. Immutable; a burst gives a new one.</summary>
public sealed class WorkflowState
{
    internal WorkflowState()
    {
    }

    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    /// <summary>The version of the definition it runs on; its counters are meaningful for this one only.</summary>
    public required string DefinitionVersionId { get; init; }

    public WorkflowStatus Status { get; internal init; }

    public WorkflowSubStatus SubStatus { get; internal init; }

    public string? CorrelationId { get; internal init; }

    public string? Name { get; internal init; }

    public DateTimeOffset CreatedAt { get; internal init; }

    public DateTimeOffset? FinishedAt { get; internal init; }

    public IReadOnlyList<Bookmark> Bookmarks { get; internal init; } = [];

    public IReadOnlyList<Incident> Incidents { get; internal init; } = [];

    /// <summary>What the workflow was started with. Read-only.</summary>
    public JsonObject Input => StoredInput ?? [];

    /// <summary>The workflow's outputs so far. Read-only.</summary>
    public JsonObject Outputs => StoredOutputs ?? [];

    /// <summary>The workflow's own variables by name, as a new JSON object.</summary>
    public JsonObject Variables => new(StoredVariables.Select(each => KeyValuePair.Create(each.Key, JsonValues.Copy(each.Value))));

    /// <summary>
    /// Running but without any bookmark: nothing can wake it but a person. So ends a fault under the strategy that goes on, or a join that cannot fire.
    /// </summary>
    public bool IsStalled => Status == WorkflowStatus.Running && Bookmarks.Count == 0;

    internal JsonObject? StoredInput { get; init; }

    internal JsonObject? StoredOutputs { get; init; }

    internal IReadOnlyList<KeyValuePair<string, JsonNode?>> StoredVariables { get; init; } = [];

    internal IReadOnlyList<ActivityState> Activities { get; init; } = [];

    /// <summary>The instances that are running or waiting, and those that are faulted and may be retried.</summary>
    public IEnumerable<LiveActivity> LiveActivities =>
        Activities.Select(each => new LiveActivity(InstanceNumber.Text(each.Number), each.Node.ActivityId, each.Node.NodeId, each.Node.Type, each.IsFaulted));

    /// <summary>Writes the state as one compact JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer) => StateWriter.Write(writer, this);

    /// <summary>The state as compact JSON.</summary>
    public byte[] ToUtf8Json()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, StateWriter.Options))
        {
            WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote, of any version ever released.</summary>
    /// <exception cref="InvalidDataException">The text is no state of this program.</exception>
    public static WorkflowState Read(JsonElement json, WorkflowProgram program) => StateReader.Read(json, program);

    /// <inheritdoc cref="Read(JsonElement, WorkflowProgram)"/>
    public static WorkflowState Read(ReadOnlyMemory<byte> utf8Json, WorkflowProgram program)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = 256 });
            return StateReader.Read(document.RootElement, program);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("A workflow state is no JSON: " + error.Message, error);
        }
    }
}

/// <summary>A live activity instance, for screens and for <see cref="RetryActivity"/>.</summary>
public sealed record LiveActivity(string ActivityInstanceId, string ActivityId, string NodeId, string Type, bool IsFaulted);
