using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Loops;

/// <summary>Runs its body for one item after another; the body sees CurrentValue and CurrentIndex.</summary>
public sealed class ForEach : Activity, Activity.IDescribed
{
    private const string Items = "items";

    private Input<JsonArray> _items = null!;
    private ProgramNode? _body;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.ForEach",
        Categories.Looping,
        ("For Each", "逐项循环"),
        ("Iterate over a set of values.", "对集合中的每个值执行一次。"))
    {
        Inputs = [new("Items", "Object[]", ("Items", "集合"), ("The set of values to iterate.", "要遍历的值。")) { DefaultSyntax = "JavaScript" }],
        Outputs = [new("CurrentValue", "Object", ("Current Value", "当前值"), ("The current value of the loop.", "循环的当前值。"))],
        Ports = [new("Body", ("Body", "循环体"), PortKind.Embedded)],
        IsContainer = true,
    };

    protected internal override bool IsLoop => true;

    protected internal override void Bind(ActivityBinder binder)
    {
        _items = binder.Input<JsonArray>("items");
        _body = binder.Child("body");
    }

    protected internal override void Execute(ActivityContext context)
    {
        // The wording is Elsa's, which existing workflows' incident handling may look for.
        var items = context.Get(_items) ?? throw new ActivityFaultException("Value cannot be null. (Parameter 'source')");
        context.Local[Items] = JsonValues.Copy(items);
        Round(context, 0);
    }

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child)
    {
        if (context.IsBreaking)
        {
            context.Complete();
        }
        else
        {
            Round(context, child.Tag + 1);
        }
    }

    private void Round(ActivityContext context, int index)
    {
        var items = (JsonArray)context.Local[Items]!;
        if (index >= items.Count || _body is null)
        {
            context.Complete();
            return;
        }

        var item = JsonValues.Unwrap(JsonValues.Copy(items[index]));
        context.SetOutput("CurrentValue", item);
        context.Schedule(_body, index, ("CurrentValue", item), ("CurrentIndex", index));
    }
}
