using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Asks somebody outside to do something and waits for the result.</summary>
public sealed class RunTask : Activity, Activity.IDescribed
{
    private Input<string> _taskName = null!;
    private Input<object> _payload = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.RunTask",
        Categories.Primitives,
        ("Run Task", "外部任务"),
        ("Requests a given task to be run.", "请求外部执行一项任务并等待结果。"))
    {
        Inputs =
        [
            new("TaskName", "String", ("Task Name", "任务名称"), ("The name of the task being requested.", "所请求任务的名称。")),
            new("Payload", "Object", ("Payload", "参数"), ("Any additional parameters to send to the task.", "随任务发送的参数。")),
        ],
        Outputs = [new("Result", "Object", ("Result", "结果"), ("The result of the task.", "任务的结果。"))],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _taskName = binder.Input<string>("taskName");
        _payload = binder.Input<object>("payload");
    }

    protected internal override void Execute(ActivityContext context)
    {
        var taskId = context.NewId();
        var taskName = context.Get(_taskName) ?? "";
        var bookmark = context.CreateBookmark(
            Descriptor.TypeName,
            new JsonObject { ["TaskId"] = taskId, ["TaskName"] = taskName },
            matched: new JsonObject { ["TaskId"] = taskId });
        context.Emit(new TaskRequested(context.ActivityId, taskId, taskName, JsonValues.Detached(context.Get(_payload)), bookmark.Id));
    }

    protected internal override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        context.SetOutput("Result", JsonValues.Unwrap(JsonValues.Copy(input)));
        context.Complete();
    }
}
