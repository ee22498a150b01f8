using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Control;

/// <summary>Completes the workflow around it, which in a workflow used as an activity means that activity, with given outcomes.</summary>
public sealed class Complete : Activity, Activity.IDescribed
{
    private static readonly string[] Done = ["Done"];

    private Input<object> _outcomes = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Complete",
        Categories.Composition,
        ("Complete", "完成"),
        ("Signals the current composite activity to complete itself as a whole.", "使整个流程以指定的出口完成。"))
    {
        Inputs = [new("Outcomes", "Object", ("Outcomes", "出口"), ("The outcome or set of outcomes to complete with.", "完成时采用的一个或多个出口。")) { UiHint = "outcome-picker" }],
        IsTerminal = true,
    };

    protected internal override bool IsTerminal => true;

    protected internal override void Bind(ActivityBinder binder) => _outcomes = binder.Input<object>("outcomes");

    protected internal override void Execute(ActivityContext context)
    {
        var outcomes = Named(context.Get(_outcomes));
        if (EmbeddedWorkflow.Around(context) is { } embedded)
        {
            EmbeddedWorkflow.SetOutcomes(embedded, outcomes);
        }

        // On the way up to the workflow every loop is left, with all that it had under way.
        var workflow = context.Parent;
        while (workflow is not null && workflow.Node.Activity is not WorkflowRoot)
        {
            if (workflow.Node.Activity.IsLoop)
            {
                context.Run.Cancel(workflow);
            }

            workflow = workflow.Parent;
        }

        // Its own container completes first, since this is a terminal node; then the workflow, if that did not end it.
        context.Complete();
        workflow?.Complete(workflow.Node.Index == 0 && context.Run.IsStart ? outcomes : []);
    }

    private static string[] Named(object? outcomes) => outcomes switch
    {
        string text => [text],
        JsonArray list => [.. list.Select(each => ValueText.Of(JsonValues.Unwrap(each)) ?? "")],
        _ => Done,
    };
}
