using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.CustomerLinks;

/// <summary>The one-time code that opens a link. As with links, the queued message has a mark in its place; the code is made when it goes out and only its hash is kept.</summary>
public static class CustomerCode
{
    /// <summary>What stands in the text where the code will be.</summary>
    public const string Mark = "\u27E6code\u27E7";

    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan Valid = TimeSpan.FromMinutes(10);

    /// <summary>Why a message with a code ends undelivered: nobody waits for it any more.</summary>
    public const string Expired = "message.code_expired";

    /// <summary>Member of a message's payload that names the link the code is for.</summary>
    internal const string Member = "codeForLink";

    /// <summary>From when on a message is of no use to anybody; null when it carries no code.</summary>
    /// <param name="createdAt">When the customer asked for the code.</param>
    public static DateTimeOffset? UselessFrom(JsonObject payload, DateTimeOffset createdAt) => LinkOf(payload) is null ? null : createdAt + Valid;

    /// <summary>The link whose code the message carries; null when it carries none.</summary>
    public static string? LinkOf(JsonObject payload) => payload.Text(Member);
}
