using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
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

    public ChildWorkflow(ActivityBinder binder)
    {
        _definitionId = binder.Input<string>("workflowDefinitionId");
        _correlationId = binder.Input<string>("correlationId");
        _input = binder.Input<JsonObject>("input");
        _waits = binder.Input<bool>("waitForCompletion");
    }

    public static IReadOnlyList<InputDescriptor> InputDescriptors { get; } =
    [
        new InputDescriptor("WorkflowDefinitionId", "String", "Workflow Definition", "The workflow to run.") { UiHint = "workflow-definition-picker" },
        new InputDescriptor("CorrelationId", "String", "Correlation ID", "The correlation id of the new instance."),
        new InputDescriptor("Input", "ObjectDictionary", "Input", "The input of the new instance.") { UiHint = "dictionary", DefaultSyntax = "Object" },
        new InputDescriptor("WaitForCompletion", "Boolean", "Wait For Completion", "Whether to wait until it has ended.") { UiHint = "checkbox" },
    ];

    public static IReadOnlyList<OutputDescriptor> OutputDescriptors { get; } = [new OutputDescriptor("Result", "Object", "Result", "What the workflow gave.")];

    public bool Waits(ActivityContext context) => context.Get(_waits);

    public string? CorrelationId(ActivityContext context) => context.Get(_correlationId);

    public JsonObject Input(ActivityContext context) => (JsonObject?)JsonValues.Copy(context.Get(_input)) ?? [];

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

    private static ActivityFaultException Unknown(string id) => new($"No published version of workflow definition with ID {id} found.");
}
