using System.Globalization;
using System.Text;
using System.Text.Json;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Rules;

/// <summary>
/// Finds the rules of one file by their bytes, so that one of them can be replaced and the rest of the file stays as people wrote it.
/// What isn't JSON holds no rules here: the pack's reader reports it.
/// </summary>
internal static class RuleFileScan
{
    private static readonly Dictionary<string, (RuleKind Kind, string List)> Lists = new(StringComparer.Ordinal)
    {
        ["clocks"] = (RuleKind.Clock, "policies"),
        ["ladders"] = (RuleKind.Ladder, "ladders"),
        ["limits"] = (RuleKind.Limit, "limits"),
        ["revisits"] = (RuleKind.Revisit, "policies"),
        ["revisitPlans"] = (RuleKind.Plan, "plans"),
    };

    private sealed record Item(string? Id, int Index, int Start, int End);

    public static IReadOnlyList<RulePlace> Places(PackFile file)
    {
        try
        {
            return Read(file);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>The property of a file of lists that holds rules of the kind, and the file's own kind; null where a file is one rule.</summary>
    public static (string FileKind, string List)? ListOf(RuleKind kind) =>
        Lists.FirstOrDefault(each => each.Value.Kind == kind) is { Key: { } name, Value: var (_, list) } ? (name, list) : null;

    private static List<RulePlace> Read(PackFile file)
    {
        var bytes = file.Utf8.AsSpan();
        var offset = bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(bytes[offset..], new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var lists = new Dictionary<string, List<Item>>(StringComparer.Ordinal);
        reader.Read();
        var start = (int)reader.TokenStartIndex + offset;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                lists[name] = Items(ref reader, offset);
            }
            else if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                texts[name] = reader.TokenType == JsonTokenType.String ? reader.GetString()! : NumberOf(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return Places(file.Path, texts, lists, start, (int)reader.BytesConsumed + offset);
    }

    // One that no number of ours can hold is a fault for the pack's reader to tell, not one to stumble over here.
    private static string NumberOf(ref Utf8JsonReader reader) =>
        reader.TryGetDecimal(out var number) ? number.ToString(CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(reader.ValueSpan);

    private static List<Item> Items(ref Utf8JsonReader reader, int offset)
    {
        var items = new List<Item>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex + offset;
            var id = reader.TokenType == JsonTokenType.StartObject ? IdOf(reader) : null;
            reader.Skip();
            items.Add(new(id, items.Count, start, (int)reader.BytesConsumed + offset));
        }

        return items;
    }

    /// <param name="reader">A copy: the caller's stays at the object's begin.</param>
    private static string? IdOf(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.String)
            {
                return reader.GetString();
            }

            reader.Skip();
        }

        return null;
    }

    private static List<RulePlace> Places(string path, Dictionary<string, string> texts, Dictionary<string, List<Item>> lists, int start, int end)
    {
        RulePlace Whole(RuleKind kind, string id, string? text = null) => new(new(kind, id), path, "$", start, end, text);
        var kind = texts.GetValueOrDefault("kind");
        var id = texts.GetValueOrDefault("id");
        return SopPackReader.Folder(path) switch
        {
            "calendars" when id is not null && texts.TryGetValue("year", out var year) => [Whole(RuleKind.Calendar, $"{id}.{year}")],
            "forms" when id is not null => [Whole(RuleKind.Form, id)],
            "notices" when id is not null => [Whole(RuleKind.Notice, id, texts.GetValueOrDefault("body") is { } body ? path[..(path.LastIndexOf('/') + 1)] + body : null)],
            "policies" when kind == "decision" && id is not null => [Whole(RuleKind.Table, id)],
            "policies" when kind is not null && Lists.TryGetValue(kind, out var of) && lists.TryGetValue(of.List, out var items) =>
            [
                .. items.Where(item => item.Id is not null)
                    .Select(item => new RulePlace(new(of.Kind, item.Id!), path, JsonLocator.Element("$." + of.List, item.Index), item.Start, item.End, null)),
            ],
            _ => [],
        };
    }
}
