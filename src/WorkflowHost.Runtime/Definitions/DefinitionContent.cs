using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>What of a definition's JSON is its author's, and what the store keeps about it.</summary>
internal static class DefinitionContent
{
    /// <summary>Whether two documents say the same to everybody but the store.</summary>
    public static bool IsSame(JsonObject left, JsonObject right) => JsonNode.DeepEquals(CanonicalForm.ContentOf(left), CanonicalForm.ContentOf(right));

    /// <summary>The document with the store's own fields set, ready to be stored.</summary>
    public static JsonObject Stamped(JsonObject document, string definitionId, string id, int version, DateTimeOffset createdAt)
    {
        var stamped = new JsonObject { ["id"] = id, ["definitionId"] = definitionId, ["version"] = version };
        foreach (var (name, value) in document)
        {
            if (name is "$schema" or "links" or "isLatest" or "isPublished" || stamped.ContainsKey(name))
            {
                continue;
            }

            stamped[name] = value?.DeepClone();
        }

        stamped["createdAt"] = createdAt;
        return stamped;
    }

    /// <summary>How many activities it holds, at whatever depth, the root not counted.</summary>
    public static int Steps(JsonObject document) => Math.Max(ActivityTree.All(document["root"]).Count() - 1, 0);

    public static byte[] Utf8(JsonObject document) => JsonSerializer.SerializeToUtf8Bytes(document, Writing);

    public static JsonObject Read(ReadOnlySpan<byte> utf8) =>
        WorkflowDefinition.Read(utf8).Definition?.Document ?? throw new InvalidOperationException("A stored definition cannot be read; restore the database from its backup.");

    public static byte[] Pack(byte[] utf8)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(utf8.Length)];
        return BrotliEncoder.TryCompress(utf8, packed, out var length, quality: 5, window: 20)
            ? packed[..length]
            : throw new InvalidOperationException("The buffer was asked to be large enough.");
    }

    public static byte[] Unpack(byte[] packed)
    {
        using var source = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var target = new MemoryStream();
        source.CopyTo(target);
        return target.ToArray();
    }

    private static readonly JsonSerializerOptions Writing = new()
    {
        WriteIndented = true,
        MaxDepth = 128,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
