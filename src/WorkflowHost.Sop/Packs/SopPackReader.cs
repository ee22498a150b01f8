using System.Text;
using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Sop.Packs;

/// <summary>
/// Reads the files of a pack as a whole: either a pack in which everything fits together, or every fault of every file
/// at once. Only the folders <c>calendars</c>, <c>policies</c>, <c>forms</c> and <c>notices</c> are looked at, and in
/// them only <c>.json</c> and <c>.liquid</c> files. Pure: the caller reads the disk.
/// </summary>
public static class SopPackReader
{
    private static readonly string[] Folders = ["calendars", "policies", "forms", "notices"];

    private static readonly Dictionary<string, Action<PackObject, PackContent>> Policies = new(StringComparer.Ordinal)
    {
        ["clocks"] = ClockPolicyFile.Read,
        ["limits"] = LimitFile.Read,
        ["ladders"] = LadderFile.Read,
        ["decision"] = DecisionFile.Read,
        ["revisits"] = RevisitFile.Read,
        ["revisitPlans"] = RevisitFile.ReadPlans,
        ["links"] = LinkFile.Read,
        ["figures"] = FigureFile.Read,
        ["facts"] = (from, content) => Names(from, "facts", content.CaseFacts),
        ["roles"] = (from, content) => Names(from, "roles", content.Roles),
    };

    /// <summary>The pack, or null with at least one fault.</summary>
    public static (SopPack? Pack, IReadOnlyList<PackFault> Faults) Read(IEnumerable<PackFile> files)
    {
        var faults = new List<PackFault>();
        var content = new PackContent();
        var own = files.Select(file => file with { Path = file.Path.Replace('\\', '/') })
            .Where(file => Folder(file.Path) is not null)
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToList();
        var texts = own.Where(file => IsA(file, ".liquid")).ToDictionary(file => file.Path, StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in own.Where(file => IsA(file, ".json")))
        {
            ReadFile(file, content, faults, texts, used);
        }
        faults.AddRange(texts.Keys.Where(path => !used.Contains(path)).Select(path =>
            new PackFault(path, 1, 1, "$", PackFaultCodes.UnusedFile, "No notice has this file as its body.")));
        content.CheckReferences();
        if (content.CalendarFiles.Count == 0)
        {
            faults.Add(new PackFault("calendars", 1, 1, "$", PackFaultCodes.Missing, "There is no calendar; without one no deadline can be counted."));
        }
        return faults.Count == 0
            ? (Pack(content), [])
            : (null, [.. faults.Distinct().OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ThenBy(fault => fault.Column)]);
    }

    private static void ReadFile(PackFile file, PackContent content, List<PackFault> faults, Dictionary<string, PackFile> texts, HashSet<string> used)
    {
        if (PackReading.Open(file, faults) is not { } root)
        {
            return;
        }
        var from = root.AsObject();
        if (from.IsBroken)
        {
            return;
        }
        switch (Folder(file.Path))
        {
            case "calendars":
                CalendarFile.Read(from, content);
                break;
            case "forms":
                FormFile.Read(from, content);
                break;
            case "notices":
                NoticeFile.Read(from, content, name => TextFile(file, name, texts, used));
                break;
            default:
                if (!ReadPolicy(from, content))
                {
                    return;
                }
                break;
        }
        from.Close();
    }

    private static bool ReadPolicy(PackObject from, PackContent content)
    {
        var kind = from.Text("kind");
        if (Policies.TryGetValue(kind, out var read))
        {
            read(from, content);
            return true;
        }
        from.Optional("kind")?.Fault(PackFaultCodes.NotAllowed, $"Expected one of {string.Join(", ", Policies.Keys)}, found {kind}.");
        return false;
    }

    private static string? TextFile(PackFile notice, string name, Dictionary<string, PackFile> texts, HashSet<string> used)
    {
        var path = notice.Path[..(notice.Path.LastIndexOf('/') + 1)] + name;
        if (!texts.TryGetValue(path, out var file))
        {
            return null;
        }
        used.Add(path);
        return Encoding.UTF8.GetString(file.Utf8).TrimStart('\uFEFF');
    }

    private static void Names(PackObject from, string property, Dictionary<string, LocalizedText> all)
    {
        foreach (var (name, node) in from.Required(property)?.AsObject().Properties ?? new Dictionary<string, PackNode>())
        {
            if (!all.TryAdd(name, PackObject.LocalizedOf(node)))
            {
                node.Fault(PackFaultCodes.DuplicateId, $"{name} is named twice.");
            }
        }
    }

    private static SopPack Pack(PackContent content) => new()
    {
        Calendars = content.CalendarFiles.Select(file => file.File).GroupBy(file => file.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, CalendarFile.Join, StringComparer.Ordinal),
        ClockPolicies = content.ClockPolicies,
        ClockLimits = [.. content.ClockLimits.Values],
        Ladders = content.Ladders,
        DecisionTables = content.DecisionTables,
        Forms = content.Forms,
        Notices = content.Notices,
        RevisitPolicies = content.RevisitPolicies,
        RevisitPlans = content.RevisitPlans,
        LinkKinds = content.LinkKinds,
        Figures = content.Figures,
        Roles = content.Roles,
        CaseFacts = content.CaseFacts,
    };

    internal static string? Folder(string path) => path.Split('/').SkipLast(1).FirstOrDefault(part => Folders.Contains(part, StringComparer.Ordinal));

    private static bool IsA(PackFile file, string extension) => file.Path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
