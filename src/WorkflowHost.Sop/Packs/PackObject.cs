using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Sop.Packs;

/// <summary>
/// An object in a file, read property by property. A property that is missing or wrong is reported and answered with a
/// harmless stand-in, so that reading goes on and finds the next fault; the pack itself is then never handed out.
/// <see cref="Close"/> reports what nobody asked for: a misspelt name must not be overlooked.
/// </summary>
internal sealed partial class PackObject
{
    private readonly PackNode _node;
    private readonly Dictionary<string, PackNode> _properties = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal) { "$schema", "comment" };

    public PackObject(PackNode node)
    {
        _node = node;
        if (node.Element.ValueKind != JsonValueKind.Object)
        {
            node.WrongType("an object");
            IsBroken = true;
            return;
        }
        foreach (var property in node.Element.EnumerateObject())
        {
            var path = JsonLocator.Member(node.Path, property.Name);
            if (!_properties.TryAdd(property.Name, new PackNode(node.Reading, property.Value, path)))
            {
                node.Reading.Fault(path, PackFaultCodes.DuplicateProperty, $"The name {property.Name} is there twice.");
            }
        }
    }

    /// <summary>It isn't an object at all; what is missing in it isn't worth a word.</summary>
    public bool IsBroken { get; }

    public PackNode Node => _node;

    public IReadOnlyDictionary<string, PackNode> Properties => _properties;

    public bool Has(string name) => _properties.ContainsKey(name);

    public PackNode? Optional(string name)
    {
        _asked.Add(name);
        return _properties.TryGetValue(name, out var node) && node.Element.ValueKind != JsonValueKind.Null ? node : null;
    }

    public PackNode? Required(string name)
    {
        var node = Optional(name);
        if (node is null && !IsBroken)
        {
            _node.Fault(PackFaultCodes.Missing, $"The property {name} is missing.");
        }
        return node;
    }

    public string Text(string name)
    {
        var node = Required(name);
        var text = node?.AsText() ?? string.Empty;
        if (node is not null && string.IsNullOrWhiteSpace(text) && node.Element.ValueKind == JsonValueKind.String)
        {
            node.Fault(PackFaultCodes.Missing, $"The property {name} is empty.");
        }
        return text;
    }

    /// <summary>An id: letters, digits, dots, hyphens; what other files refer to.</summary>
    public string Id(string name = "id")
    {
        var text = Text(name);
        if (text.Length > 0 && !IdFormat().IsMatch(text))
        {
            Optional(name)!.Fault(PackFaultCodes.WrongFormat, $"The id {text} may only have letters, digits, dots, hyphens and underscores.");
        }
        return text;
    }

    public string? OptionalText(string name) => Optional(name)?.AsText();

    public LocalizedText Localized(string name) => Required(name) is { } node ? LocalizedOf(node) : new LocalizedText(string.Empty, string.Empty);

    public LocalizedText? OptionalLocalized(string name) => Optional(name) is { } node ? LocalizedOf(node) : null;

    public static LocalizedText LocalizedOf(PackNode node)
    {
        var both = node.AsObject();
        var text = new LocalizedText(both.Text("zh"), both.Text("en"));
        both.Close();
        return text;
    }

    public int Int(string name, int min, int max) => Required(name) is { } node ? IntOf(node, min, max) : min;

    public int? OptionalInt(string name, int min, int max) => Optional(name) is { } node ? IntOf(node, min, max) : null;

    public decimal? OptionalNumber(string name)
    {
        if (Optional(name) is not { } node)
        {
            return null;
        }
        if (node.Element.ValueKind == JsonValueKind.Number && node.Element.TryGetDecimal(out var number))
        {
            return number;
        }
        node.WrongType("a number");
        return null;
    }

    public bool Flag(string name)
    {
        if (Optional(name) is not { } node)
        {
            return false;
        }
        if (node.Element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            node.WrongType("true or false");
        }
        return node.Element.ValueKind == JsonValueKind.True;
    }

    public T OneOf<T>(string name, IReadOnlyDictionary<string, T> allowed)
        where T : struct => Required(name) is { } node ? OneOf(node, allowed) : default;

    public static T OneOf<T>(PackNode node, IReadOnlyDictionary<string, T> allowed)
        where T : struct
    {
        var text = node.AsText();
        if (allowed.TryGetValue(text, out var value))
        {
            return value;
        }
        if (node.Element.ValueKind == JsonValueKind.String)
        {
            node.Fault(PackFaultCodes.NotAllowed, $"Expected one of {string.Join(", ", allowed.Keys)}, found {text}.");
        }
        return default;
    }

    public IReadOnlyList<PackNode> List(string name) => Required(name)?.AsList() ?? [];

    public IReadOnlyList<PackNode> OptionalList(string name) => Optional(name)?.AsList() ?? [];

    public IReadOnlyList<string> OptionalTexts(string name) => [.. OptionalList(name).Select(item => item.AsText())];

    public DateOnly Date(string name) => Required(name) is { } node ? DateOf(node) : default;

    public static DateOnly DateOf(PackNode node)
    {
        if (!DateOnly.TryParseExact(node.AsText(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && node.Element.ValueKind == JsonValueKind.String)
        {
            node.Fault(PackFaultCodes.WrongFormat, $"Expected a date as yyyy-MM-dd, found {node.Element}.");
        }
        return date;
    }

    public TimeOnly Time(string name) => Required(name) is { } node ? TimeOf(node) : default;

    public static TimeOnly TimeOf(PackNode node)
    {
        if (!TimeOnly.TryParseExact(node.AsText(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && node.Element.ValueKind == JsonValueKind.String)
        {
            node.Fault(PackFaultCodes.WrongFormat, $"Expected a time as HH:mm, found {node.Element}.");
        }
        return time;
    }

    /// <summary>An ISO 8601 duration of days and smaller units, such as <c>PT3H</c>; months have no fixed length and are refused.</summary>
    public TimeSpan Duration(string name)
    {
        if (Required(name) is not { } node)
        {
            return default;
        }
        var text = node.AsText();
        if (DurationFormat().IsMatch(text))
        {
            try
            {
                return XmlConvert.ToTimeSpan(text);
            }
            catch (Exception mistake) when (mistake is FormatException or OverflowException)
            {
                // Told below with the words for every wrong duration.
            }
        }
        if (node.Element.ValueKind == JsonValueKind.String)
        {
            node.Fault(PackFaultCodes.WrongFormat, $"Expected a duration such as PT3H or P1D, found {text}.");
        }
        return default;
    }

    public JsonObject JsonObject(string name)
    {
        if (Optional(name) is not { } node)
        {
            return [];
        }
        if (node.Element.ValueKind != JsonValueKind.Object)
        {
            node.WrongType("an object");
            return [];
        }
        return System.Text.Json.Nodes.JsonObject.Create(node.Element)!;
    }

    public Provenance Provenance() => new(Text("source"), OneOf("evidence", EvidenceMarks));

    /// <summary>Reports every property that nobody asked for.</summary>
    public void Close()
    {
        foreach (var (name, node) in _properties)
        {
            if (!_asked.Contains(name))
            {
                node.Fault(PackFaultCodes.UnknownProperty, $"The property {name} isn't known here; known are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    /// <summary>The marks of the field's literature: verified, secondary, memory, default.</summary>
    private static readonly Dictionary<string, Evidence> EvidenceMarks = new(StringComparer.Ordinal)
    {
        ["V"] = Evidence.Verified,
        ["V2"] = Evidence.Secondary,
        ["M"] = Evidence.Memory,
        ["D"] = Evidence.ProductDefault,
    };

    private static int IntOf(PackNode node, int min, int max)
    {
        if (node.Element.ValueKind != JsonValueKind.Number || !node.Element.TryGetInt32(out var number))
        {
            node.WrongType("a whole number");
            return min;
        }
        if (number < min || number > max)
        {
            node.Fault(PackFaultCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"Expected a number from {min} to {max}, found {number}."));
        }
        return number;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex IdFormat();

    [GeneratedRegex("^P(?=.)([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex DurationFormat();
}
