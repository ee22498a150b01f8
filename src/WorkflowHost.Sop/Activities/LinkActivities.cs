using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>
/// Opens a case of another SOP that is linked with this one, and hands data over to its opening form. Goes on when the other is
/// open, closed or over; both sets of clocks run side by side meanwhile.
/// </summary>
internal sealed class OpenLinkedCaseActivity : LinkActivity, Activity.IDescribed
{
    private Input<string> _sop = null!;
    private Input<string> _link = null!;
    private Input<JsonObject> _fields = null!;
    private Input<string> _until = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.OpenLinkedCase", SopCatalog.Category, ("Open linked case", "开立关联案件"), ("Opens a case of another SOP, linked with this one, and may wait for it.", "开立另一 SOP 的案件并与本案关联，可等待其办结。"))
    {
        Inputs =
        [
            new("Sop", "String", ("SOP", "SOP"), ("The SOP of the new case.", "新案件所属的 SOP。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Sops },
            LinkInputs.Link,
            new("Fields", "ObjectDictionary", ("Fields", "移交要素"), ("Values for the other SOP's opening form.", "填入对方开立表单的内容。")) { UiHint = "json-editor", DefaultSyntax = "JavaScript" },
            new("Until", "String", ("Until", "等到"), ("How far the other case must have come before this step goes on.", "对方案件到什么程度，本步骤才继续。"))
            {
                UiHint = "dropdown",
                DefaultValue = nameof(LinkWait.Opened),
                Choices = [new(nameof(LinkWait.Opened), ("It is opened", "已开立")), new(nameof(LinkWait.Closed), ("It is closed", "已关闭")), new(nameof(LinkWait.Ended), ("It is over", "已办结"))],
            },
        ],
        Outputs = LinkInputs.Outputs,
        Ports = ClockInputs.DoneOrRefused,
    };

    protected override void Bind(ActivityBinder binder)
    {
        _sop = binder.Input<string>("sop");
        _link = binder.Input<string>("link");
        _fields = binder.Input<JsonObject>("fields");
        _until = binder.Input<string>("until", nameof(LinkWait.Opened));
        binder.RequireBound("sop.link.sop_missing", "sop", _sop);
        binder.RequireBound("sop.link.kind_missing", "link", _link);
    }

    protected override void Execute(ActivityContext context)
    {
        var caseId = context.Facet<CaseWork>().OpenLinked(context.Get(_sop) ?? string.Empty, context.Get(_link) ?? string.Empty, context.Get(_fields) ?? []);
        AwaitOther(context, caseId, context.Get(_until) ?? nameof(LinkWait.Opened));
    }
}

/// <summary>Links this case with one that exists, by its number.</summary>
internal sealed class LinkCaseActivity : LinkActivity, Activity.IDescribed
{
    private Input<string> _number = null!;
    private Input<string> _link = null!;
    private Input<bool> _isFollower = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.LinkCase", SopCatalog.Category, ("Link case", "关联案件"), ("Links this case with one that exists.", "将本案与已有案件关联。"))
    {
        Inputs =
        [
            new("Number", "String", ("Case number", "案件编号"), ("Number of the other case; an empty one leaves through Refused.", "对方案件编号；为空则走未获准出口。")) { DefaultSyntax = "JavaScript" },
            LinkInputs.Link,
            new("OtherFollows", "Boolean", ("Other follows", "对方为派生案件"), ("Yes: the other case follows from this one; no: this one from the other.", "是：对方由本案派生；否：本案由对方派生。")) { UiHint = "checkbox", DefaultValue = false },
        ],
        Outputs = LinkInputs.Outputs,
        Ports = ClockInputs.DoneOrRefused,
    };

    protected override void Bind(ActivityBinder binder)
    {
        _number = binder.Input<string>("number");
        _link = binder.Input<string>("link");
        _isFollower = binder.Input("otherFollows", false);
        binder.RequireBound("sop.link.number_missing", "number", _number);
        binder.RequireBound("sop.link.kind_missing", "link", _link);
    }

    protected override void Execute(ActivityContext context)
    {
        var work = context.Facet<CaseWork>();
        var number = context.Get(_number)?.Trim() ?? string.Empty;
        if (number.Length == 0 || number == work.Number)
        {
            context.Complete(ClockInputs.Refused);
            return;
        }

        AwaitOther(context, work.AskLink(number, context.Get(_link) ?? string.Empty, context.Get(_isFollower)), nameof(LinkWait.Opened));
    }
}

/// <summary>Waits until every case of a kind that follows from this one has come so far; goes on at once when there is none.</summary>
internal sealed class AwaitLinkedCasesActivity : Activity, Activity.IDescribed
{
    private Input<string> _link = null!;
    private Input<string> _until = null!;

    public static ActivityDescriptor Descriptor { get; } = new(CaseWork.LinkedBookmark, SopCatalog.Category, ("Await linked cases", "等待关联案件"), ("Waits until all cases of a kind that follow from this one are closed or over.", "等到由本案派生的某类案件全部关闭或办结。"))
    {
        Inputs =
        [
            LinkInputs.Link,
            new("Until", "String", ("Until", "等到"), ("How far they must have come.", "对方案件到什么程度。"))
            {
                UiHint = "dropdown",
                DefaultValue = nameof(LinkWait.Closed),
                Choices = [new(nameof(LinkWait.Closed), ("They are closed", "已关闭")), new(nameof(LinkWait.Ended), ("They are over", "已办结"))],
            },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _link = binder.Input<string>("link");
        _until = binder.Input<string>("until", nameof(LinkWait.Closed));
        binder.RequireBound("sop.link.kind_missing", "link", _link);
    }

    protected override void Execute(ActivityContext context)
    {
        var (link, until) = (context.Get(_link) ?? string.Empty, context.Get(_until) ?? nameof(LinkWait.Closed));
        if (context.Facet<CaseWork>().AreFollowersFarEnough(link, until))
        {
            context.Complete();
        }
        else
        {
            context.CreateBookmark(CaseWork.LinkedBookmark, new JsonObject { ["link"] = link, ["until"] = until }, isPerInstance: true);
        }
    }

    protected override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input) => context.Complete();
}

/// <summary>A step that waits for another case to tell of itself.</summary>
internal abstract class LinkActivity : Activity
{
    protected static void AwaitOther(ActivityContext context, string key, string until) =>
        context.CreateBookmark(CaseWork.LinkBookmark, new JsonObject { ["key"] = key, ["until"] = until }, isPerInstance: true);

    protected override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        var told = input as JsonObject ?? [];
        if (told.Text("refusal") is { } code)
        {
            context.SetOutput("Refusal", code);
            context.Complete(ClockInputs.Refused);
            return;
        }

        context.SetOutput("CaseNumber", told.Text("number"));
        context.SetOutput("CloseType", told.Text("closeType"));
        context.SetOutput("Results", told["results"]?.DeepClone());
        context.Complete(ClockInputs.Done);
    }
}

internal static class LinkInputs
{
    public static InputDescriptor Link { get; } = new("Link", "String", ("Kind of link", "关联类型"), ("What the two cases are to each other.", "两案之间的关系。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Links };

    public static IReadOnlyList<OutputDescriptor> Outputs { get; } =
    [
        new("CaseNumber", "String", ("Case number", "案件编号"), ("Number of the other case.", "对方案件编号。")),
        new("CloseType", "String", ("Close type", "关闭类型"), ("How the other was closed, if it was.", "对方的关闭类型，尚未关闭则为空。")),
        new("Results", "ObjectDictionary", ("Results", "办理结果"), ("What the other's SOP reports to linked cases.", "对方 SOP 向关联案件反馈的要素。")),
        new("Refusal", "String", ("Refusal", "未获准原因"), ("Code of the reason why it could not be opened or linked.", "未能开立或关联的原因代码。")),
    ];
}
