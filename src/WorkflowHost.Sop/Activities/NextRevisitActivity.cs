using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>
/// Plans the next call of a recurring plan and waits for how it ends. Lead its ports back to it, and the calls come one
/// after the other; every one is counted from the plan's beginning, so month ends don't drift.
/// </summary>
internal sealed class NextRevisitActivity : Activity, Activity.IDescribed
{
    private const string Refused = "Refused";
    private const string Over = "Over";

    private Input<string> _plan = null!;
    private Input<DateTimeOffset?> _from = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.NextRevisit", SopCatalog.Category, ("Next revisit", "下一次回访"), ("Plans the next call of a recurring plan and waits for its result.", "按回访计划安排下一次电话并等待结果。"))
    {
        Inputs =
        [
            new("Plan", "String", ("Revisit plan", "回访计划"), ("Plan of the SOP pack.", "SOP 规则包中的回访计划。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.RevisitPlans },
            new("From", "DateTimeOffset", ("From", "起算时间"), ("The event all calls are counted from; now when empty.", "所有回访从何时算起；不填为现在。")) { DefaultSyntax = "JavaScript" },
        ],
        Outputs = [new("Answers", "ObjectDictionary", ("Answers", "回访答复"), ("The answers to the script; nothing when nobody was reached.", "话术的答复；未联系上时为空。"))],
        Ports =
        [
            new("Successful", ("Successful", "回访成功")),
            new("Problem", ("Problem", "反映问题")),
            new("Unreachable", ("Unreachable", "联系不上")),
            new("Cancelled", ("Cancelled", "已取消")),
            new(Refused, (Refused, "未获准")),
            new(Over, (Over, "计划已完成")),
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _plan = binder.Input<string>("plan");
        _from = binder.Input<DateTimeOffset?>("from");
        binder.RequireBound("sop.revisit.plan_missing", "plan", _plan);
    }

    protected override void Execute(ActivityContext context)
    {
        switch (context.Facet<CaseWork>().PlanNextRevisit(context.Get(_plan) ?? string.Empty, context.Get(_from) ?? context.Now))
        {
            case null:
                context.Complete(Over);
                break;
            case { IsRefused: true }:
                context.Complete(Refused);
                break;
            case { } planned:
                context.CreateBookmark(CaseWork.RevisitBookmark, new JsonObject { ["revisit"] = planned.Value.Id });
                break;
        }
    }

    protected override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        context.SetOutput("Answers", (input as JsonObject)?["answers"]?.DeepClone());
        context.Complete((input as JsonObject)?.Text("outcome") ?? "Cancelled");
    }
}
