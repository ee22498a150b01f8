using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Rules;

/// <summary>
/// The files of a pack seen as the rules in them. One rule can be replaced, added or removed; what comes out are files again, read
/// and checked by the one reader there is. Immutable, safe for concurrent use.
/// </summary>
public sealed class RuleBook
{
    private readonly ImmutableSortedDictionary<string, PackFile> _files;
    private readonly ImmutableDictionary<string, ImmutableList<RulePlace>> _places;
    private readonly Lazy<Dictionary<RuleKey, RulePlace>> _byKey;

    private RuleBook(ImmutableSortedDictionary<string, PackFile> files, ImmutableDictionary<string, ImmutableList<RulePlace>> places)
    {
        (_files, _places) = (files, places);
        _byKey = new(() => _places.OrderBy(each => each.Key, StringComparer.Ordinal).SelectMany(each => each.Value)
            .DistinctBy(place => place.Key).ToDictionary(place => place.Key));
    }

    public IEnumerable<PackFile> Files => _files.Values;

    /// <summary>Every rule, kind by kind, in the order of ids.</summary>
    public IEnumerable<RuleKey> Keys => _byKey.Value.Keys.OrderBy(key => key.Kind).ThenBy(key => key.Id, StringComparer.Ordinal);

    /// <param name="files">Paths with forward slashes, relative to the pack's root, each once.</param>
    public static RuleBook Of(IEnumerable<PackFile> files)
    {
        var all = files.ToImmutableSortedDictionary(file => file.Path, file => file, StringComparer.Ordinal);
        return new(all, all.Values.Where(IsRules).ToImmutableDictionary(file => file.Path, file => RuleFileScan.Places(file).ToImmutableList(), StringComparer.Ordinal));
    }

    /// <summary>The pack these files make, or every fault with the rule it lies in.</summary>
    public (SopPack? Pack, IReadOnlyList<RuleFault> Faults) Read()
    {
        var (pack, faults) = SopPackReader.Read(Files);
        return (pack, [.. faults.Select(Located)]);
    }

    /// <summary>What the rule says; null when there is no such rule.</summary>
    public RuleContent? Find(RuleKey key)
    {
        if (!_byKey.Value.TryGetValue(key, out var place))
        {
            return null;
        }

        var text = place.TextFile is { } name && _files.TryGetValue(name, out var file) ? Encoding.UTF8.GetString(file.Utf8).TrimStart('\uFEFF') : null;
        return new(Encoding.UTF8.GetString(_files[place.File].Utf8.AsSpan(place.Start..place.End)), key.Kind == RuleKind.Notice ? text ?? string.Empty : null);
    }

    /// <summary>The file the rule stands in, relative to the pack's root; null when there is no such rule.</summary>
    public string? FileOf(RuleKey key) => _byKey.Value.GetValueOrDefault(key)?.File;

    /// <summary>The files that differ from those of another book, and the names of those that are gone.</summary>
    public (IReadOnlyList<PackFile> Changed, IReadOnlyList<string> Gone) Since(RuleBook other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (
            [.. _files.Values.Where(file => !other._files.TryGetValue(file.Path, out var old) || !old.Utf8.AsSpan().SequenceEqual(file.Utf8))],
            [.. other._files.Keys.Where(path => !_files.ContainsKey(path))]);
    }

    /// <summary>The book with the rule as it shall be.</summary>
    /// <param name="content">Null removes it.</param>
    public RuleBook With(RuleKey key, RuleContent? content)
    {
        var place = _byKey.Value.GetValueOrDefault(key);
        return (place, content) switch
        {
            (null, null) => this,
            (null, { } fresh) => Added(key, fresh),
            ({ } at, null) => Removed(at),
            ({ } at, { } now) => Replaced(at, now),
        };
    }

    private RuleBook Added(RuleKey key, RuleContent content)
    {
        var path = FreeName(key);
        if (RuleFileScan.ListOf(key.Kind) is var (fileKind, list))
        {
            return Put(path, $$"""
                {
                  "kind": "{{fileKind}}",
                  "{{list}}": [
                    {{content.SetOut(4)}}
                  ]
                }

                """.ReplaceLineEndings("\n"));
        }

        if (key.Kind != RuleKind.Notice)
        {
            return Put(path, content.SetOut(0) + "\n");
        }

        var root = content.ToObject() ?? [];
        root["body"] = Path.GetFileNameWithoutExtension(path) + ".liquid";
        return Put(path, RuleContent.Of(root).SetOut(0) + "\n").Put(path[..^".json".Length] + ".liquid", content.Text ?? string.Empty);
    }

    private RuleBook Replaced(RulePlace at, RuleContent content)
    {
        var bytes = _files[at.File].Utf8;
        var json = content.SetOut(Indent(bytes, at.Start));
        var book = Put(at.File, [.. bytes.AsSpan(0, at.Start), .. Encoding.UTF8.GetBytes(json), .. bytes.AsSpan(at.End)]);
        return at.TextFile is { } text && content.Text is { } said ? book.Put(text, said) : book;
    }

    private RuleBook Removed(RulePlace at)
    {
        if (at.IsWholeFile)
        {
            var files = _files.Remove(at.File);
            return new(at.TextFile is { } text ? files.Remove(text) : files, _places.Remove(at.File));
        }

        var bytes = _files[at.File].Utf8;
        var (from, to) = (at.Start, at.End);
        while (to < bytes.Length && IsBlank(bytes[to]))
        {
            to++;
        }

        if (to < bytes.Length && bytes[to] == ',')
        {
            for (to++; to < bytes.Length && IsBlank(bytes[to]); to++)
            {
            }
        }
        else
        {
            for (to = at.End; from > 0 && IsBlank(bytes[from - 1]); from--)
            {
            }

            from -= from > 0 && bytes[from - 1] == ',' ? 1 : 0;
        }

        return Put(at.File, [.. bytes.AsSpan(0, from), .. bytes.AsSpan(to)]);
    }

    private RuleBook Put(string path, string text) => Put(path, Encoding.UTF8.GetBytes(text));

    private RuleBook Put(string path, byte[] utf8)
    {
        var file = new PackFile(path, utf8);
        return new(_files.SetItem(path, file), IsRules(file) ? _places.SetItem(path, [.. RuleFileScan.Places(file)]) : _places);
    }

    private string FreeName(RuleKey key)
    {
        var (folder, name) = key.Kind switch
        {
            RuleKind.Calendar => ("calendars", key.Id),
            RuleKind.Form => ("forms", key.Id),
            RuleKind.Notice => ("notices", key.Id),
            RuleKind.Table => ("policies", key.Id),
            var kind => ("policies", $"{kind.ToString().ToLowerInvariant()}-{key.Id}"),
        };
        var path = $"{folder}/{name}.json";
        for (var n = 2; _files.ContainsKey(path) || _files.ContainsKey(path[..^".json".Length] + ".liquid"); n++)
        {
            path = $"{folder}/{name}-{n}.json";
        }

        return path;
    }

    private RuleFault Located(PackFault fault)
    {
        foreach (var place in _places.GetValueOrDefault(fault.File) ?? [])
        {
            if (fault.JsonPath == place.Path || (fault.JsonPath.StartsWith(place.Path, StringComparison.Ordinal) && fault.JsonPath[place.Path.Length] is '.' or '['))
            {
                return new(place.Key, "$" + fault.JsonPath[place.Path.Length..], fault);
            }
        }

        var ofText = _byKey.Value.Values.FirstOrDefault(place => place.TextFile == fault.File);
        return ofText is null ? new(null, fault.JsonPath, fault) : new(ofText.Key, "$.text", fault);
    }

    private static int Indent(byte[] bytes, int at)
    {
        var blanks = 0;
        for (var i = at - 1; i >= 0 && bytes[i] == ' '; i--)
        {
            blanks++;
        }

        return at - blanks - 1 is var before && (before < 0 || bytes[before] == '\n') ? blanks : 0;
    }

    private static bool IsBlank(byte letter) => letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static bool IsRules(PackFile file) => file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
