using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>Plans a follow-up call by its policy and waits for how it ends: attempts, windows and the written fallback are the policy's business.</summary>
internal sealed class PlanRevisitActivity : Activity, Activity.IDescribed
{
    private const string Refused = "Refused";

    private Input<string> _policy = null!;
    private Input<DateTimeOffset?> _from = null!;

    public static ActivityDescriptor Descriptor { get; } = new(CaseWork.RevisitBookmark, SopCatalog.Category, ("Plan revisit", "安排回访"), ("Plans a follow-up call and waits for its result.", "安排回访电话并等待结果。"))
    {
        Inputs =
        [
            new("Policy", "String", ("Revisit policy", "回访规则"), ("Policy of the SOP pack.", "SOP 规则包中的回访规则。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.RevisitPolicies },
            new("From", "DateTimeOffset", ("From", "起算时间"), ("The event the due time counts from; now when empty.", "期限从何时算起；不填为现在。")) { DefaultSyntax = "JavaScript" },
        ],
        Outputs = [new("Answers", "ObjectDictionary", ("Answers", "回访答复"), ("The answers to the script; nothing when nobody was reached.", "话术的答复；未联系上时为空。"))],
        Ports =
        [
            new("Successful", ("Successful", "回访成功")),
            new("Problem", ("Problem", "反映问题")),
            new("Unreachable", ("Unreachable", "联系不上")),
            new("Cancelled", ("Cancelled", "已取消")),
            new(Refused, (Refused, "未获准")),
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _policy = binder.Input<string>("policy");
        _from = binder.Input<DateTimeOffset?>("from");
        binder.RequireBound("sop.revisit.policy_missing", "policy", _policy);
    }

    protected override void Execute(ActivityContext context)
    {
        var planned = context.Facet<CaseWork>().PlanRevisit(context.Get(_policy) ?? string.Empty, context.Get(_from) ?? context.Now);
        if (planned.IsRefused)
        {
            context.Complete(Refused);
            return;
        }

        context.CreateBookmark(CaseWork.RevisitBookmark, new JsonObject { ["revisit"] = planned.Value.Id });
    }

    protected override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        context.SetOutput("Answers", (input as JsonObject)?["answers"]?.DeepClone());
        context.Complete((input as JsonObject)?.Text("outcome") ?? "Cancelled");
    }
}
