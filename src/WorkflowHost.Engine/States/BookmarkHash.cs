using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.States;

/// <summary>The hash by which a stimulus finds bookmarks and triggers; the same that Elsa computes.</summary>
public static class BookmarkHash
{
    // Elsa hashes JSON in which everything outside plain ASCII is escaped, so Chinese names need the default encoder.
    private static readonly JsonSerializerOptions Escaped = new() { MaxDepth = 128 };

    /// <summary>Upper-case hexadecimal SHA-256 of <c>name|payload[|activityInstanceId]</c>, empty parts left out.</summary>
    public static string Of(string name, JsonNode? payload, string? activityInstanceId = null)
    {
        var text = name;
        if (payload is not null)
        {
            text += "|" + payload.ToJsonString(Escaped);
        }

        if (!string.IsNullOrEmpty(activityInstanceId))
        {
            text += "|" + activityInstanceId;
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
