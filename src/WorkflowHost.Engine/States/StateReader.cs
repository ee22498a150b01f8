using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.States;

/// <summary>Reads every format of the state ever released.</summary>
internal static class StateReader
{
    // Far beyond any real loop, and far enough from where counting on would overflow.
    private const int MostVisits = 1_000_000_000;

    public static WorkflowState Read(JsonElement json, WorkflowProgram program)
    {
        try
        {
            var format = json.GetProperty("format"u8).GetInt32();
            return format == StateWriter.Format
                ? ReadFormat1(json, program)
                : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"A workflow state has format {format}; this version reads format {StateWriter.Format}."));
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or JsonException)
        {
            throw new InvalidDataException("A workflow state is not as it was written: " + error.Message, error);
        }
    }

    private static WorkflowState ReadFormat1(JsonElement json, WorkflowProgram program)
    {
        var status = SubStatusOf(Required(json, "status"));
        ActivityState[] live = [.. Elements(json, "live"u8).Select((each, i) => Activity(each, i, program))];
        if (live.DistinctBy(each => each.Number).Count() < live.Length)
        {
            throw new InvalidDataException("A workflow state names an activity instance twice.");
        }

        return new WorkflowState
        {
            Id = Required(json, "id"),
            DefinitionId = Required(json, "definition"),
            DefinitionVersionId = Required(json, "version"),
            Status = status is WorkflowSubStatus.Finished or WorkflowSubStatus.Faulted or WorkflowSubStatus.Cancelled ? WorkflowStatus.Finished : WorkflowStatus.Running,
            SubStatus = status,
            CorrelationId = Text(json, "correlation"u8),
            Name = Text(json, "name"u8),
            CreatedAt = Instant(json, "created"u8) ?? default,
            FinishedAt = Instant(json, "finished"u8),
            StoredInput = Object(json, "input"u8),
            StoredOutputs = Object(json, "outputs"u8),
            StoredVariables = Members(json, "vars"u8),
            Activities = live,
            Bookmarks = [.. Elements(json, "bookmarks"u8).Select(each => Bookmark(each, live))],
            Incidents = [.. Elements(json, "incidents"u8).Select(Incident)],
        };
    }

    private static WorkflowSubStatus SubStatusOf(string name) => name switch
    {
        "pending" => WorkflowSubStatus.Pending,
        "executing" => WorkflowSubStatus.Executing,
        "suspended" => WorkflowSubStatus.Suspended,
        "finished" => WorkflowSubStatus.Finished,
        "cancelled" => WorkflowSubStatus.Cancelled,
        "faulted" => WorkflowSubStatus.Faulted,
        _ => throw new InvalidDataException($"A workflow state has the unknown status \"{name}\"."),
    };

    /// <param name="json">The stored instance.</param>
    /// <param name="place">Its place among the live ones; it can only be inside one that comes before it.</param>
    /// <param name="program">What it runs on.</param>
    private static ActivityState Activity(JsonElement json, int place, WorkflowProgram program)
    {
        var key = Required(json, "at");
        var node = program.FindByKey(key)
            ?? throw new InvalidDataException($"A workflow state waits at the activity \"{key}\", which {program.DefinitionVersionId} does not have.");
        var parent = Number(json, "in"u8, -1);
        if (parent < -1 || parent >= place)
        {
            throw new InvalidDataException($"A workflow state puts the activity \"{key}\" into an instance that does not come before it.");
        }

        return new ActivityState(InstanceOf(Required(json, "id")), node, parent)
        {
            Tag = Number(json, "tag"u8, 0),
            IsFaulted = Flag(json, "faulted"u8),
            IsOrphan = Flag(json, "orphan"u8),
            IsBreaking = Flag(json, "breaking"u8),
            Undelivered = json.TryGetProperty("ended"u8, out var ended) ? Ended(ended, program) : null,
            Local = Object(json, "local"u8),
            Variables = Members(json, "vars"u8),
            LoopVariables = Members(json, "loop"u8),
            ScriptVariables = Members(json, "script"u8),
            Flow = json.TryGetProperty("flow"u8, out var flow) ? Flow(flow) : null,
        };
    }

    private static ulong InstanceOf(string id) =>
        InstanceNumber.TryParse(id, out var number)
            ? number
            : throw new InvalidDataException($"A workflow state names an activity instance \"{id}\"; expected 16 hexadecimal digits.");

    private static FlowCounters Flow(JsonElement json)
    {
        int[] signed = [.. Elements(json, "arrivals"u8).Select(each => Count(each, -MostVisits))];
        return new FlowCounters(
            Count(json.GetProperty("start"u8), 0),
            [.. Elements(json, "visits"u8).Select(each => Count(each, 0))],
            [.. signed.Select(Math.Abs)],
            [.. signed.Select(each => each > 0)])
        {
            Tokens = json.TryGetProperty("tokens"u8, out _) ? [.. Elements(json, "tokens"u8).Select(each => FlowToken.OfNumber(Count(each, 0)))] : null,
        };
    }

    private static int Count(JsonElement json, int least) =>
        json.GetInt32() is var number && number >= least && number <= MostVisits
            ? number
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"A workflow state counts {number} visits in a flowchart."));

    private static Bookmark Bookmark(JsonElement json, ActivityState[] live)
    {
        var instance = Required(json, "of");
        var number = InstanceOf(instance);
        var node = Array.Find(live, each => each.Number == number)?.Node
            ?? throw new InvalidDataException($"A workflow state has a bookmark of \"{instance}\", which does not run.");
        return new Bookmark(
            Required(json, "id"),
            Required(json, "name"),
            Required(json, "hash"),
            json.TryGetProperty("payload"u8, out var payload) ? Node(payload) : null,
            node.ActivityId,
            node.NodeId,
            instance,
            Instant(json, "due"u8),
            Flag(json, "lasting"u8));
    }

    private static Incident Incident(JsonElement json) => new(
        Required(json, "activity"),
        Required(json, "node"),
        Required(json, "type"),
        Required(json, "instance"),
        Required(json, "message"),
        Text(json, "cause"u8),
        Instant(json, "at"u8) ?? default)
    {
        ActivityName = Text(json, "name"u8),
        Stack = [.. Elements(json, "stack"u8).Select(each => new IncidentFrame(Required(each, "activity"), Required(each, "node"), Required(each, "type"), Text(each, "name"u8)))],
    };

    private static Ending? Ended(JsonElement json, WorkflowProgram program) =>
        program.FindByKey(Required(json, "at")) is { } node
            ? new Ending(node, Number(json, "tag"u8, 0), [.. Elements(json, "outcomes"u8).Select(each => each.GetString() ?? "")])
            {
                Left = json.TryGetProperty("left"u8, out _) ? [.. Elements(json, "left"u8).Select(each => Math.Clamp(each.GetInt32(), 0, MostVisits))] : null,
            }
            : null;

    private static JsonObject? Object(JsonElement json, ReadOnlySpan<byte> name) =>
        !json.TryGetProperty(name, out var value) ? null
            : Node(value) as JsonObject ?? throw new InvalidDataException($"A workflow state has a \"{System.Text.Encoding.UTF8.GetString(name)}\" that is no object.");

    private static List<KeyValuePair<string, JsonNode?>> Members(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value)
            ? [.. value.EnumerateObject().Select(each => KeyValuePair.Create(each.Name, Node(each.Value)))]
            : [];

    // Built at once: a node that is filled lazily from a document is neither thread-safe nor independent of it.
    private static JsonNode? Node(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in json.EnumerateObject())
                {
                    members[member.Name] = Node(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                var elements = new JsonArray();
                foreach (var element in json.EnumerateArray())
                {
                    elements.Add(Node(element));
                }

                return elements;
            case JsonValueKind.String:
                return JsonValue.Create(json.GetString());
            case JsonValueKind.Number:
                return JsonValue.Create(json.Clone());
            case JsonValueKind.True:
                return JsonValue.Create(true);
            case JsonValueKind.False:
                return JsonValue.Create(false);
            default:
                return null;
        }
    }

    private static JsonElement[] Elements(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) ? [.. value.EnumerateArray()] : [];

    private static string Required(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new InvalidDataException($"A workflow state has a \"{name}\" that is null.");

    private static string? Text(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement json, ReadOnlySpan<byte> name, int absent) =>
        json.TryGetProperty(name, out var value) ? value.GetInt32() : absent;

    private static bool Flag(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) && value.GetBoolean();

    private static DateTimeOffset? Instant(JsonElement json, ReadOnlySpan<byte> name) =>
        Text(json, name) is { } text && ValueConverter.Convert(text, new DeclaredType(ValueKind.DateTimeOffset)) is DateTimeOffset time ? time : null;
}
