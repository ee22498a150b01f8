using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Links;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Cases;

/// <summary>The stored form of a <see cref="CaseState"/>: one compact JSON object. Every format ever released must load for ever.</summary>
public static class CaseStateJson
{
    private const int Format = 1;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // The text is stored, never shown in a page, so Chinese stays readable and short.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WritePropertyName("case");
            JsonSerializer.Serialize(writer, CaseRecord.Of(state), CaseJsonContext.Default.CaseRecord);
            writer.WritePropertyName("workflow");
            state.Workflow.WriteTo(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">The text is not a case state this release can read.</exception>
    public static CaseState Read(ReadOnlyMemory<byte> utf8, WorkflowProgram program)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement;
        var format = root.GetProperty("format").GetInt32();
        if (format != Format)
        {
            throw new InvalidDataException($"The case state has format {format}; this release reads format {Format}. Run the release that wrote it, or a newer one.");
        }

        var record = root.GetProperty("case").Deserialize(CaseJsonContext.Default.CaseRecord)
            ?? throw new InvalidDataException("The case state has no case.");
        return record.ToState(WorkflowState.Read(root.GetProperty("workflow"), program));
    }
}

/// <summary>The flat form that is written; derivations are left out because the calendar gives them again.</summary>
internal sealed record CaseRecord
{
    public required string Id { get; init; }

    public required string Number { get; init; }

    public required string Definition { get; init; }

    public int DefinitionVersion { get; init; }

    /// <summary>Absent for a case.</summary>
    public bool? Plain { get; init; }

    public ParentLink? Parent { get; init; }

    public long Version { get; init; }

    public CaseStatus Status { get; init; }

    public string? Stage { get; init; }

    public required JsonObject Data { get; init; }

    /// <summary>Absent for nobody.</summary>
    public IReadOnlyList<string>? People { get; init; }

    public ImmutableArray<CaseTask> Tasks { get; init; } = [];

    public ImmutableArray<Clock> Clocks { get; init; } = [];

    public ImmutableArray<Revisit> Revisits { get; init; } = [];

    /// <summary>Absent when there are none.</summary>
    public IReadOnlyList<CaseLink>? Links { get; init; }

    /// <summary>Absent when there are none.</summary>
    public IReadOnlyList<UnheardAnswer>? Unheard { get; init; }

    public ImmutableArray<CaseTimer> Timers { get; init; } = [];

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public long Timeline { get; init; }

    public static CaseRecord Of(CaseState state) => new()
    {
        Id = state.Id,
        Number = state.Number,
        Definition = state.DefinitionId,
        DefinitionVersion = state.DefinitionVersion,
        Plain = state.IsPlain ? true : null,
        Parent = state.Parent,
        Version = state.Version,
        Status = state.Status,
        Stage = state.Stage,
        Data = state.Data,
        People = state.People is { Count: > 0 } ? state.People : null,
        Tasks = state.Tasks,
        Clocks = [.. state.Clocks.Select(c => c with { Derivation = [] })],
        Revisits = state.Revisits,
        Links = state.Links is { Count: > 0 } ? state.Links : null,
        Unheard = state.Unheard is { Count: > 0 } ? state.Unheard : null,
        Timers = state.Timers,
        OpenedAt = state.OpenedAt,
        ClosedAt = state.ClosedAt,
        Timeline = state.TimelineSequence,
    };

    public CaseState ToState(WorkflowState workflow) => new()
    {
        Id = Id,
        Number = Number,
        DefinitionId = Definition,
        DefinitionVersion = DefinitionVersion,
        IsPlain = Plain ?? false,
        Parent = Parent,
        Version = Version,
        Status = Status,
        Stage = Stage,
        Data = Data,
        People = People,
        Tasks = Tasks,
        Clocks = Clocks,
        Revisits = Revisits,
        Links = Links,
        Unheard = Unheard,
        Timers = Timers,
        Workflow = workflow,
        OpenedAt = OpenedAt,
        ClosedAt = ClosedAt,
        TimelineSequence = Timeline,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CaseRecord))]
internal sealed partial class CaseJsonContext : JsonSerializerContext;
