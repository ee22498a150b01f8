using System.Text.Json;
using System.Text.Unicode;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Sop.Packs;

/// <summary>One file being read: its document, and the way to report a fault at any place of it.</summary>
internal sealed class PackReading
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly JsonLocator _locator;
    private readonly List<PackFault> _faults;

    private PackReading(string file, JsonLocator locator, List<PackFault> faults)
    {
        File = file;
        _locator = locator;
        _faults = faults;
    }

    public string File { get; }

    /// <summary>The root of the file as JSON; null, with the fault reported, when it isn't JSON.</summary>
    public static PackNode? Open(PackFile file, List<PackFault> faults)
    {
        if (!Utf8.IsValid(file.Utf8))
        {
            faults.Add(new PackFault(file.Path, 1, 1, "$", PackFaultCodes.Encoding, "The file isn't valid UTF-8; save it as UTF-8."));
            return null;
        }
        var reading = new PackReading(file.Path, JsonLocator.Of(file.Utf8), faults);
        var text = file.Utf8.AsMemory(file.Utf8.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return new PackNode(reading, document.RootElement.Clone(), "$");
        }
        catch (JsonException mistake)
        {
            faults.Add(new PackFault(file.Path, (int)(mistake.LineNumber ?? 0) + 1, (int)(mistake.BytePositionInLine ?? 0) + 1,
                mistake.Path ?? "$", PackFaultCodes.Syntax, "This isn't JSON: " + mistake.Message));
            return null;
        }
    }

    public void Fault(string path, string code, string message)
    {
        var (line, column) = _locator.Find(path) ?? (1, 1);
        _faults.Add(new PackFault(File, line, column, path, code, message));
    }
}

/// <summary>A value in a file, knowing its place.</summary>
internal sealed class PackNode(PackReading reading, JsonElement element, string path)
{
    public PackReading Reading => reading;

    public JsonElement Element => element;

    public string Path => path;

    public void Fault(string code, string message) => reading.Fault(path, code, message);

    public void WrongType(string expected) =>
        Fault(PackFaultCodes.WrongType, $"Expected {expected}, found {Kind(element.ValueKind)}.");

    /// <summary>The object at this place; an empty one, with the fault reported, when it is something else.</summary>
    public PackObject AsObject() => new(this);

    public string AsText()
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            WrongType("a text");
            return string.Empty;
        }
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            Fault(PackFaultCodes.Syntax, "The text has an escape that stands for half a character.");
            return string.Empty;
        }
    }

    public IReadOnlyList<PackNode> AsList()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            WrongType("a list");
            return [];
        }
        return [.. element.EnumerateArray().Select((item, index) => new PackNode(reading, item, JsonLocator.Element(path, index)))];
    }

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
