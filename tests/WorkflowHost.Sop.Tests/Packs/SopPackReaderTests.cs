using System.Text;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Tests.Packs;

public sealed class SopPackReaderTests
{
    private const string Calendar = """
        { "id": "cn", "year": 2026, "timeZone": "Asia/Shanghai", "utcOffset": "+08:00", "opensAt": "09:00", "closesAt": "18:00", "off": [], "makeUpDays": [], "source": "s", "evidence": "V" }
        """;

    private static PackFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    private static IReadOnlyList<PackFault> Faults(params PackFile[] files)
    {
        var (pack, faults) = SopPackReader.Read([File("calendars/cn.json", Calendar), .. files]);
        Assert.Equal(faults.Count == 0, pack is not null);
        return faults;
    }

    private static string Only(params PackFile[] files) => Describe(Assert.Single(Faults(files)));

    private static string Describe(PackFault fault) => $"{fault.File}({fault.Line},{fault.Column}) {fault.JsonPath} {fault.Code}";

    [Fact]
    public void Read_CalendarAlone_IsAPack() => Assert.Empty(Faults());

    [Fact]
    public void Read_NoFiles_IsNoPack() =>
        Assert.Equal("calendars(1,1) $ pack.missing", Describe(Assert.Single(SopPackReader.Read([]).Faults)));

    [Fact]
    public void Read_WorkflowBesideTheFolders_IsLeftAlone() => Assert.Empty(Faults(File("complaint.json", "not json")));

    [Fact]
    public void Read_FolderAbovePack_IsFound() =>
        Assert.Equal("workflows/policies/x.json(1,1) $ pack.syntax", Only(File("workflows/policies/x.json", "")));

    [Fact]
    public void Read_BrokenJson_NamesLine() =>
        Assert.StartsWith("policies/x.json(3,1)", Only(File("policies/x.json", "{\n  \"kind\": \n}")), StringComparison.Ordinal);

    [Fact]
    public void Read_NotUtf8_SaysSo() =>
        Assert.Equal("forms/x.json(1,1) $ pack.encoding", Only(new PackFile("forms/x.json", [0x7B, 0xC3, 0x28, 0x7D])));

    [Theory]
    [InlineData("{}", "$ pack.missing")]
    [InlineData("""{ "kind": "magic" }""", "$.kind pack.not_allowed")]
    [InlineData("""{ "kind": "clocks", "policies": {} }""", "$.policies pack.wrong_type")]
    [InlineData("""{ "kind": "clocks", "policies": [], "plicies": [] }""", "$.plicies pack.unknown_property")]
    [InlineData("""{ "kind": "clocks", "kind": "clocks", "policies": [] }""", "$.kind pack.duplicate_property")]
    public void Read_PolicyFile_OneFaultIsNamed(string text, string expected) =>
        Assert.EndsWith(expected, Only(File("policies/x.json", text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("due", "\"NAT(15\"", "$.policies[0].due pack.wrong_format")]
    [InlineData("due", "\"NAT(0)\"", "$.policies[0].due pack.wrong_format")]
    [InlineData("due", "15", "$.policies[0].due pack.wrong_type")]
    [InlineData("calendar", "\"mars\"", "$.policies[0].calendar pack.unknown_reference")]
    [InlineData("ladder", "\"none\"", "$.policies[0].ladder pack.unknown_reference")]
    [InlineData("roles", "[\"king\"]", "$.policies[0].roles[0] pack.unknown_reference")]
    [InlineData("kind", "\"fun\"", "$.policies[0].kind pack.not_allowed")]
    [InlineData("evidence", "\"sure\"", "$.policies[0].evidence pack.not_allowed")]
    [InlineData("id", "\"\"", "$.policies[0].id pack.missing")]
    [InlineData("name", "{ \"zh\": \"名\" }", "$.policies[0].name pack.missing")]
    [InlineData("pausable", "\"yes\"", "$.policies[0].pausable pack.wrong_type")]
    public void Read_ClockPolicy_OneWrongPropertyIsNamed(string property, string value, string expected)
    {
        var policy = new Dictionary<string, string>
        {
            ["id"] = "\"c\"",
            ["name"] = """{ "zh": "名", "en": "Name" }""",
            ["kind"] = "\"internal\"",
            ["due"] = "\"WD(3)\"",
            ["calendar"] = "\"cn\"",
            ["source"] = "\"s\"",
            ["evidence"] = "\"D\"",
            [property] = value,
        };
        var text = "{ \"kind\": \"clocks\", \"policies\": [{ " + string.Join(", ", policy.Select(pair => $"\"{pair.Key}\": {pair.Value}")) + " }] }";
        Assert.EndsWith(expected, Only(File("policies/clocks.json", text)), StringComparison.Ordinal);
    }

    /// <summary>What a formula doesn't read was ignored, and the figure counted something else than its file says.</summary>
    [Theory]
    [InlineData("count", "within", "\"month\"")]
    [InlineData("share", "within", "\"quarter\"")]
    [InlineData("medianDays", "within", "\"month\"")]
    [InlineData("count", "times", "1000")]
    [InlineData("share", "answers", "[]")]
    [InlineData("count", "from", "\"status\"")]
    public void Read_Figure_WithWhatItsFormulaDoesNotRead_IsRefused(string formula, string property, string value)
    {
        var text = $$"""
            { "kind": "figures", "figures": [{ "id": "x", "name": { "zh": "x", "en": "x" }, "unit": { "zh": "件", "en": "cases" }, "formula": "{{formula}}", "sops": ["complaint"], "{{property}}": {{value}}, "source": "test", "evidence": "D" }] }
            """;

        var faults = Faults(File("policies/figures.json", text));

        Assert.Contains(faults, fault => fault.Code == "pack.contradiction" && Describe(fault).EndsWith($"$.figures[0].{property} pack.contradiction", StringComparison.Ordinal) && fault.Message.Contains($"'{property}' means nothing to the formula '{formula}'", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_ManyBrokenFiles_TellsAllFaultsAtOnceInOrder()
    {
        var faults = Faults(
            File("policies/b.json", """{ "kind": "roles", "roles": { "agent": { "zh": "坐席" } } }"""),
            File("policies/a.json", "{\n \"kind\": \"facts\",\n \"facts\": 7\n}"),
            File("notices/n.liquid", "unused"),
            File("forms/f.json", "[]"));
        Assert.Equal(
            ["forms/f.json(1,1) $ pack.wrong_type", "notices/n.liquid(1,1) $ pack.unused_file", "policies/a.json(3,11) $.facts pack.wrong_type", "policies/b.json(1,40) $.roles.agent pack.missing"],
            faults.Select(Describe));
    }

    [Theory]
    [InlineData("off", """[{ "name": { "zh": "x", "en": "x" }, "from": "2026-02-02", "to": "2026-02-01" }]""", "$.off[0] pack.contradiction")]
    [InlineData("off", """[{ "name": { "zh": "x", "en": "x" }, "from": "2025-02-01", "to": "2026-02-01" }]""", "$.off[0] pack.out_of_range")]
    [InlineData("makeUpDays", """["2026-10-12"]""", "$.makeUpDays[0] pack.contradiction")]
    [InlineData("closesAt", "\"08:00\"", "$ pack.contradiction")]
    [InlineData("utcOffset", "\"8\"", "$.utcOffset pack.wrong_format")]
    [InlineData("workingDays", "248", "$.workingDays pack.control_number")]
    [InlineData("year", "2026", "$ pack.duplicate_id")]
    public void Read_Calendar_OneWrongPropertyIsNamed(string property, string value, string expected)
    {
        var calendar = System.Text.Json.Nodes.JsonNode.Parse(Calendar)!.AsObject();
        calendar["id"] = property == "year" ? "cn" : "branch";
        calendar[property] = System.Text.Json.Nodes.JsonNode.Parse(value);
        Assert.EndsWith(expected, Only(File("calendars/other.json", calendar.ToJsonString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "choice" }""", "pack.contradiction")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "magic" }""", "pack.not_allowed")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "text", "pattern": "(" }""", "pack.wrong_format")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "number", "min": 3, "max": 2 }""", "pack.contradiction")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "number", "default": "three" }""", "pack.not_allowed")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "text", "notAfter": "now" }""", "pack.contradiction")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "date", "notAfter": "noon" }""", "pack.not_allowed")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "text", "requiredFor": ["never"] }""", "pack.unknown_reference")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "text", "visibleWhen": { "y": 1 } }""", "pack.unknown_fact")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "text", "visibleWhen": { "x": { "~": 1 } } }""", "pack.not_allowed")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "text", "visibleWhen": { "x": { "in": 1 } } }""", "pack.wrong_type")]
    [InlineData("""{ "name": "x", "label": { "zh": "x", "en": "x" }, "type": "choice", "choices": [{ "value": "a", "label": { "zh": "x", "en": "x" } }, { "value": "a", "label": { "zh": "x", "en": "x" } }] }""", "pack.duplicate_id")]
    public void Read_FormField_OneFaultIsNamed(string field, string code)
    {
        var text = """{ "id": "f", "title": { "zh": "表", "en": "Form" }, "sections": [{ "title": { "zh": "节", "en": "Section" }, "fields": [""" + field + """] }], "source": "s", "evidence": "D" }""";
        Assert.EndsWith(code, Only(File("forms/f.json", text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ known }}", null)]
    [InlineData("{{ stranger }}", "pack.unknown_fact")]
    [InlineData("{{ known | sparkle }}", "pack.liquid")]
    [InlineData("{% if known %}", "pack.liquid")]
    public void Read_Notice_TextIsChecked(string body, string? code)
    {
        var faults = Faults(
            File("policies/facts.json", """{ "kind": "facts", "facts": { "known": { "zh": "知", "en": "Known" } } }"""),
            File("notices/n.json", """{ "id": "n", "name": { "zh": "信", "en": "Letter" }, "subject": "信", "body": "n.liquid", "fields": ["known"], "channels": ["letter"], "source": "s", "evidence": "D" }"""),
            File("notices/n.liquid", body));
        Assert.Equal(code, faults.SingleOrDefault()?.Code);
    }

    [Fact]
    public void Read_DecisionTable_UnknownInputAndReferenceAreNamed()
    {
        var faults = Faults(File("policies/t.json", """
            {
              "kind": "decision", "id": "t", "name": { "zh": "表", "en": "Table" }, "hitPolicy": "max", "inputs": ["x"], "outputs": ["clock"], "references": { "clock": "clock" },
              "rules": [{ "id": "r", "when": { "y": 1 }, "then": { "clock": "none", "other": 1 }, "text": { "zh": "则", "en": "Rule" } }], "source": "s", "evidence": "D"
            }
            """));
        Assert.Equal(
            ["$ pack.missing", "$.inputs[0] pack.unknown_fact", "$.rules[0].when.y pack.unknown_fact", "$.rules[0].then.clock pack.unknown_reference", "$.rules[0].then.other pack.unknown_reference"],
            faults.Select(fault => $"{fault.JsonPath} {fault.Code}"));
    }

    [Theory]
    [InlineData("\"nobody\"", "$.context[0] pack.unknown_fact")]
    [InlineData("\"own\"", "$.context[0] pack.contradiction")]
    [InlineData("7", "$.context[0] pack.wrong_type")]
    [InlineData("{ \"clock\": \"sundial\" }", "$.context[0].clock pack.unknown_reference")]
    [InlineData("{ \"clok\": \"x\" }", "$.context[0] pack.missing")]
    [InlineData("{ \"clock\": \"day\", \"extension\": \"nobody\" }", "$.context[0].extension pack.unknown_fact")]
    public void Read_FormContext_NamesWhatItCannotShow(string item, string expected) => Assert.Contains(
        Faults(Clock, File("forms/x.json", Form($"\"context\": [{item}],", """{ "name": "own", "label": { "zh": "甲", "en": "A" }, "type": "text" }"""))),
        fault => Describe(fault).EndsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Read_FormContext_OfKnownFactAndClock_IsGood() => Assert.Empty(Faults(
        Clock,
        File("forms/other.json", Form("", """{ "name": "seen", "label": { "zh": "乙", "en": "B" }, "type": "text" }""").Replace("\"x\"", "\"other\"", StringComparison.Ordinal)),
        File("forms/x.json", Form("""context": ["seen", { "clock": "day", "extension": "seen" }],""".Insert(0, "\""), """{ "name": "own", "label": { "zh": "甲", "en": "A" }, "type": "text" }"""))));

    [Theory]
    [InlineData(""", "type": "number", "choices": [{ "value": "many", "label": { "zh": "多", "en": "Many" } }]""", "choices[0] pack.wrong_format")]
    [InlineData(""", "type": "text", "choices": [{ "value": "1", "label": { "zh": "一", "en": "One" } }]""", "pack.contradiction")]
    [InlineData(""", "type": "text", "startsWith": "you" """, "startsWith pack.not_allowed")]
    [InlineData(""", "type": "number", "startsWith": "me" """, "pack.contradiction")]
    public void Read_FieldThatContradictsItsType_IsNamed(string rest, string expected) => Assert.EndsWith(
        expected,
        Only(File("forms/x.json", Form("", "{ \"name\": \"own\", \"label\": { \"zh\": \"甲\", \"en\": \"A\" }" + rest + " }"))),
        StringComparison.Ordinal);

    private static PackFile Clock { get; } = File("policies/day.json", """
        { "kind": "clocks", "policies": [{ "id": "day", "name": { "zh": "一日", "en": "A day" }, "kind": "internal", "due": "NAT(1)", "calendar": "cn", "source": "s", "evidence": "D" }] }
        """);

    private static string Form(string context, string field) =>
        $$"""{ "id": "x", "title": { "zh": "表", "en": "Form" }, {{context}} "sections": [{ "title": { "zh": "节", "en": "Section" }, "fields": [{{field}}] }], "source": "s", "evidence": "D" }""";
}
