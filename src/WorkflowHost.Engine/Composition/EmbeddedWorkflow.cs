using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Composition;

/// <summary>
/// A published workflow used as an activity: it runs inside the instance of its user. Its inputs are variables within, its outputs are
/// outputs of the activity, and the outcomes given to Complete are the ports it leaves through.
/// </summary>
internal sealed class EmbeddedWorkflow(WorkflowDefinition definition) : Activity
{
    private const string Outputs = "outputs";
    private const string Outcomes = "outcomes";

    private ProgramNode? _workflow;
    private (string Name, Input<object> Input, DeclaredType Type)[] _inputs = [];

    public IReadOnlyList<OutputDescriptor> OutputDescriptors { get; } = WorkflowActivityDescriptor.OutputsOf(definition);

    public IEnumerable<string> InputNames => _inputs.Select(each => each.Name);

    /// <summary>The nearest embedded workflow around an activity; null if it stands in the outermost workflow.</summary>
    public static ActivityContext? Around(ActivityContext? context)
    {
        while (context is not null && context.Node.Activity is not EmbeddedWorkflow)
        {
            context = context.Parent;
        }

        return context;
    }

    public static void SetOutput(ActivityContext embedded, string name, object? value)
    {
        if (embedded.Local[Outputs] is not JsonObject outputs)
        {
            embedded.Local[Outputs] = outputs = [];
        }

        outputs[name] = JsonValues.Detached(value);
    }

    public static void SetOutcomes(ActivityContext embedded, string[] outcomes) =>
        embedded.Local[Outcomes] = new JsonArray([.. outcomes.Select(each => JsonValue.Create(each))]);

    protected internal override void Bind(ActivityBinder binder)
    {
        _inputs = [.. WorkflowActivityDescriptor.Items(definition.Document["inputs"])
            .Select(each => (Name: ProgramBuilder.Text(each, "name")!, Type: TypeOf(each)))
            .Select(each => (each.Name, binder.Input<object>(JsonNamingPolicy.CamelCase.ConvertName(WorkflowActivityDescriptor.SafeName(each.Name))), each.Type))];
        _workflow = binder.Builder.Embed(definition, binder.Node, binder.Path);
    }

    protected internal override void Execute(ActivityContext context)
    {
        if (_workflow is null)
        {
            context.Complete();
            return;
        }

        context.Schedule(_workflow, 0, [.. _inputs.Select(each => (each.Name, Converted(context, each.Input, each.Type)))]);
    }

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child)
    {
        foreach (var (name, value) in context.Local[Outputs] as JsonObject ?? [])
        {
            context.SetOutput(WorkflowActivityDescriptor.SafeName(name), JsonValues.Unwrap(JsonValues.Copy(value)));
        }

        string[] outcomes = [.. (context.Local[Outcomes] as JsonArray ?? []).Select(each => JsonValues.Text((JsonValue)each!))];
        context.Complete(outcomes);
    }

    private static object? Converted(ActivityContext context, Input<object> input, DeclaredType type)
    {
        try
        {
            return ValueConverter.Convert(context.Get(input), type);
        }
        catch (Exception error) when (error is FormatException or OverflowException or InvalidCastException)
        {
            // As any other input that can't be had.
            throw new ActivityFaultException($"Failed to evaluate activity input '{input.Name}'", error);
        }
    }

    private static DeclaredType TypeOf(JsonObject input) =>
        DeclaredType.TryRead(input, "type", out var type) ? type : new DeclaredType(ValueKind.Object);
}
