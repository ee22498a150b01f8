using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// Finds the place of a JSON path in a text, so that a fault can name line and column.
/// Paths look like <c>$.root.activities[3].text</c>; a name that is no plain identifier is written <c>['the name']</c>.
/// Of a text that stops being JSON, the part before the mistake is known. Immutable, thread-safe.
/// </summary>
public sealed class JsonLocator
{
    private readonly Dictionary<string, (int Line, int Column)> _places;

    private JsonLocator(Dictionary<string, (int Line, int Column)> places) => _places = places;

    public static JsonLocator Of(ReadOnlySpan<byte> utf8)
    {
        var places = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 128 };
        var text = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        var reader = new Utf8JsonReader(text, options);
        var scan = new Scan(places);
        try
        {
            while (reader.Read())
            {
                scan.Take(ref reader, text);
            }
        }
        catch (JsonException)
        {
            // What stands before the mistake has been recorded; the reader of the text reports the mistake itself.
        }

        return new JsonLocator(places);
    }

    /// <summary>1-based line and column (UTF-16 units) of the value at a path, or null if there is none.</summary>
    public (int Line, int Column)? Find(string path) => _places.TryGetValue(path, out var place) ? place : null;

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

    private sealed class Scan(Dictionary<string, (int Line, int Column)> places)
    {
        private readonly Stack<(string Path, int Index, bool IsArray)> _open = new();
        private string? _property;
        private int _line = 1;
        private long _lineStart;
        private long _counted;

        public void Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _property = reader.GetString();
                    return;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _open.Pop();
                    return;
                default:
                    var path = NextPath();
                    places[path] = Place(text, reader.TokenStartIndex);
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        _open.Push((path, 0, reader.TokenType == JsonTokenType.StartArray));
                    }

                    return;
            }
        }

        private string NextPath()
        {
            if (!_open.TryPop(out var parent))
            {
                return "$";
            }

            _open.Push(parent with { Index = parent.Index + 1 });
            return parent.IsArray ? Element(parent.Path, parent.Index) : Member(parent.Path, _property!);
        }

        private (int Line, int Column) Place(ReadOnlySpan<byte> text, long offset)
        {
            for (; _counted < offset; _counted++)
            {
                if (text[(int)_counted] == (byte)'\n')
                {
                    _line++;
                    _lineStart = _counted + 1;
                }
            }

            var before = text[(int)_lineStart..(int)offset];
            return (_line, Encoding.UTF8.GetCharCount(before) + 1);
        }
    }
}
