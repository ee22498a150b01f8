using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Designer.Settings;

/// <summary>A stage while it is edited.</summary>
internal sealed class StageRow
{
    public string Code { get; set; } = "";

    public string Zh { get; set; } = "";

    public string En { get; set; } = "";
}

/// <summary>
/// What makes a workflow an SOP, as a form: names, case numbers, the form and roles that open a case, the calendar and the
/// stages. It is kept in the definition's own JSON (<c>customProperties.sop</c>), for which Studio has no editor.
/// </summary>
internal sealed partial class SopSettings
{
    private const int MostStages = 30;

    public string NameZh { get; set; } = "";

    public string NameEn { get; set; } = "";

    public string NumberPrefix { get; set; } = "";

    public string OpenForm { get; set; } = "";

    public HashSet<string> OpenRoles { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>Empty: every role that works on cases.</summary>
    public HashSet<string> ReadRoles { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>Field names with commas between.</summary>
    public string ReadPersons { get; set; } = Listed(SopReaders.UsualPersons);

    /// <inheritdoc cref="ReadPersons"/>
    public string BarredPersons { get; set; } = "";

    public string Calendar { get; set; } = "cn";

    public List<StageRow> Stages { get; private init; } = [];

    /// <summary>False for a workflow that is no SOP yet.</summary>
    public bool IsSop { get; private init; }

    public bool MayAddStage => Stages.Count < MostStages;

    public static SopSettings Of(DefinitionVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var definition = WorkflowDefinition.Read(version.Json.Span).Definition;
        return definition is not null && SopProfile.Of(definition) is { } profile
            ? new()
            {
                IsSop = true,
                NameZh = profile.NameZh,
                NameEn = profile.NameEn,
                NumberPrefix = profile.NumberPrefix,
                OpenForm = profile.OpenForm,
                OpenRoles = [.. profile.OpenRoles],
                ReadRoles = [.. profile.Readers.Roles],
                ReadPersons = Listed(profile.Readers.PersonFields),
                BarredPersons = Listed(profile.Readers.BarredFields),
                Calendar = profile.CalendarId,
                Stages = [.. profile.Stages.Select(stage => new StageRow { Code = stage.Code, Zh = stage.Zh, En = stage.En })],
            }
            : new() { NameZh = version.Name ?? "", NameEn = version.Name ?? "" };
    }

    /// <summary>Keys of the texts that say what is missing or wrong; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Must(NameZh.Trim().Length > 0 && NameEn.Trim().Length > 0, "sop_settings.fault.name");
        Must(Prefix().IsMatch(NumberPrefix.Trim()), "sop_settings.fault.prefix");
        Must(OpenForm.Length > 0, "sop_settings.fault.form");
        Must(OpenRoles.Count > 0, "sop_settings.fault.roles");
        Must(Fields(ReadPersons).Concat(Fields(BarredPersons)).All(field => Field().IsMatch(field)), "sop_settings.fault.persons");
        Must(Stages.All(stage => Code().IsMatch(stage.Code.Trim()) && stage.Zh.Trim().Length > 0), "sop_settings.fault.stage");
        Must(Stages.Select(stage => stage.Code.Trim()).Distinct(StringComparer.Ordinal).Count() == Stages.Count, "sop_settings.fault.stage_twice");
        return faults;

        void Must(bool holds, string key)
        {
            if (!holds)
            {
                faults.Add(key);
            }
        }
    }

    /// <summary>The definition with these settings; what the form does not show stays as it was.</summary>
    public JsonObject ApplyTo(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var changed = (JsonObject)document.DeepClone();
        if (changed["customProperties"] is not JsonObject custom)
        {
            changed["customProperties"] = custom = [];
        }

        if (custom["sop"] is not JsonObject sop)
        {
            custom["sop"] = sop = [];
        }

        sop["nameZh"] = NameZh.Trim();
        sop["nameEn"] = NameEn.Trim();
        sop["numberPrefix"] = NumberPrefix.Trim();
        sop["openForm"] = OpenForm;
        sop["openRoles"] = new JsonArray([.. OpenRoles.Select(role => JsonValue.Create(role))]);
        Put(sop, "readRoles", [.. ReadRoles]);
        Put(sop, "barredPersons", Fields(BarredPersons));
        var persons = Fields(ReadPersons);
        if (persons.SequenceEqual(SopReaders.UsualPersons, StringComparer.Ordinal))
        {
            sop.Remove("readPersons");
        }
        else
        {
            // None at all is not the same as the usual ones, so that an empty list is kept.
            sop["readPersons"] = List(persons);
        }

        sop["calendar"] = Calendar;
        sop["stages"] = new JsonArray(
        [
            .. Stages.Select(stage => new JsonObject
            {
                ["code"] = stage.Code.Trim(),
                ["zh"] = stage.Zh.Trim(),
                ["en"] = stage.En.Trim() is { Length: > 0 } english ? english : stage.Zh.Trim(),
            }),
        ]);
        return changed;
    }

    private static string Listed(IEnumerable<string> fields) => string.Join(", ", fields);

    private static string[] Fields(string text) => text.Split([',', '，', '、', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static void Put(JsonObject sop, string name, string[] texts)
    {
        if (texts.Length == 0)
        {
            sop.Remove(name);
        }
        else
        {
            sop[name] = List(texts);
        }
    }

    [GeneratedRegex("^[A-Za-z]{1,8}$")]
    private static partial Regex Prefix();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.]{0,59}$")]
    private static partial Regex Field();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
    private static partial Regex Code();
}
