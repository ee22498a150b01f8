using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Runtime.Instances;

/// <summary>One step of a journal as it is kept: type and name of the activity stand in the definition.</summary>
/// <param name="Values">What the activity started with or gave; null for none.</param>
internal sealed record JournalStep(JournalEvent Event, string NodeId, string ActivityInstanceId, IReadOnlyList<string> Outcomes, string? Message, JsonObject? Values = null);

/// <summary>
/// The journal of one commit as compact JSON: <c>{"a":[[nodeId,instanceId],…],"e":[[event,a],[event,a,[outcomes],message],…]}</c>.
/// Each activity instance is named once, its events refer to it by place. <c>"v":[[event's place,{name:value,…}],…]</c> follows where
/// activities started with or gave values, each of them short. Every format ever released must load for ever.
/// </summary>
internal static class JournalText
{
    /// <summary>Characters of a value that are kept: enough to recognise it by; the value itself is with the case.</summary>
    public const int LongestValue = 240;

    /// <summary>Characters of values that one commit may keep, so that a loop over thousands of rows keeps no thousands of copies.</summary>
    public const int MostOfCommit = 8_000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions ValueOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // By number, not by the enumeration's value: its members may be reordered, what is stored may not.
    private static readonly JournalEvent[] Events =
        [JournalEvent.Started, JournalEvent.Suspended, JournalEvent.Resumed, JournalEvent.Completed, JournalEvent.Canceled, JournalEvent.Faulted];

    public static string Write(IReadOnlyList<JournalEntry> entries)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * entries.Count);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            var places = WriteActivities(writer, entries);
            writer.WriteStartArray("e"u8);
            foreach (var entry in entries)
            {
                WriteEvent(writer, entry, places[entry.ActivityInstanceId]);
            }

            writer.WriteEndArray();
            WriteValues(writer, entries);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="JsonException">The text is no journal.</exception>
    public static List<JournalStep> Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var activities = document.RootElement.GetProperty("a"u8);
        var events = document.RootElement.GetProperty("e"u8);
        var steps = new List<JournalStep>(events.GetArrayLength());
        foreach (var entry in events.EnumerateArray())
        {
            var activity = activities[entry[1].GetInt32()];
            var hasMore = entry.GetArrayLength() > 2;
            steps.Add(new(
                Events[entry[0].GetInt32()],
                activity[0].GetString()!,
                activity[1].GetString()!,
                hasMore ? [.. entry[2].EnumerateArray().Select(outcome => outcome.GetString()!)] : [],
                hasMore ? entry[3].GetString() : null));
        }

        if (document.RootElement.TryGetProperty("v"u8, out var values))
        {
            foreach (var each in values.EnumerateArray())
            {
                var place = each[0].GetInt32();
                steps[place] = steps[place] with { Values = JsonObject.Create(each[1].Clone()) };
            }
        }

        return steps;
    }

    private static Dictionary<string, int> WriteActivities(Utf8JsonWriter writer, IReadOnlyList<JournalEntry> entries)
    {
        var places = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        writer.WriteStartArray("a"u8);
        foreach (var entry in entries)
        {
            if (places.TryAdd(entry.ActivityInstanceId, places.Count))
            {
                writer.WriteStartArray();
                writer.WriteStringValue(entry.NodeId);
                writer.WriteStringValue(entry.ActivityInstanceId);
                writer.WriteEndArray();
            }
        }

        writer.WriteEndArray();
        return places;
    }

    private static void WriteValues(Utf8JsonWriter writer, IReadOnlyList<JournalEntry> entries)
    {
        var left = MostOfCommit;
        for (var place = 0; place < entries.Count; place++)
        {
            if (entries[place].Values is { Count: > 0 } values && left > 0)
            {
                if (left == MostOfCommit)
                {
                    writer.WriteStartArray("v"u8);
                }

                writer.WriteStartArray();
                writer.WriteNumberValue(place);
                writer.WriteStartObject();
                foreach (var (name, value) in values)
                {
                    left -= WriteValue(writer, name, value);
                }

                writer.WriteEndObject();
                writer.WriteEndArray();
            }
        }

        if (left < MostOfCommit)
        {
            writer.WriteEndArray();
        }
    }

    /// <returns>How many characters it took.</returns>
    private static int WriteValue(Utf8JsonWriter writer, string name, JsonNode? value)
    {
        var text = value is JsonValue single && single.TryGetValue(out string? plain) ? plain : value?.ToJsonString(ValueOptions);
        writer.WritePropertyName(name);
        if (text?.Length > LongestValue)
        {
            // Not between the two halves of a character.
            writer.WriteStringValue(string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LongestValue - 1]) ? LongestValue - 1 : LongestValue), "…"));
        }
        else if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }

        return name.Length + Math.Min(text?.Length ?? 4, LongestValue);
    }

    private static void WriteEvent(Utf8JsonWriter writer, JournalEntry entry, int place)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(Array.IndexOf(Events, entry.Event));
        writer.WriteNumberValue(place);
        if (entry.Outcomes.Count > 0 || entry.Message is not null)
        {
            writer.WriteStartArray();
            foreach (var outcome in entry.Outcomes)
            {
                writer.WriteStringValue(outcome);
            }

            writer.WriteEndArray();
            writer.WriteStringValue(entry.Message);
        }

        writer.WriteEndArray();
    }
}
