using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Data;

/// <summary>Writes a line for whoever watches.</summary>
public sealed class WriteLine : Activity, Activity.IDescribed
{
    private Input<string> _text = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.WriteLine",
        Categories.Console,
        ("Write Line", "输出一行"),
        ("Write a line of text to the console.", "输出一行文本，供查看。"))
    {
        Inputs = [new("Text", "String", ("Text", "文本"), ("The text to write.", "要输出的文本。"))],
    };

    protected internal override void Bind(ActivityBinder binder) => _text = binder.Input<string>("text");

    protected internal override void Execute(ActivityContext context)
    {
        context.Emit(new LineWritten(context.ActivityId, context.Get(_text) ?? ""));
        context.Complete();
    }
}
