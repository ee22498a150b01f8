using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.CustomerLinks;

/// <summary>
/// A link that a queued message is to carry. The address itself is made when the message goes out, so that nothing stored holds it:
/// the message keeps its text with a mark in the link's place, and beside it the text without links for screens and print.
/// </summary>
/// <param name="Id">Of the link.</param>
/// <param name="Number">Of the case.</param>
public sealed record CustomerLinkOffer(
    string Id, CustomerLinkPurpose Purpose, string Number, string NoticeId, string? FormId, string? EventName, DateTimeOffset ExpiresAt)
{
    /// <summary>Member of a message's payload with the links it carries.</summary>
    private const string Member = "customerLinks";

    /// <summary>Member of a message's payload with the text that has the marks.</summary>
    private const string TextMember = "bodyWithLinks";

    /// <summary>What stands in the text where the address will be.</summary>
    public string Mark => "\u27E6" + Id + "\u27E7";

    /// <summary>The text with the marks; null when the message carries no link.</summary>
    public static string? TextOf(JsonObject payload) => payload.Text(TextMember);

    public static IReadOnlyList<CustomerLinkOffer> In(JsonObject payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return [.. (payload[Member] as JsonArray ?? []).OfType<JsonObject>().Select(Read)];
    }

    internal static void Lay(IReadOnlyList<CustomerLinkOffer> offers, string text, JsonObject payload)
    {
        payload[TextMember] = text;
        payload[Member] = new JsonArray([.. offers.Select(offer => offer.ToJson())]);
    }

    /// <summary>Takes what only a sender needs out of a payload, for screens.</summary>
    public static void Hide(JsonObject payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        payload.Remove(Member);
        payload.Remove(TextMember);
        payload.Remove(CustomerCode.Member);
    }

    private JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["purpose"] = Purpose.ToString(),
            ["number"] = Number,
            ["notice"] = NoticeId,
            ["expiresAt"] = ExpiresAt.ToString("O", CultureInfo.InvariantCulture),
        };
        if (FormId is not null)
        {
            json["form"] = FormId;
        }

        if (EventName is not null)
        {
            json["event"] = EventName;
        }

        return json;
    }

    private static CustomerLinkOffer Read(JsonObject json) => new(
        json.Text("id") ?? string.Empty,
        Enum.TryParse<CustomerLinkPurpose>(json.Text("purpose"), out var purpose) ? purpose : CustomerLinkPurpose.Track,
        json.Text("number") ?? string.Empty,
        json.Text("notice") ?? string.Empty,
        json.Text("form"),
        json.Text("event"),
        json.Instant("expiresAt") ?? default);
}
