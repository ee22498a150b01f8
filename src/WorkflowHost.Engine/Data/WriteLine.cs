using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Data;

/// <summary>Writes a line for whoever watches.</summary>
public sealed class WriteLine : Activity, Activity.IDescribed
{
    private Input<string> _text = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.WriteLine", "Console", "Write Line", "Write a line of text to the console.")
    {
        Inputs = [new InputDescriptor("Text", "String", "Text", "The text to write.") { UiHint = "multiline" }],
    };

    protected internal override void Bind(ActivityBinder binder) => _text = binder.Input<string>("text");

    protected internal override void Execute(ActivityContext context)
    {
        context.Emit(new LineWritten(context.ActivityId, context.Get(_text) ?? ""));
        context.Complete();
    }
}
