using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Control;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Loops;

/// <summary>Runs its body for all items side by side; each sees its own CurrentValue and CurrentIndex.</summary>
public sealed class ParallelForEach : Activity, Activity.IDescribed
{
    private Input<object> _items = null!;
    private ProgramNode? _body;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.ParallelForEach",
        Categories.Looping,
        ("Parallel For Each", "并行逐项"),
        ("Schedule an activity for each item in parallel.", "对每一项并行执行活动。"))
    {
        Inputs = [new("Items", "Object", ("Items", "集合"), ("The items to iterate through: a list, not a text.", "要遍历的列表（不是文本）。")) { DefaultSyntax = "JavaScript" }],
        Ports = [new("Body", ("Body", "循环体"), PortKind.Embedded)],
        IsContainer = true,
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _items = binder.Input<object>("items");
        _body = binder.Child("body");
    }

    protected internal override void Execute(ActivityContext context)
    {
        // A text is no list, even one that holds a JSON array: that is Elsa's rule.
        if (_body is null || context.Get(_items) is not JsonArray { Count: > 0 } items)
        {
            context.Complete();
            return;
        }

        Completions.Expect(context, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            context.Schedule(_body, i, ("CurrentValue", JsonValues.Unwrap(JsonValues.Copy(items[i]))), ("CurrentIndex", i));
        }
    }

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child) => Completions.Count(context);
}
