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
        string[] outcomes = context.Get(_outcomes) switch
        {
            JsonArray list => [.. list.Select(each => ValueText.Of(JsonValues.Unwrap(each)) ?? "")],
            string { Length: > 0 } text => [text],
            _ => [],
        };

        if (EmbeddedWorkflow.Around(context) is { } embedded)
        {
            EmbeddedWorkflow.SetOutcomes(embedded, outcomes);
        }

        // Its own container completes first, since this is a terminal node; then the workflow, if that did not end it.
        context.Complete();
        var workflow = context.Parent;
        while (workflow is not null && workflow.Node.Activity is not WorkflowRoot)
        {
            workflow = workflow.Parent;
        }

        workflow?.Complete(workflow.Node.Index > 0 ? [] : outcomes.Length > 0 ? outcomes : Done);
    }
}
