using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Decisions;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Tests.Workbench;

/// <summary>A small SOP pack and cases to look at, independent of the shipped files.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 9, 29, 16, 40, 0, TimeSpan.FromHours(8));

    public static readonly Actor Handler = new("handler-1", "王磊", "H3001", ["handler"]);

    private static readonly Provenance Source = new("test", Evidence.ProductDefault);

    public static FakeTimeProvider Clock() => new(Now);

    public static FormDefinition Form { get; } = new()
    {
        Id = "sample",
        Title = new("示例表单", "Sample form"),
        Provenance = Source,
        Outcomes = [new("agreed", new("客户同意", "Agreed")), new("not_agreed", new("客户不同意", "Not agreed"))],
        Sections =
        [
            new(new("基本情况", "Basics"),
            [
                Field("customerName", FieldType.Text, "客户姓名", "Customer") with { IsRequired = true, IsPersonal = true, MaxLength = 20 },
                Field("category", FieldType.Choice, "类别", "Category") with { Choices = [new("service", new("服务质量", "Service")), new("claim", new("理赔纠纷", "Claim"))] },
                Field("amount", FieldType.Money, "金额", "Amount") with { Min = 0, Max = 100000, VisibleWhen = When("category", "claim") },
                Field("told", FieldType.Bool, "已告知", "Told") with { MustBeTrue = true, RequiredFor = ["agreed"] },
                Field("urgent", FieldType.Bool, "紧急", "Urgent"),
                Field("rating", FieldType.Rating, "满意度", "Rating"),
                Field("at", FieldType.DateTime, "时间", "Time"),
                Field("day", FieldType.Date, "日期", "Day"),
                Field("tags", FieldType.MultiChoice, "标签", "Tags") with { Choices = [new("a", new("甲", "A")), new("b", new("乙", "B"))] },
                Field("content", FieldType.Multiline, "内容", "Content"),
                Field("handlerId", FieldType.Staff, "承办人", "Handler"),
                Field("files", FieldType.File, "附件", "Files"),
                Field("options", FieldType.Rows, "方案", "Options") with { Columns = [Field("text", FieldType.Text, "说明", "Text") with { IsRequired = true }, Field("cost", FieldType.Money, "费用", "Cost")] },
            ]),
        ],
    };

    public static SopPack Pack { get; } = new()
    {
        Calendars = new Dictionary<string, Sop.Calendars.WorkCalendar>(),
        ClockPolicies = new Dictionary<string, ClockPolicy>
        {
            ["complaint-statutory"] = new() { Id = "complaint-statutory", Name = new("投诉处理法定期限", "Statutory deadline"), Kind = ClockKind.Statutory, Unit = ClockUnit.NaturalDays, Amount = 15, CalendarId = "cn", Provenance = Source },
        },
        Ladders = new Dictionary<string, Sop.Ladders.Ladder>(),
        DecisionTables = new Dictionary<string, DecisionTable>(),
        Forms = new Dictionary<string, FormDefinition> { ["sample"] = Form },
        Notices = new Dictionary<string, Sop.Notices.NoticeTemplate>(),
        RevisitPolicies = new Dictionary<string, RevisitPolicy>(),
        Roles = new Dictionary<string, LocalizedText>(),
        CaseFacts = new Dictionary<string, LocalizedText>(),
    };

    public static SopProfile Profile { get; } = new(
        "客户投诉处理", "Complaint handling", "TS", "sample", [], "cn",
        [new("intake", "投诉受理", "Intake"), new("analysis", "问题分析", "Analysis"), new("closing", "投诉关闭", "Closing")],
        ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty);

    public static SopPackSource PackSource()
    {
        var source = new SopPackSource();
        source.Replace(Pack);
        return source;
    }

    public static FormField Field(string name, FieldType type, string zh, string en) => new() { Name = name, Type = type, Label = new(zh, en) };

    public static CaseTask Task(string id, string role = "handler", string? assignee = null, DateTimeOffset? dueAt = null) =>
        new(id, "case-1", "a-" + id, "b-" + id, "问题分析", "analysis", "sample", role, ["agreed", "not_agreed"], [], null, null, dueAt, Now.AddHours(-2)) { AssigneeId = assignee };

    public static ClockView ClockOf(string id, ClockState colour, DateTimeOffset due, ClockKind kind = ClockKind.Statutory) => new(
        id, "complaint-statutory", "投诉处理法定期限", "Statutory deadline", kind, ClockUnit.NaturalDays, ClockStatus.Running, colour, Now.AddDays(-5), due, due.AddHours(-6), false, 60,
        TimeSpan.FromHours(20), null, null, [new DerivationStep("clock.started", ["2026-09-24 16:40:00"])],
        [new LadderStepView("p50", "已过半程", "Half way", ["handler"], "Remind", Now.AddDays(-1), null, true, false), new LadderStepView("p80", "即将到期", "Almost due", ["manager"], "ExtensionPrompt", Now.AddDays(1), null, false, false)],
        [], [], []);

    public static CaseView Case(IReadOnlyList<CaseTask>? tasks = null, IReadOnlyList<ClockView>? clocks = null, JsonObject? data = null, CaseStatus status = CaseStatus.Open) => new()
    {
        Id = "case-1",
        Summary = new("TS20260929-0001", "三次致电无人答复", "张伟", "13800000000", "P1", "service", 3, "phone", "motor", "上海", Handler.Id, status, "analysis", Now.AddDays(-5), null, null, null, null, false, 0),
        HandlerName = Handler.Name,
        DefinitionId = "complaint",
        DefinitionVersion = 1,
        Version = 1,
        Data = data ?? [],
        Tasks = tasks ?? [],
        Clocks = clocks ?? [],
        Timeline = [],
        Revisits = [],
        Events = [],
        Contexts = new Dictionary<string, IReadOnlyList<ContextEntry>>(),
        Incidents = [],
        Outbox = [],
        LinkedCases = [],
        RelatedCases = [],
    };

    public static InboxItem Inbox(string id, DateTimeOffset? taskDue, DateTimeOffset? clockDue = null) => new(
        id, "case-" + id, "TS-" + id, "标题", "客户", "问题分析", "analysis", 3, "handler", null, taskDue, null,
        clockDue is { } due ? new ClockBadge("complaint-statutory", "法定期限", "Statutory", Now.AddDays(-5), due, ClockState.Green, 50, false) : null,
        Now.AddHours(-1), 1, "sample", "complaint");

    private static Condition When(string fact, string value) => new() { All = [new Comparison(fact, ConditionOperator.Equal, JsonValue.Create(value))] };
}
