using System.Text.Json.Nodes;

namespace WorkflowHost.Runtime.Tests.Pack;

/// <summary>A small SOP of the tests' own, written to a folder: two tasks, two clocks, a message, a wait, an event and a revisit.</summary>
internal static class TestPack
{
    public const string DefinitionId = "small";

    public static void WriteTo(string folder)
    {
        Write(folder, "small.json", Workflow().ToJsonString());
        Write(folder, "calendars/cn.json", """
            {"id":"cn","year":2026,"timeZone":"Asia/Shanghai","utcOffset":"+08:00","opensAt":"09:00","closesAt":"18:00",
             "off":[{"name":{"zh":"国庆节","en":"National Day"},"from":"2026-10-01","to":"2026-10-07"}],"makeUpDays":[],"source":"test","evidence":"D"}
            """);
        Write(folder, "policies/clocks.json", """
            {"kind":"clocks","policies":[
              {"id":"statutory","name":{"zh":"法定期限","en":"Statutory"},"kind":"statutory","due":"NAT(15)","calendar":"cn","ladder":"steps","pausable":true,"source":"test","evidence":"D"},
              {"id":"contact","name":{"zh":"首次联系","en":"First contact"},"kind":"firstContact","due":"HR(24)","calendar":"cn","source":"test","evidence":"D"}]}
            """);
        Write(folder, "policies/ladders.json", """
            {"kind":"ladders","ladders":[{"id":"steps","name":{"zh":"提醒","en":"Reminders"},"amberAtPercent":50,"redAtPercent":80,"steps":[
              {"id":"half","at":"50%","roles":["team_lead"],"action":"remind","text":{"zh":"期限已过半","en":"Half over"}}],"source":"test","evidence":"D"}]}
            """);
        Write(folder, "policies/roles.json", """
            {"kind":"roles","roles":{"agent":{"zh":"坐席","en":"Agent"},"handler":{"zh":"承办人","en":"Handler"},"team_lead":{"zh":"主管","en":"Lead"}}}
            """);
        Write(folder, "policies/links.json", """
            {"kind":"links","links":[{"id":"about","follower":{"zh":"投诉","en":"Complaint"},"origin":{"zh":"被投诉案件","en":"Case complained of"}}]}
            """);
        Write(folder, "policies/facts.json", """
            {"kind":"facts","facts":{"caseNumber":{"zh":"编号","en":"Number"},"closeType":{"zh":"关闭方式","en":"Close type"}}}
            """);
        Write(folder, "policies/revisits.json", """
            {"kind":"revisits","policies":[{"id":"after","type":"postComplaint","name":{"zh":"回访","en":"Revisit"},"purpose":"service","calendar":"cn","due":"WD(3)",
              "firstAttemptAfterWorkingDays":1,"windows":[{"from":"09:30","to":"11:30"},{"from":"14:00","to":"17:30"}],"quietFrom":"21:00","quietTo":"09:00",
              "allowsOffDays":false,"maxAttempts":3,"minDistinctDays":2,"minGap":"PT3H","maxAttemptsPerDay":3,"letterAfterWorkingDays":2,
              "form":"small-revisit","smsNotice":"small-received","letterNotice":"small-received","problemRatingAtMost":2,"source":"test","evidence":"D"}]}
            """);
        Write(folder, "forms/small-open.json", Form("small-open",
            """{"name":"customerName","label":{"zh":"客户姓名","en":"Customer"},"type":"text","required":true,"maxLength":50}""",
            """{"name":"contactPhone","label":{"zh":"电话","en":"Phone"},"type":"text"}""",
            """{"name":"idNumber","label":{"zh":"证件号","en":"Identity number"},"type":"text","sensitive":true}""",
            """{"name":"policyNo","label":{"zh":"保单号","en":"Policy"},"type":"text"}""",
            """{"name":"content","label":{"zh":"内容","en":"Content"},"type":"multiline","required":true,"maxLength":2000}"""));
        Write(folder, "forms/small-intake.json", Form("small-intake", """{"name":"summary","label":{"zh":"摘要","en":"Summary"},"type":"text","required":true}"""));
        Write(folder, "forms/small-close.json", Form("small-close", """{"name":"lessons","label":{"zh":"总结","en":"Lessons"},"type":"text","required":true}"""));
        Write(folder, "forms/small-revisit.json", Form("small-revisit", """{"name":"identityVerified","label":{"zh":"已核实身份","en":"Verified"},"type":"bool","required":true}"""));
        Write(folder, "notices/small-received.json", """
            {"id":"small-received","name":{"zh":"受理短信","en":"Received"},"subject":"受理","body":"small-received.liquid","fields":["caseNumber"],"channels":["sms"],"source":"test","evidence":"D"}
            """);
        Write(folder, "notices/small-received.liquid", "您的投诉（{{ caseNumber }}）已受理。");
    }

    public static void Write(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public static JsonObject Workflow(string waitFor = "02:00:00") => new()
    {
        ["id"] = "small.v1",
        ["definitionId"] = DefinitionId,
        ["version"] = 1,
        ["name"] = "小额投诉",
        ["customProperties"] = new JsonObject
        {
            ["sop"] = new JsonObject
            {
                ["nameZh"] = "小额投诉",
                ["nameEn"] = "Small complaint",
                ["numberPrefix"] = "XE",
                ["openForm"] = "small-open",
                ["openRoles"] = new JsonArray("agent"),
                ["reports"] = new JsonArray("lessons"),
                ["calendar"] = "cn",
                ["stages"] = new JsonArray(
                    new JsonObject { ["code"] = "intake", ["zh"] = "受理", ["en"] = "Intake" },
                    new JsonObject { ["code"] = "closing", ["zh"] = "关闭", ["en"] = "Closing" }),
            },
        },
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["activities"] = new JsonArray(
                Activity("open", "Sop.OpenCase", ("stage", "String", "Literal", "intake")),
                Activity("clocks", "Sop.StartClock", ("clocks", "String[]", "Object", """["statutory","contact"]""")),
                Activity("intake", "Sop.HumanTask", ("form", "String", "Literal", "small-intake"), ("role", "String", "Literal", "agent"),
                    ("stage", "String", "Literal", "intake"), ("outcomes", "String[]", "Object", """["accepted","broken"]""")),
                Activity("contacted", "Sop.StopClock", ("clocks", "String[]", "Object", """["contact"]""")),
                Activity("tell", "Sop.Notify", ("notice", "String", "Literal", "small-received"), ("channel", "String", "Literal", "sms")),
                Activity("wait", "Elsa.Delay", ("timeSpan", "TimeSpan", "Literal", waitFor)),
                Activity("close", "Sop.HumanTask", ("form", "String", "Literal", "small-close"), ("role", "String", "Literal", "handler"),
                    ("stage", "String", "Literal", "closing")),
                Activity("stop", "Sop.StopClock", ("clocks", "String[]", "Object", """["statutory"]""")),
                Activity("closed", "Sop.CloseCase", ("closeType", "String", "Literal", "satisfied")),
                Activity("revisit", "Sop.PlanRevisit", ("policy", "String", "Literal", "after")),
                Activity("end", "Elsa.Finish"),
                Activity("fail", "Elsa.Fault", ("message", "String", "Literal", "核心系统无法连接")),
                Activity("withdraw", "Sop.CaseEvent", ("event", "String", "Literal", "withdrawn"), ("when", "String", "Literal", "Open")),
                Activity("withdrawn", "Sop.CloseCase", ("closeType", "String", "Literal", "withdrawn")),
                Activity("endWithdrawn", "Elsa.Finish")),
            ["connections"] = new JsonArray(
                Connection("open", "Done", "clocks"), Connection("open", "Done", "withdraw"), Connection("clocks", "Done", "intake"),
                Connection("intake", "accepted", "contacted"), Connection("intake", "broken", "fail"), Connection("contacted", "Done", "tell"),
                Connection("tell", "Done", "wait"), Connection("wait", "Done", "close"), Connection("close", "Done", "stop"),
                Connection("stop", "Done", "closed"), Connection("closed", "Done", "revisit"), Connection("revisit", "Successful", "end"),
                Connection("revisit", "Problem", "end"), Connection("revisit", "Unreachable", "end"), Connection("revisit", "Cancelled", "end"), Connection("revisit", "Refused", "end"),
                Connection("withdraw", "Done", "withdrawn"), Connection("withdrawn", "Done", "endWithdrawn")),
        },
    };

    private static JsonObject Activity(string id, string type, params ReadOnlySpan<(string Name, string Type, string Syntax, string Value)> inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1, ["name"] = id };
        foreach (var (name, typeName, syntax, value) in inputs)
        {
            activity[name] = new JsonObject { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };
        }

        return activity;
    }

    public static JsonObject Connection(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };

    private static string Form(string id, params ReadOnlySpan<string> fields) => $$"""
        {"id":"{{id}}","title":{"zh":"表单","en":"Form"},"sections":[{"title":{"zh":"内容","en":"Content"},"fields":[{{string.Join(',', fields.ToArray())}}]}],"source":"test","evidence":"D"}
        """;
}
