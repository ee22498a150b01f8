using System.Collections.Immutable;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Sop.Cases;

/// <summary>Something people may do to a case besides its tasks, because its workflow listens to it now: withdraw, add facts, ask for an extension.</summary>
/// <param name="FormId">The form that goes with it; null when a click is enough.</param>
/// <param name="Roles">Who may; empty means everybody who may see the case.</param>
/// <param name="Availability">Case status in which it may be raised; null means any.</param>
/// <param name="BeforeDueOf">Policy id of a clock that must not be overdue; null means no such condition.</param>
public sealed record AvailableEvent(
    string EventName,
    string BookmarkId,
    string DisplayName,
    string? FormId,
    ImmutableArray<string> Roles,
    CaseStatus? Availability,
    string? BeforeDueOf)
{
    /// <summary>The field of the form that says when what is reported arrived; null: when it is entered.</summary>
    public string? ReceivedAtField { get; init; }

    internal const string BookmarkName = "Sop.CaseEvent";

    /// <summary>Elsa's own event: no form, no roles, raised by its name.</summary>
    private const string PlainEvent = "Elsa.Event";

    /// <summary>The events that may be raised in the case's present state, in the order the workflow began to listen.</summary>
    public static ImmutableArray<AvailableEvent> Of(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return [.. Listening(state).Where(e =>
            (e.Availability is null || e.Availability == state.Status)
            && (e.BeforeDueOf is null || state.Clocks.Any(c => c.PolicyId == e.BeforeDueOf)))];
    }

    internal static IEnumerable<AvailableEvent> Listening(CaseState state) =>
        state.Workflow.Bookmarks.Where(b => b.Name is BookmarkName or PlainEvent && b.Payload is JsonObject).Select(Read);

    internal JsonObject ToPayload()
    {
        var payload = new JsonObject { ["event"] = EventName, ["name"] = DisplayName };
        if (FormId is not null)
        {
            payload["form"] = FormId;
        }

        if (!Roles.IsEmpty)
        {
            payload["roles"] = new JsonArray([.. Roles.Select(r => JsonValue.Create(r))]);
        }

        if (Availability is { } status)
        {
            payload["when"] = status.ToString();
        }

        if (BeforeDueOf is not null)
        {
            payload["before"] = BeforeDueOf;
        }

        if (ReceivedAtField is not null)
        {
            payload["receivedAt"] = ReceivedAtField;
        }

        return payload;
    }

    private static AvailableEvent Read(Bookmark bookmark)
    {
        var payload = (JsonObject)bookmark.Payload!;
        if (bookmark.Name == PlainEvent)
        {
            var name = payload.Text("EventName") ?? string.Empty;
            return new(name, bookmark.Id, name, null, [], null, null);
        }

        return new(
            payload.Text("event") ?? string.Empty,
            bookmark.Id,
            payload.Text("name") ?? string.Empty,
            payload.Text("form"),
            [.. payload.Texts("roles")],
            Enum.TryParse<CaseStatus>(payload.Text("when"), out var status) ? status : null,
            payload.Text("before"))
        {
            ReceivedAtField = payload.Text("receivedAt"),
        };
    }
}
