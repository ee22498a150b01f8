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

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.RunJavaScript",
        Categories.Scripting,
        ("Run JavaScript", "运行 JavaScript"),
        ("Executes JavaScript code.", "执行 JavaScript 代码。"))
    {
        Inputs =
        [
            new("Script", "String", ("Script", "脚本"), ("The script to run.", "要执行的脚本。")) { UiHint = "code-editor", DefaultValue = "" },
            new("PossibleOutcomes", "String[]", ("Possible Outcomes", "可能的出口"), ("A list of possible outcomes.", "脚本可以设置的出口。"))
            {
                UiHint = "dynamic-outcomes",
                DefaultSyntax = "Object",
                FixedOutcomes = ["Done"],
            },
        ],
        Outputs = [new("Result", "Object", ("Result", "结果"), ("What the script returned.", "脚本的返回值。"))],
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
