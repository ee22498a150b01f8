using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// Finds the place of a JSON path in a text, so that a fault can name line and column.
/// Paths look like <c>$.root.activities[3].text</c>; a name that is no plain identifier is written <c>['the name']</c>.
/// Of a text that stops being JSON, the part before the mistake is known. Immutable, thread-safe.
/// </summary>
/// <remarks>Each look-up reads the text up to the place and keeps nothing, so that a text of millions of values costs no memory.</remarks>
public sealed class JsonLocator
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 128 };

    private readonly byte[] _text;

    private JsonLocator(byte[] text) => _text = text;

    public static JsonLocator Of(ReadOnlySpan<byte> utf8) => new((utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8).ToArray());

    /// <summary>1-based line and column (UTF-16 units) of the value at a path, or null if there is none.</summary>
    public (int Line, int Column)? Find(string path) => Offset(path, isExact: true) is { } offset ? Place(offset) : null;

    /// <summary>The place of a path, or of the nearest object or array around it that exists; null if the text holds nothing.</summary>
    public (int Line, int Column)? FindNearest(string path) => Offset(path, isExact: false) is { } offset ? Place(offset) : null;

    /// <summary>The path of a member, written as this class expects it.</summary>
    public static string Member(string path, string name) =>
        IsPlain(name) ? path + "." + name : path + "['" + name + "']";

    /// <summary>The path of an array's element.</summary>
    public static string Element(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static bool IsPlain(string name)
    {
        if (name.Length == 0)
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '$'))
            {
                return false;
            }
        }

        return true;
    }

    private long? Offset(string path, bool isExact)
    {
        var reader = new Utf8JsonReader(_text, Options);
        long? found = null;
        try
        {
            if (!path.StartsWith('$') || !reader.Read())
            {
                return null;
            }

            found = reader.TokenStartIndex;
            for (var rest = path.AsSpan(1); !rest.IsEmpty;)
            {
                var step = Step.Next(ref rest);
                if (!(step.Name is { } name ? Enter(ref reader, name) : Enter(ref reader, step.Index)))
                {
                    return isExact ? null : found;
                }

                found = reader.TokenStartIndex;
            }

            return found;
        }
        catch (JsonException)
        {
            // The text breaks off before the place; the reader of the text reports the mistake itself.
            return isExact ? null : found;
        }
    }

    private static bool Enter(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool Enter(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray || index < 0)
        {
            return false;
        }

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private (int Line, int Column) Place(long offset)
    {
        var before = _text.AsSpan(0, (int)offset);
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }

    private readonly record struct Step(string? Name, int Index)
    {
        public static Step Next(ref ReadOnlySpan<char> rest)
        {
            if (rest.StartsWith("['"))
            {
                var end = rest.IndexOf("']");
                var name = rest[2..(end < 0 ? rest.Length : end)].ToString();
                rest = end < 0 ? [] : rest[(end + 2)..];
                return new Step(name, -1);
            }

            var isElement = rest[0] == '[';
            var length = isElement ? rest.IndexOf(']') : rest[1..].IndexOfAny('.', '[');
            var step = length < 0 ? rest[1..] : isElement ? rest[1..length] : rest.Slice(1, length);
            rest = length < 0 ? [] : isElement ? rest[(length + 1)..] : rest[(length + 1)..];
            return isElement
                ? new Step(null, int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1)
                : new Step(step.ToString(), -1);
        }
    }
}
