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

    public static ActivityDescriptor Descriptor { get; } = new(CaseWork.RevisitBookmark, SopCatalog.Category, "Plan revisit", "Plans a follow-up call and waits for its result.")
    {
        Inputs =
        [
            new("Policy", "String", "Revisit policy", "Policy of the SOP pack.") { UiHint = "dropdown", ChoicesFrom = SopChoices.RevisitPolicies },
            new("From", "DateTimeOffset", "From", "The event the due time counts from; now when empty.") { DefaultSyntax = "JavaScript" },
        ],
        Ports =
        [
            new("Successful", "Successful"),
            new("Problem", "Problem"),
            new("Unreachable", "Unreachable"),
            new("Cancelled", "Cancelled"),
            new(Refused, Refused),
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

    protected override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input) =>
        context.Complete((input as JsonObject)?.Text("outcome") ?? "Cancelled");
}
