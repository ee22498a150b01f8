using System.Collections.Frozen;

namespace WorkflowHost.Engine.Values;

/// <summary>
/// The names under which Elsa knows types, and what each becomes here. .NET's full names count too; letter case, a question mark for
/// "or null" and the assembly do not matter.
/// </summary>
internal static class TypeAliases
{
    private static readonly FrozenDictionary<string, ValueKind> Kinds = new Dictionary<string, ValueKind>
    {
        ["Object"] = ValueKind.Object,
        ["String"] = ValueKind.String,
        ["Boolean"] = ValueKind.Boolean,
        ["Int16"] = ValueKind.Int32,
        ["Int32"] = ValueKind.Int32,
        ["Int64"] = ValueKind.Int64,
        ["Long"] = ValueKind.Int64,
        ["Single"] = ValueKind.Double,
        ["Double"] = ValueKind.Double,
        ["Decimal"] = ValueKind.Decimal,
        ["DateTime"] = ValueKind.DateTime,
        ["DateTimeOffset"] = ValueKind.DateTimeOffset,
        ["TimeSpan"] = ValueKind.TimeSpan,
        ["Guid"] = ValueKind.Guid,
        ["ObjectDictionary"] = ValueKind.ObjectDictionary,
        ["StringDictionary"] = ValueKind.ObjectDictionary,
        ["ObjectMap"] = ValueKind.ObjectDictionary,
        ["StringMap"] = ValueKind.ObjectDictionary,
        ["JsonObject"] = ValueKind.ObjectDictionary,
        ["HttpHeaders"] = ValueKind.ObjectDictionary,
        ["RouteData"] = ValueKind.ObjectDictionary,
        ["JSON"] = ValueKind.Json,
        ["ExpandoObject"] = ValueKind.Json,
        ["JsonElement"] = ValueKind.Json,
        ["JsonNode"] = ValueKind.Json,
        ["JsonArray"] = ValueKind.Array,
        ["Byte[]"] = ValueKind.Object,
        ["ByteArray"] = ValueKind.Object,
        ["Stream"] = ValueKind.Object,
        ["HttpRequest"] = ValueKind.Object,
        ["HttpResponse"] = ValueKind.Object,
        ["HttpResponseMessage"] = ValueKind.Object,
        ["FormFile"] = ValueKind.Object,
        ["HttpFile"] = ValueKind.Object,
        ["Downloadable"] = ValueKind.Object,
        ["LogPersistenceMode"] = ValueKind.String,
        ["HttpStatusCode"] = ValueKind.String,
        ["Uri"] = ValueKind.String,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names a message may offer.</summary>
    public static IEnumerable<string> Names => Kinds.Keys.Order(StringComparer.Ordinal);

    /// <summary>Reads a name such as <c>Int32</c>, <c>Int32?</c>, <c>String[]</c>, <c>List&lt;String&gt;</c> or <c>System.String, System.Private.CoreLib</c>.</summary>
    public static bool TryParse(string name, out ValueKind kind, out bool isArray)
    {
        name = name.Trim();
        if (Kinds.TryGetValue(name, out kind))
        {
            isArray = false;
            return true;
        }

        name = name.Split(',')[0].Trim();
        isArray = TryElement(ref name);
        return Kinds.TryGetValue(Simple(name), out kind);
    }

    private static bool TryElement(ref string name)
    {
        if (name.EndsWith("[]", StringComparison.Ordinal))
        {
            name = name[..^2];
            return true;
        }

        if (name.StartsWith("List<", StringComparison.OrdinalIgnoreCase) && name.EndsWith('>'))
        {
            name = name[5..^1];
            return true;
        }

        return false;
    }

    // Of a full name only those of .NET's own types count: another assembly's String is not ours.
    private static string Simple(string name)
    {
        name = name.TrimEnd('?');
        foreach (var space in (string[])["System.Text.Json.Nodes.", "System.Text.Json.", "System.Dynamic.", "System."])
        {
            if (name.StartsWith(space, StringComparison.Ordinal))
            {
                return name[space.Length..];
            }
        }

        return name;
    }
}
