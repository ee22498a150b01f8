using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Changes;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Changes;

/// <summary>Each row changes the shipped complaint SOP as an editor would, and names the sentence a second person approves.</summary>
public sealed class DefinitionDiffTests
{
    public static TheoryData<string, string, string> Edits => new()
    {
        { "rename", "环节「问题分析」改名为「核查」", "Step '问题分析' is now called '核查'" },
        { "role", "「投诉登记」的岗位由「坐席」改为「团队主管」", "'投诉登记', role: 'Agent' → 'Team lead'" },
        { "clock", "「投诉登记」的时限由「投诉登记」改为「问题分析（核查）」", "'投诉登记', clock: 'Registration' → 'Analysis'" },
        { "script", "「是否须审批」的条件由「getCase().needsApproval === true」改为「getCase().severity === 1」", "'是否须审批', condition: 'getCase().needsApproval === true' → 'getCase().severity === 1'" },
        { "clear", "「投诉登记」不再设办理说明（原为「核对客户信息、投保信息与投诉内容，信息须完整准确；指派承办人前核对回避情形。{{ Case.segmentScript }}」）", "" },
        { "set", "「投诉关闭」的指定办理人设为「getCase().firstReceiverId」", "'投诉关闭', assignee: now 'getCase().firstReceiverId'" },
        { "add", "新增环节「组长复核」（人工任务，由团队主管办理）", "New step '组长复核' (human task, done by Team lead)" },
        { "remove", "删除环节「重大投诉即时上报」（通知同事）", "Step '重大投诉即时上报' (notify staff) removed" },
        { "outcome", "「解决方案」取消处理结果「转调解」", "" },
        { "reroute", "连线：「解决方案」的「客户不同意」改接「解决方案」（原接「问题分析」）", "" },
        { "connect", "新增连线：「是否重大投诉」的「否」接「重大投诉即时上报」", "New connection: 'No' of '是否重大投诉' leads to '重大投诉即时上报'" },
        { "disconnect", "取消连线：「是否重大投诉」的「是」不再接「重大投诉即时上报」", "Connection removed: 'Yes' of '是否重大投诉' no longer leads to '重大投诉即时上报'" },
        { "order", "「投诉受理」之后各分支的先后次序有变", "The order of the branches after '投诉受理' changed" },
        { "variable", "新增变量「round」（Int32）", "Variable 'round' (Int32) added" },
        { "stage", "阶段「投诉受理」改名为「受理」", "Stage 'Intake' is now called 'Intake'" },
        { "open_roles", "可新建案件的岗位由「坐席、承办人、团队主管、经理」改为「坐席」", "Roles that may open cases: 'Agent, Handler, Team lead, Manager' → 'Agent'" },
        { "read_roles", "可查阅案件的岗位由「全部办案岗位」改为「合规、经理」", "Roles that may read cases: 'every role that works on cases' → 'Compliance, Manager'" },
        { "barred_persons", "不得查阅本案的人员字段由「（空）」改为「involvedStaff」", "" },
        { "fact", "告知书可用的「companyPhone」由「95500」改为「95501」", "The fact 'companyPhone' for letters: '95500' → '95501'" },
        { "name", "流程改名：「客户投诉处理」→「投诉」", "The SOP is renamed: '客户投诉处理' → '投诉'" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void Edit_OfTheComplaintSop_IsToldInOneSentence(string edit, string zh, string en)
    {
        var changes = Between(Edited(edit)).Changes;

        var told = Assert.Single(changes, each => each.Sentence.Text.Zh == zh);
        if (en.Length > 0)
        {
            Assert.Equal(en, told.Sentence.Text.En);
        }

        // A step that comes or goes brings its connections with it; everything else is the one sentence.
        Assert.True(changes.Count == 1 || edit is "add" or "outcome", string.Join('\n', changes));
    }

    [Fact]
    public void SameDefinition_HasNoChanges()
    {
        var changes = Between(Document());

        Assert.True(changes.IsEmpty);
    }

    [Theory]
    [InlineData("move")]
    [InlineData("vertices")]
    [InlineData("file order")]
    public void TidyingUpTheDrawing_IsLayoutOnly(string edit)
    {
        var changes = Between(Edited(edit));

        Assert.Empty(changes.Changes);
        Assert.True(changes.IsLayoutOnly);
    }

    [Theory]
    [InlineData("restated default")]
    [InlineData("list as list")]
    [InlineData("bookkeeping")]
    [InlineData("empty text")]
    public void AnotherWayOfWritingTheSame_IsNoChange(string edit) => Assert.Empty(Between(Edited(edit)).Changes);

    [Fact]
    public void InsertedStep_TellsTheStepAndBothConnections() => Assert.Equal(
        [
            "新增环节「组长复核」（人工任务，由团队主管办理）",
            "连线：「解决方案」的「客户同意」改接「组长复核」（原接「已与客户联系」）",
            "新增连线：「组长复核」的「同意」接「已与客户联系」",
        ],
        Between(Edited("insert")).Changes.Select(each => each.Sentence.Text.Zh));

    [Fact]
    public void FirstContactLimit_ChangedInThePack_IsToldAsOldAndNew()
    {
        var change = Assert.Single(BetweenPacks(pack => pack with { ClockPolicies = With(pack.ClockPolicies, "first-contact-24h", policy => policy with { Amount = 12 }) }));

        Assert.Equal("时限「首次联系（24小时）」：24 小时 → 12 小时", change.Sentence.Text.Zh);
        Assert.Equal("Clock 'First contact (24 hours)': 24 hours → 12 hours", change.Sentence.Text.En);
        Assert.Equal(ChangeSubject.Pack, change.Subject);
    }

    [Fact]
    public void Pack_ChangesOfEveryKind_AreTold()
    {
        var changes = BetweenPacks(pack => pack with
        {
            ClockPolicies = With(pack.ClockPolicies, "complaint-statutory", policy => policy with { Extensions = [policy.Extensions[0] with { Amount = 25, ApproverRoles = ["manager"] }] }),
            Ladders = With(pack.Ladders, "statutory", ladder => ladder with { Steps = [.. ladder.Steps.Skip(1)] }),
            Forms = With(pack.Forms, "complaint-register", form => form with { Sections = [form.Sections[0] with { Fields = [.. form.Sections[0].Fields.Skip(1), form.Sections[0].Fields[0] with { Name = "extra", Label = new("补充", "Extra"), IsRequired = true }] }, .. form.Sections.Skip(1)] }),
            DecisionTables = With(pack.DecisionTables, "severity-targets", table => table with { Rules = [.. table.Rules.Skip(1)] }),
            Notices = With(pack.Notices, "complaint-decision", notice => notice with { Body = "x", Channels = ["letter"] }),
            ClockLimits = [.. pack.ClockLimits.Select(limit => limit.Id == "complaint-decision" ? limit with { AtMost = new(ClockUnit.NaturalDays, 10), ExtendedAtMost = null } : limit)],
            RevisitPolicies = With(pack.RevisitPolicies, "post-complaint", policy => policy with { MaxAttempts = 5 }),
        }).Select(each => each.Sentence.Text.Zh).ToList();

        Assert.Contains("时限「投诉处理法定期限」的延期「情况复杂，期限为30日」：至 30 日 → 至 25 日", changes);
        Assert.Contains("时限「投诉处理法定期限」的延期「情况复杂，期限为30日」由（空）批准改为由经理批准", changes);
        Assert.Contains("时限「投诉处理法定期限」取消延期「情况特别复杂或有其他特殊原因，再延长30日」", changes);
        Assert.Contains("升级阶梯「法定期限提醒与升级」取消一级：到 50% 时（期限已过半，请确认处理进度）", changes);
        Assert.Contains("表单「投诉登记」新增必填字段「补充」", changes);
        Assert.Contains("决策表「各级投诉的时限」取消规则「重大：1小时联系，1个工作日出方案」", changes);
        Assert.Contains("「投诉处理决定书」的文字有改动", changes);
        Assert.Contains("「投诉处理决定书」的发送渠道由 信件、邮件 改为 信件", changes);
        Assert.Contains("法定上限「投诉处理期限」的最长由「15 日」改为「10 日」", changes);
        Assert.Contains("法定上限「投诉处理期限」的延期后最长由「60 日」改为「（空）」", changes);
        Assert.Contains("回访「投诉后回访」的拨打次数由「3」改为「5」", changes);
        Assert.All(changes, each => Assert.DoesNotContain("{", each, StringComparison.Ordinal));
    }

    [Fact]
    public void Pack_ChangeOfWhatTheSopDoesNotUse_IsNotTold()
    {
        var draft = SopDraft.Sound().Definition();
        var pack = RealPack.Pack with { ClockPolicies = With(RealPack.Pack.ClockPolicies, "mediation", policy => policy with { Amount = 5 }) };

        Assert.Empty(DefinitionDiff.Between(draft, draft, RealPack.Pack, pack).Changes);
        Assert.Single(PackDiff.Between(RealPack.Pack, pack).Changes);
    }

    private static JsonObject Document() => (JsonObject)JsonNode.Parse(RealPack.Files().Single(each => each.Path == "complaint.json").Utf8)!;

    private static DefinitionChanges Between(JsonObject after) =>
        DefinitionDiff.Between(SopDraft.Read(Document()), SopDraft.Read(after), RealPack.Pack, RealPack.Pack);

    private static IReadOnlyList<DefinitionChange> BetweenPacks(Func<SopPack, SopPack> edit)
    {
        var definition = SopDraft.Read(Document());
        return DefinitionDiff.Between(definition, definition, RealPack.Pack, edit(RealPack.Pack)).Changes;
    }

    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> all, string id, Func<T, T> change)
    {
        var changed = all.ToDictionary();
        changed[id] = change(changed[id]);
        return changed;
    }

    private static JsonObject Edited(string edit)
    {
        var document = Document();
        var root = (JsonObject)document["root"]!;
        var activities = (JsonArray)root["activities"]!;
        var connections = (JsonArray)root["connections"]!;
        var sop = (JsonObject)document["customProperties"]!["sop"]!;
        JsonObject Step(string id) => activities.OfType<JsonObject>().Single(each => (string?)each["id"] == id);
        JsonObject Connection(string from, string port) => connections.OfType<JsonObject>().First(each => (string?)each["source"]!["activity"] == from && (string?)each["source"]!["port"] == port);
        JsonNode Literal(string value, string type = "Literal") => new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };
        JsonObject Line(string from, string port, string to) => new() { ["source"] = new JsonObject { ["activity"] = from, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" } };
        JsonObject Review() => new()
        {
            ["id"] = "leadReview",
            ["type"] = "Sop.HumanTask",
            ["name"] = "组长复核",
            ["form"] = Literal("complaint-authority-approval"),
            ["role"] = Literal("team_lead"),
            ["outcomes"] = Literal("[\"approved\"]", "Object"),
        };
        switch (edit)
        {
            case "rename": Step("analysis")["name"] = "核查"; break;
            case "role": Step("register")["role"] = Literal("team_lead"); break;
            case "clock": Step("register")["clock"] = Literal("analysis"); break;
            case "script": Step("needsApproval")["condition"] = Literal("getCase().severity === 1", "JavaScript"); break;
            case "clear": Step("register").Remove("instruction"); break;
            case "set": Step("closing")["assignee"] = Literal("getCase().firstReceiverId", "JavaScript"); break;
            case "add": activities.Add(Review()); break;
            case "insert":
                activities.Add(Review());
                Connection("solution", "agreed")["target"]!["activity"] = "leadReview";
                connections.Add(Line("leadReview", "approved", "contactMade"));
                break;
            case "remove":
                connections.Remove(Connection("isMajor", "True"));
                activities.Remove(Step("alertMajor"));
                break;
            case "outcome": Step("solution")["outcomes"] = Literal("[\"agreed\", \"not_agreed\"]", "Object"); break;
            case "reroute": Connection("solution", "not_agreed")["target"]!["activity"] = "solution"; break;
            case "connect": connections.Add(Line("isMajor", "False", "alertMajor")); break;
            case "disconnect": connections.Remove(Connection("isMajor", "True")); break;
            case "order":
                var first = Connection("open", "Done");
                connections.Remove(first);
                connections.Add(first);
                break;
            case "variable": document["variables"] = new JsonArray(new JsonObject { ["id"] = "v1", ["name"] = "round", ["typeName"] = "Int32" }); break;
            case "stage": sop["stages"]![0]!["zh"] = "受理"; break;
            case "open_roles": sop["openRoles"] = new JsonArray("agent"); break;
            case "read_roles": sop["readRoles"] = new JsonArray("compliance", "manager"); break;
            case "barred_persons": sop["barredPersons"] = new JsonArray("involvedStaff"); break;
            case "fact": sop["facts"]!["companyPhone"] = "95501"; break;
            case "name": document["name"] = "投诉"; sop.Remove("x"); break;
            case "move": Step("register")["metadata"]!["designer"]!["position"]!["x"] = 1; break;
            case "vertices": Connection("open", "Done")["vertices"] = new JsonArray(new JsonObject { ["x"] = 1, ["y"] = 2 }); break;
            case "file order":
                var moved = Step("finish");
                activities.Remove(moved);
                activities.Add(moved);
                break;
            case "restated default": Step("notifyAccepted")["to"] = null; Step("register")["balanceLoad"] = Literal("False"); Step("closeMerged")["closeType"] = Step("closeMerged")["closeType"]!.DeepClone(); break;
            case "list as list": Step("register")["outcomes"]!["expression"]!["value"] = new JsonArray("registered", "supplement", "merged", "not_accepted", "transferred"); break;
            case "bookkeeping": document["version"] = 7; document["id"] = "other"; document["createdAt"] = "2027-01-01T00:00:00Z"; document["isPublished"] = false; Step("register")["nodeId"] = "x"; Step("register")["customProperties"] = new JsonObject { ["logPersistence"] = "x" }; break;
            case "empty text": Step("register")["assignee"] = Literal(string.Empty); break;
            default: throw new ArgumentException(edit);
        }

        return document;
    }
}
