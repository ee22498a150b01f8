#pragma warning disable CA1065 // stubs of the first surface
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.States;

/// <summary>Everything an instance is between two bursts. Immutable; a burst gives a new one.</summary>
public sealed class WorkflowState
{
    internal WorkflowState()
    {
    }

    public string Id { get; internal init; } = "";

    public string DefinitionId { get; internal init; } = "";

    public string DefinitionVersionId { get; internal init; } = "";

    public WorkflowStatus Status { get; internal init; }

    public WorkflowSubStatus SubStatus { get; internal init; }

    public string? CorrelationId { get; internal init; }

    public string? Name { get; internal init; }

    public DateTimeOffset CreatedAt { get; internal init; }

    public DateTimeOffset? FinishedAt { get; internal init; }

    public IReadOnlyList<Bookmark> Bookmarks { get; internal init; } = [];

    public IReadOnlyList<Incident> Incidents { get; internal init; } = [];

    /// <summary>The workflow's outputs so far. Read-only.</summary>
    public JsonObject Outputs { get; internal init; } = [];

    /// <summary>The workflow's own variables by name, as JSON. Read-only.</summary>
    public JsonObject Variables => throw new NotImplementedException();

    /// <summary>Running, suspended but without any bookmark: nothing can wake it but a person (after a fault, or a join that cannot fire).</summary>
    public bool IsStalled => Status == WorkflowStatus.Running && Bookmarks.Count == 0;

    /// <summary>Writes the state as one compact JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer) => throw new NotImplementedException();

    /// <summary>The state as compact JSON.</summary>
    public byte[] ToUtf8Json() => throw new NotImplementedException();

    /// <summary>Reads what <see cref="WriteTo"/> wrote, of any version ever released.</summary>
    /// <exception cref="InvalidDataException">The text is no state of this program.</exception>
    public static WorkflowState Read(JsonElement json, WorkflowProgram program) => throw new NotImplementedException();

    /// <inheritdoc cref="Read(JsonElement, WorkflowProgram)"/>
    public static WorkflowState Read(ReadOnlySpan<byte> utf8Json, WorkflowProgram program) => throw new NotImplementedException();
}
