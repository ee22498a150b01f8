using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Composition;

/// <summary>The inputs that ExecuteWorkflow and DispatchWorkflow share.</summary>
internal sealed class ChildWorkflow
{
    private readonly Input<string> _definitionId;
    private readonly Input<string> _correlationId;
    private readonly Input<JsonObject> _input;
    private readonly Input<bool> _waits;

    public ChildWorkflow(ActivityBinder binder, bool waits = false)
    {
        _definitionId = binder.Input<string>("workflowDefinitionId");
        _correlationId = binder.Input<string>("correlationId");
        _input = binder.Input<JsonObject>("input");
        _waits = binder.Input("waitForCompletion", waits);
    }

    public static InputDescriptor DefinitionIdDescriptor { get; } =
        new("WorkflowDefinitionId", "String", ("Workflow Definition", "流程定义"), ("The workflow to run.", "要运行的流程。")) { UiHint = "workflow-definition-picker" };

    public static InputDescriptor CorrelationIdDescriptor { get; } =
        new("CorrelationId", "String", ("Correlation ID", "关联编号"), ("The correlation id of the new instance.", "新实例的关联编号。"));

    public static InputDescriptor InputDescriptor { get; } =
        new("Input", "ObjectDictionary", ("Input", "输入"), ("The input of the new instance.", "新实例的输入。")) { UiHint = "dictionary", DefaultSyntax = "Object" };

    public static InputDescriptor WaitDescriptor { get; } =
        new("WaitForCompletion", "Boolean", ("Wait For Completion", "等待完成"), ("Whether to wait until it has ended.", "是否等到它结束。")) { UiHint = "checkbox", DefaultValue = false };

    public static IReadOnlyList<InputDescriptor> InputDescriptors { get; } = [DefinitionIdDescriptor, CorrelationIdDescriptor, InputDescriptor, WaitDescriptor];

    public static IReadOnlyList<OutputDescriptor> OutputDescriptors { get; } = [new OutputDescriptor("Result", "Object", ("Result", "结果"), ("What the workflow gave.", "流程给出的结果。"))];

    public bool Waits(ActivityContext context) => context.Get(_waits);

    public string? CorrelationId(ActivityContext context) => context.Get(_correlationId);

    /// <summary>The input of the new instance; as in Elsa it also learns who its parent is.</summary>
    public JsonObject Input(ActivityContext context)
    {
        var input = (JsonObject?)JsonValues.Copy(context.Get(_input)) ?? [];
        input[WorkflowDispatched.ParentInput] = context.InstanceId;
        return input;
    }

    /// <summary>The definition id, checked against what is published where the burst knows that.</summary>
    /// <exception cref="ActivityFaultException">Nothing is published under that id.</exception>
    public string DefinitionId(ActivityContext context)
    {
        var id = context.Get(_definitionId) ?? "";
        return context.Run.Environment.Programs is { } programs && programs(id) is null ? throw Unknown(id) : id;
    }

    public WorkflowProgram Program(ActivityContext context)
    {
        var id = context.Get(_definitionId) ?? "";
        return context.Run.Environment.Programs?.Invoke(id) ?? throw Unknown(id);
    }

    public static Bookmark Wait(ActivityContext context, string childInstanceId) =>
        context.CreateBookmark(context.Node.Type, new JsonObject { ["ChildInstanceId"] = childInstanceId });

    /// <summary>The outputs of the child become the result.</summary>
    public static void Resume(ActivityContext context, JsonNode? outputs)
    {
        context.SetOutput("Result", JsonValues.Unwrap(JsonValues.Copy(outputs)));
        context.Complete();
    }

    private static ActivityFaultException Unknown(string id) =>
        new(id.Length == 0 ? "WorkflowDefinitionId is required." : $"No published version of workflow definition with ID {id} found.");
}
