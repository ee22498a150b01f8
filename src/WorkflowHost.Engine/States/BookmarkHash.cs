using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.States;

/// <summary>The hash by which a stimulus finds bookmarks; the same that Elsa computes.</summary>
public static class BookmarkHash
{
    /// <summary>Upper-case hexadecimal SHA-256 of <c>name|payload[|activityInstanceId]</c>, empty parts left out.</summary>
    public static string Of(string name, JsonNode? payload, string? activityInstanceId = null)
    {
        var text = name;
        if (payload is not null)
        {
            text += "|" + ValueText.Json(payload);
        }

        if (!string.IsNullOrEmpty(activityInstanceId))
        {
            text += "|" + activityInstanceId;
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
