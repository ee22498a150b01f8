using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace WorkflowHost.Runtime.Idempotency;

/// <summary>Tells whether a repeated key comes with the same command. Half of a SHA-256: it guards against mistakes, not attacks.</summary>
internal static class RequestHash
{
    private const int KeptBytes = 16;
    private const char Separator = '\u001f';

    public static string Of(JsonObject? fields, params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part).Append(Separator);
        }

        text.Append(fields?.ToJsonString());
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToBase64String(hash, 0, KeptBytes);
    }
}
