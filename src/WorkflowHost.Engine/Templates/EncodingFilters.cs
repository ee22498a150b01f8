using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>Filters that write a value for others: JSON, web addresses, HTML, base64, hashes.</summary>
[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "A text may need the checksum another system asks for; nothing here is kept secret by it.")]
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "As above.")]
internal static class EncodingFilters
{
    public static IEnumerable<(string Name, LiquidFilterWork Work)> All =>
    [
        ("json", (value, _) => Json(value)),
        ("escape", (value, _) => WebUtility.HtmlEncode(Text(value))),
        ("escape_once", (value, _) => WebUtility.HtmlEncode(WebUtility.HtmlDecode(Text(value)))),
        ("strip_html", (value, _) => WithoutTags(Text(value))),
        ("url_encode", (value, _) => WebUtility.UrlEncode(Text(value))),
        ("url_decode", (value, _) => WebUtility.UrlDecode(Text(value))),
        ("base64", (value, _) => value is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(DotNetText(value)))),
        ("base64_encode", (value, _) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(value)))),
        ("base64_decode", (value, _) => Encoding.UTF8.GetString(Convert.FromBase64String(Text(value)))),
        ("base64_url_safe_encode", (value, _) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(value))).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
        ("base64_url_safe_decode", (value, _) => FromUrlSafe(Text(value))),
        ("md5", (value, _) => Hex(MD5.HashData(Encoding.UTF8.GetBytes(Text(value))))),
        ("sha1", (value, _) => Hex(SHA1.HashData(Encoding.UTF8.GetBytes(Text(value))))),
        ("sha256", (value, _) => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Text(value))))),
        ("hmac_sha1", (value, args) => Hex(HMACSHA1.HashData(Encoding.UTF8.GetBytes(args.Text(0)), Encoding.UTF8.GetBytes(Text(value))))),
        ("hmac_sha256", (value, args) => Hex(HMACSHA256.HashData(Encoding.UTF8.GetBytes(args.Text(0)), Encoding.UTF8.GetBytes(Text(value))))),
    ];

    private static string Text(JsonNode? value) => LiquidValues.Text(value);

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    // Other letters than ASCII as codes, as in stock: safe in a page, a header and a script.
    private static string Json(JsonNode? value) => LiquidValues.Instant(value) is { } instant
        ? JsonSerializer.Serialize(instant.ToUniversalTime())
        : value is null ? "null" : LiquidValues.Json(value);

    private static string DotNetText(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object or JsonValueKind.Array => LiquidValues.Json(value),
        JsonValueKind.True => bool.TrueString,
        JsonValueKind.False => bool.FalseString,
        _ => Text(value),
    };

    private static string WithoutTags(string html)
    {
        var text = new StringBuilder(html.Length);
        var isInside = false;
        foreach (var letter in html)
        {
            isInside = letter == '<' || (letter != '>' && isInside);
            if (!isInside && letter != '>')
            {
                text.Append(letter);
            }
        }

        return text.ToString();
    }

    private static string FromUrlSafe(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/') + (text.Length % 4) switch { 2 => "==", 3 => "=", _ => string.Empty };
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : string.Empty;
    }
}
