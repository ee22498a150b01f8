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

    public static ActivityDescriptor Descriptor { get; } = new("Sop.NextRevisit", SopCatalog.Category, "Next revisit", "Plans the next call of a recurring plan and waits for its result.")
    {
        Inputs =
        [
            new("Plan", "String", "Revisit plan", "Plan of the SOP pack.") { UiHint = "dropdown" },
            new("From", "DateTimeOffset", "From", "The event all calls are counted from; now when empty.") { DefaultSyntax = "JavaScript" },
        ],
        Outputs = [new("Answers", "ObjectDictionary", "Answers", "The answers to the script; nothing when nobody was reached.")],
        Ports =
        [
            new("Successful", "Successful"),
            new("Problem", "Problem"),
            new("Unreachable", "Unreachable"),
            new("Cancelled", "Cancelled"),
            new(Refused, Refused),
            new(Over, Over),
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
