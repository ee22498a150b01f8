using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.States;

/// <summary>
/// Writes format 1 of the state. Names are short because a row is written with every burst; what is absent has its default.
/// A change of the format needs a new number here, a reader for both, and a golden file.
/// </summary>
internal static class StateWriter
{
    public const int Format = 1;

    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    public static void Write(Utf8JsonWriter writer, WorkflowState state)
    {
        writer.WriteStartObject();
        writer.WriteNumber("format"u8, Format);
        writer.WriteString("id"u8, state.Id);
        writer.WriteString("definition"u8, state.DefinitionId);
        writer.WriteString("version"u8, state.DefinitionVersionId);
        writer.WriteString("status"u8, NameOf(state.SubStatus));
        Text(writer, "correlation"u8, state.CorrelationId);
        Text(writer, "name"u8, state.Name);
        Text(writer, "created"u8, ValueText.Of(state.CreatedAt));
        Text(writer, "finished"u8, state.FinishedAt is { } finished ? ValueText.Of(finished) : null);
        Members(writer, "input"u8, state.StoredInput);
        Members(writer, "outputs"u8, state.StoredOutputs);
        Members(writer, "vars"u8, state.StoredVariables);
        if (state.Activities.Count > 0)
        {
            writer.WriteStartArray("live"u8);
            foreach (var activity in state.Activities)
            {
                Activity(writer, activity);
            }

            writer.WriteEndArray();
        }

        // A bookmark belongs to a live activity, which knows the rest.
        Bookmarks(writer, state.Bookmarks);
        Incidents(writer, state.Incidents);
        writer.WriteEndObject();
    }

    public static string NameOf(WorkflowSubStatus status) => status switch
    {
        WorkflowSubStatus.Pending => "pending",
        WorkflowSubStatus.Executing => "executing",
        WorkflowSubStatus.Suspended => "suspended",
        WorkflowSubStatus.Finished => "finished",
        WorkflowSubStatus.Cancelled => "cancelled",
        WorkflowSubStatus.Faulted => "faulted",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    private static void Activity(Utf8JsonWriter writer, ActivityState activity)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, InstanceNumber.Text(activity.Number));
        writer.WriteString("at"u8, activity.Node.Key);
        Number(writer, "in"u8, activity.Parent, absent: -1);
        Number(writer, "tag"u8, activity.Tag, absent: 0);
        Flag(writer, "faulted"u8, activity.IsFaulted);
        Flag(writer, "orphan"u8, activity.IsOrphan);
        Flag(writer, "breaking"u8, activity.IsBreaking);
        if (activity.Undelivered is { } ending)
        {
            writer.WriteStartObject("ended"u8);
            writer.WriteString("at"u8, ending.Node.Key);
            Number(writer, "tag"u8, ending.Tag, absent: 0);
            writer.WriteStartArray("outcomes"u8);
            foreach (var outcome in ending.Outcomes)
            {
                writer.WriteStringValue(outcome);
            }

            writer.WriteEndArray();
            if (ending.Left is { } left)
            {
                writer.WriteStartArray("left"u8);
                foreach (var place in left)
                {
                    writer.WriteNumberValue(place);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        Members(writer, "local"u8, activity.Local);
        Members(writer, "vars"u8, activity.Variables);
        Members(writer, "loop"u8, activity.LoopVariables);
        Members(writer, "script"u8, activity.ScriptVariables);
        if (activity.Flow is { } flow)
        {
            Flow(writer, flow);
        }

        writer.WriteEndObject();
    }

    // A connection's count is negative if its last visit did not follow it.
    private static void Flow(Utf8JsonWriter writer, FlowCounters flow)
    {
        writer.WriteStartObject("flow"u8);
        writer.WriteNumber("start"u8, flow.Start);
        writer.WriteStartArray("visits"u8);
        foreach (var visits in flow.Visits)
        {
            writer.WriteNumberValue(visits);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("arrivals"u8);
        for (var i = 0; i < flow.Arrivals.Length; i++)
        {
            writer.WriteNumberValue(flow.Followed[i] ? flow.Arrivals[i] : -flow.Arrivals[i]);
        }

        writer.WriteEndArray();
        if (flow.Tokens is { } tokens)
        {
            writer.WriteStartArray("tokens"u8);
            foreach (var token in tokens)
            {
                writer.WriteNumberValue(token.ToNumber());
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Bookmarks(Utf8JsonWriter writer, IReadOnlyList<Bookmark> bookmarks)
    {
        if (bookmarks.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("bookmarks"u8);
        foreach (var bookmark in bookmarks)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, bookmark.Id);
            writer.WriteString("name"u8, bookmark.Name);
            writer.WriteString("hash"u8, bookmark.Hash);
            writer.WriteString("of"u8, bookmark.ActivityInstanceId);
            Text(writer, "due"u8, bookmark.DueAt is { } due ? ValueText.Of(due) : null);
            Flag(writer, "lasting"u8, bookmark.IsLasting);
            if (bookmark.Payload is { } payload)
            {
                writer.WritePropertyName("payload"u8);
                payload.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Incidents(Utf8JsonWriter writer, IReadOnlyList<Incident> incidents)
    {
        if (incidents.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("incidents"u8);
        foreach (var incident in incidents)
        {
            writer.WriteStartObject();
            writer.WriteString("activity"u8, incident.ActivityId);
            writer.WriteString("node"u8, incident.NodeId);
            writer.WriteString("type"u8, incident.ActivityType);
            writer.WriteString("instance"u8, incident.ActivityInstanceId);
            writer.WriteString("message"u8, incident.Message);
            Text(writer, "cause"u8, incident.Cause);
            writer.WriteString("at"u8, ValueText.Of(incident.At));
            Text(writer, "name"u8, incident.ActivityName);
            Stack(writer, incident.Stack);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Stack(Utf8JsonWriter writer, IReadOnlyList<IncidentFrame> stack)
    {
        if (stack.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("stack"u8);
        foreach (var frame in stack)
        {
            writer.WriteStartObject();
            writer.WriteString("activity"u8, frame.ActivityId);
            writer.WriteString("node"u8, frame.NodeId);
            writer.WriteString("type"u8, frame.Type);
            Text(writer, "name"u8, frame.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Members(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyCollection<KeyValuePair<string, JsonNode?>> members)
    {
        if (members.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in members)
        {
            writer.WritePropertyName(key);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonObject? members)
    {
        if (members is { Count: > 0 })
        {
            writer.WritePropertyName(name);
            members.WriteTo(writer);
        }
    }

    private static void Text(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int number, int absent)
    {
        if (number != absent)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Flag(Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool flag)
    {
        if (flag)
        {
            writer.WriteBoolean(name, true);
        }
    }
}
