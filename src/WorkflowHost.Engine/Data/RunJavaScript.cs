using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Scripting;

namespace WorkflowHost.Engine.Data;

/// <summary>Runs a script; it may choose the outcomes with <c>setOutcome</c> and <c>setOutcomes</c>. What it returns is the result.</summary>
public sealed class RunJavaScript : Activity, Activity.IDescribed
{
    private static readonly string[] Done = ["Done"];

    private Input<string> _script = null!;
    private JavaScriptExpression? _parsed;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.RunJavaScript", "Scripting", "Run JavaScript", "Executes JavaScript code.")
    {
        Inputs =
        [
            new InputDescriptor("Script", "String", "Script", "The script to run.") { UiHint = "code-editor" },
            new InputDescriptor("PossibleOutcomes", "String[]", "Possible Outcomes", "The outcomes the script may set.") { UiHint = "dynamic-outcomes", DefaultSyntax = "Object", FixedOutcomes = ["Done"] },
        ],
        Outputs = [new OutputDescriptor("Result", "Object", "Result", "What the script returned.")],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _script = binder.Input<string>("script");
        _parsed = binder.Script(_script, "script");
    }

    protected internal override void Execute(ActivityContext context)
    {
        var text = context.Get(_script);
        if (string.IsNullOrWhiteSpace(text))
        {
            context.Complete();
            return;
        }

        var script = _parsed ?? JavaScriptExpression.Parse(text);
        var outcomes = new List<string>();
        var result = script.Run(context, outcomes);
        if (result is not null)
        {
            context.SetOutput("Result", result);
        }

        context.Complete(outcomes.Count == 0 ? Done : [.. outcomes]);
    }
}
