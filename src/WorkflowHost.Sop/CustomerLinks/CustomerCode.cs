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

    /// <summary>Member of a message's payload that names the link the code is for.</summary>
    internal const string Member = "codeForLink";

    /// <summary>The link whose code the message carries; null when it carries none.</summary>
    public static string? LinkOf(JsonObject payload) => payload.Text(Member);
}
