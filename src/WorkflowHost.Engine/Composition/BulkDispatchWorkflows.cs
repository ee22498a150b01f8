using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Values;
using WorkflowHost.Engine.Variables;

namespace WorkflowHost.Engine.Composition;

/// <summary>
/// Has another workflow started once per item after this burst is committed. When it waits, it runs an embedded activity for each instance that
/// ends and completes with the last one. Its one bookmark stays until then, and an end that is reported twice counts once.
/// </summary>
public sealed class BulkDispatchWorkflows : Activity, Activity.IDescribed
{
    private const string Dispatched = "dispatched";
    private const string Ended = "ended";
    private const string Open = "open";

    private ChildWorkflow _child = null!;
    private Input<object> _items = null!;
    private Input<string> _itemKey = null!;
    private Input<string> _correlation = null!;
    private ProgramNode? _childCompleted;
    private ProgramNode? _childFaulted;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.BulkDispatchWorkflows",
        Categories.Composition,
        ("Bulk Dispatch Workflows", "批量派发流程"),
        ("Create new workflow instances for each item in the data source and dispatch them for execution.", "为数据源中的每一项创建并派发一个流程实例。"))
    {
        Kind = ActivityKind.Task,
        Inputs =
        [
            ChildWorkflow.DefinitionIdDescriptor,
            new("Items", "Object", ("Items", "数据项"), ("The items to dispatch a workflow for each: a list, not a text.", "逐项派发的列表（不是文本）。")) { DefaultSyntax = "JavaScript" },
            new("DefaultItemInputKey", "String", ("Default Item Input Key", "数据项的输入名"), ("The input that gets the item; an item that is an object gives its members instead.", "接收数据项的输入名；若数据项是对象，则以其成员作为输入。")) { DefaultValue = "Item" },
            new("CorrelationIdFunction", "String", ("Correlation ID Function", "关联编号函数"), ("Gives the correlation id of each instance; the item is a variable.", "为每个实例计算关联编号；数据项可作为变量使用。")) { DefaultSyntax = "JavaScript" },
            ChildWorkflow.InputDescriptor,
            ChildWorkflow.WaitDescriptor with { DefaultValue = true },
        ],
        Ports =
        [
            new("ChildCompleted", ("Child Completed", "子流程完成时"), PortKind.Embedded),
            new("ChildFaulted", ("Child Faulted", "子流程出错时"), PortKind.Embedded),
            new("Completed", ("Completed", "全部结束")),
            new("Canceled", ("Canceled", "已取消")),
            new("Done", ("Done", "完成")),
        ],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _child = new ChildWorkflow(binder, waits: true);
        _items = binder.Input<object>("items");
        _itemKey = binder.Input<string>("defaultItemInputKey", "Item");
        _correlation = binder.Input<string>("correlationIdFunction", isLazy: true);
        _childCompleted = binder.Child("childCompleted");
        _childFaulted = binder.Child("childFaulted");
    }

    protected internal override void Execute(ActivityContext context)
    {
        // A text is no list, even one that holds a JSON array: that is Elsa's rule.
        var items = context.Get(_items) as JsonArray ?? [];
        if (items.Count == 0)
        {
            context.Complete("Done");
            return;
        }

        // Each costs a step, or a loop around the activity could dispatch as many again in every round.
        if (!context.Run.TrySpend(items.Count))
        {
            throw new ActivityFaultException(string.Create(
                CultureInfo.InvariantCulture,
                $"The list has {items.Count} items, more than are left to this burst: it takes {context.Run.Environment.Limits.Steps} steps at most, and each workflow it dispatches is one. Dispatch it in parts, with a wait between them."));
        }

        // Nothing waits yet if an input or a correlation id can't be had.
        var definitionId = _child.DefinitionId(context);
        var starts = items.Select(item => StartOf(context, item)).ToList();
        var bookmark = _child.Waits(context)
            ? context.CreateBookmark(
                Descriptor.TypeName,
                new JsonObject { ["ParentInstanceId"] = context.InstanceId, ["ScheduledInstanceIdsCount"] = items.Count },
                matched: new JsonObject { ["ParentInstanceId"] = context.InstanceId },
                isLasting: true)
            : null;
        foreach (var (input, correlationId) in starts)
        {
            context.Emit(new WorkflowDispatched(context.ActivityId, context.NewId(), definitionId, input, correlationId, bookmark?.Id) { ReportsEnd = true });
        }

        if (bookmark is null)
        {
            context.Complete("Done");
            return;
        }

        context.Local[Dispatched] = items.Count;
        context.Local[Ended] = new JsonArray();
    }

    protected internal override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        var ended = (JsonArray)context.Local[Ended]!;
        if (ChildEnd.Read(input) is not { } end || ended.Any(each => each!.GetValue<string>() == end.InstanceId))
        {
            return;
        }

        ended.Add(JsonValue.Create(end.InstanceId));
        var next = end.SubStatus switch
        {
            WorkflowSubStatus.Faulted => _childFaulted,
            WorkflowSubStatus.Finished => _childCompleted,
            _ => null,
        };
        if (next is null)
        {
            CompleteWithTheLast(context);
            return;
        }

        context.Local[Open] = Control.LocalNumber.Get(context, Open) + 1;
        context.Schedule(next, 0, ("ChildInstanceId", end.InstanceId));
    }

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child)
    {
        context.Local[Open] = Control.LocalNumber.Get(context, Open) - 1;
        CompleteWithTheLast(context);
    }

    private static void CompleteWithTheLast(ActivityContext context)
    {
        if (Control.LocalNumber.Get(context, Open) <= 0 && ((JsonArray)context.Local[Ended]!).Count >= Control.LocalNumber.Get(context, Dispatched))
        {
            context.Complete("Completed", "Done");
        }
    }

    private (JsonObject Input, string? CorrelationId) StartOf(ActivityContext context, JsonNode? item)
    {
        var key = context.Get(_itemKey) is { Length: > 0 } given ? given : "Item";
        var input = _child.Input(context);
        foreach (var (name, value) in item as JsonObject ?? new JsonObject { [key] = JsonValues.Copy(item) })
        {
            input[name] = JsonValues.Copy(value);
        }

        return (input, Correlation(context, key, item));
    }

    private string? Correlation(ActivityContext context, string key, JsonNode? item)
    {
        if (!_correlation.IsBound)
        {
            return null;
        }

        var variable = new Variable(VariableDeclaration.Undeclared(key, hasAccessor: true)) { Value = JsonValues.Unwrap(JsonValues.Copy(item)) };
        return context.With(variable, () => context.Get(_correlation));
    }
}
