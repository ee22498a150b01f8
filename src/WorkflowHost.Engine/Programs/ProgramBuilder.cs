using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Control;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Scripting;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Engine.Values;
using WorkflowHost.Engine.Variables;

namespace WorkflowHost.Engine.Programs;

/// <summary>Builds one program: walks the activities depth first and lets each bind itself.</summary>
internal sealed class ProgramBuilder(ProgramCompiler compiler, WorkflowDefinition definition, CompileReport report)
{
    private const int DeepestEmbedding = 16;

    private readonly List<ProgramNode> _nodes = [];
    private readonly Stack<WorkflowDefinition> _embedded = new();
    private bool _isFull;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<(ProgramNode Node, string Path, JsonObject Json)> _starts = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal) { "Workflow1" };

    public CompileReport Report => report;

    public ProgramCompiler Compiler => compiler;

    /// <summary>The program, or null after any fault.</summary>
    public WorkflowProgram? Build()
    {
        _embedded.Push(definition);
        var workflow = new WorkflowRoot();
        var node = new ProgramNode(0, WorkflowNumbering.ActivityId(definition, compiler), "Workflow1", "Elsa.Workflow", 1, null, null)
        {
            Key = "Workflow1",
            Activity = workflow,
            IsVariableScope = true,
            Variables = VariableReader.Read(definition.Document["variables"], "$.variables", report),
        };
        _nodes.Add(node);
        foreach (var variable in node.Variables.Where(each => compiler.AmbientNames.Contains(each.Name)))
        {
            report.Warn(DefinitionFaultCodes.VariableInvalid, "$.variables", $"The variable \"{variable.Name}\" hides the value of that name that the host provides.");
        }

        workflow.Root = Activity(definition.Root, "$.root", node);
        var inputs = Names(definition.Document["inputs"], "$.inputs");
        var outputs = Names(definition.Document["outputs"], "$.outputs");
        var activation = DefinitionOptions.ActivationOf(definition, report);
        CheckName();
        if (report.HasFaults)
        {
            return null;
        }

        var program = new WorkflowProgram(definition, _nodes)
        {
            IncidentStrategy = DefinitionOptions.StrategyOf(definition) ?? compiler.IncidentStrategyOf?.Invoke(definition) ?? compiler.DefaultIncidentStrategy,
            ActivationStrategy = activation,
            FlowchartMode = DefinitionOptions.FlowchartModeOf(definition) ?? compiler.DefaultFlowchartMode,
            InputNames = inputs,
            NamesOutputsById = !DefinitionOptions.IsOfElsa3(definition),
            HidesFunctions = ScriptNames.HideFunctions([.. inputs, .. _nodes.SelectMany(NamesWithAccessor)]),
            OutputNames = outputs.ToFrozenSet(StringComparer.Ordinal),
        };
        program.Triggers = TriggerReader.Read(program, _starts, compiler.Time?.GetUtcNow() ?? DateTimeOffset.UnixEpoch, report);
        return report.HasFaults ? null : program;
    }

    /// <summary>Compiles an activity and what is embedded in it; null after a fault.</summary>
    public ProgramNode? Activity(JsonNode? json, string path, ProgramNode parent)
    {
        if (IsFull(path))
        {
            return null;
        }

        if (json is not JsonObject document)
        {
            report.Fault(DefinitionFaultCodes.JsonShape, path, "An activity must be an object.");
            return null;
        }

        document = NotFoundPlaceholder.Original(document) ?? document;
        var id = Text(document, "id");
        var type = Text(document, "type");
        var name = Text(document, "name");
        var before = report.Activity;
        report.Activity = (id, name);
        var node = id is null || type is null ? Missing(path, id) : Activity(document, path, parent, id, type, name);
        report.Activity = before;
        return node;
    }

    private ProgramNode? Missing(string path, string? id)
    {
        report.Fault(DefinitionFaultCodes.ActivityMissing, path, $"An activity must have a \"{(id is null ? "id" : "type")}\" that is a text and not empty.");
        return null;
    }

    // Said once; what lies beyond is not looked at.
    private bool IsFull(string path)
    {
        if (_nodes.Count <= report.Limits.Activities)
        {
            return false;
        }

        if (!_isFull)
        {
            _isFull = true;
            report.Fault(
                DefinitionFaultCodes.DefinitionSize,
                path,
                string.Create(CultureInfo.InvariantCulture, $"The definition has more than {report.Limits.Activities} activities. Split it into workflows that call each other."));
        }

        return true;
    }

    private ProgramNode Activity(JsonObject document, string path, ProgramNode parent, string id, string type, string? name)
    {
        if (!_ids.Add(id))
        {
            report.Fault(DefinitionFaultCodes.ActivityDuplicate, JsonLocator.Member(path, "id"), $"Another activity has the id \"{id}\" already.", ("id", id));
        }

        var activity = Create(document, type, path);
        var version = document["version"] is JsonValue value && value.TryGetValue(out int number) ? number : 1;
        var nodeId = parent.NodeId + ":" + id;
        var node = new ProgramNode(_nodes.Count, id, nodeId, activity is UnknownActivity ? UnknownActivity.TypeName : type, version, name, parent)
        {
            Key = _embedded.Count > 1 || !_keys.Add(id) ? nodeId : id,
            Outputs = OutputsOf(document),
            OutputDescriptors = (activity as EmbeddedWorkflow)?.OutputDescriptors ?? compiler.Catalog.Find(type)?.Descriptor.Outputs ?? [],
            SensitiveInputs = [.. compiler.Catalog.Find(type)?.Descriptor.Inputs.Where(input => input.IsSensitive).Select(input => input.Name) ?? []],
        };
        _nodes.Add(node);
        if (document["variables"] is { } variables)
        {
            node.Variables = VariableReader.Read(variables, JsonLocator.Member(path, "variables"), report);
            node.IsVariableScope = true;
        }

        node.Activity = activity;
        var binder = new ActivityBinder(this, node, document, path);
        node.Activity.Bind(binder);
        node.Inputs = binder.Inputs;
        // Designers let anything be marked as a start; only a trigger is one, the others just come first.
        if (_embedded.Count == 1 && TriggerReader.CanStart(document) && compiler.Catalog.Find(type)?.Descriptor.Kind == ActivityKind.Trigger)
        {
            _starts.Add((node, path, document));
        }

        return node;
    }

    private Activity Create(JsonObject document, string type, string path)
    {
        if (compiler.Catalog.Find(type) is { } registration)
        {
            return registration.Create();
        }

        if (compiler.Workflows.Find(document, type) is { } use)
        {
            if (use.IsAnotherVersion)
            {
                report.Warn(
                    DefinitionFaultCodes.WorkflowVersion,
                    path,
                    string.Create(CultureInfo.InvariantCulture, $"The version of workflow \"{use.Definition.DefinitionId}\" that this activity names is not there; version {use.Definition.Version} runs instead."),
                    ("workflow", use.Definition.DefinitionId),
                    ("version", use.Definition.Version.ToString(CultureInfo.InvariantCulture)));
            }

            return new EmbeddedWorkflow(use.Definition);
        }

        if (WorkflowLibrary.DefinitionIdOf(document) is { } used)
        {
            report.Fault(
                DefinitionFaultCodes.WorkflowMissing,
                path,
                $"The activity uses the workflow \"{used}\", of which no version is published as an activity. Publish it with \"usable as activity\" first, or take the activity out.",
                ("workflow", used));
        }

        report.Warn(DefinitionFaultCodes.ActivityUnknown, JsonLocator.Member(path, "type"), $"No activity type \"{type}\" is known; the activity will fault when it is reached.", ("type", type));
        return new UnknownActivity(type);
    }

    /// <summary>Compiles a workflow that is used as an activity, below the node that uses it.</summary>
    public ProgramNode? Embed(WorkflowDefinition embedded, ProgramNode user, string path)
    {
        if (_embedded.Contains(embedded) || _embedded.Count > DeepestEmbedding)
        {
            var chain = string.Join(" → ", _embedded.Reverse().Append(embedded).Select(each => each.DefinitionId));
            report.Fault(DefinitionFaultCodes.WorkflowRecursive, path, _embedded.Contains(embedded)
                ? $"The workflow \"{embedded.DefinitionId}\" contains itself: {chain}."
                : $"Workflows are used as activities more than {DeepestEmbedding.ToString(CultureInfo.InvariantCulture)} deep: {chain}.");
            return null;
        }

        var inner = new CompileReport(embedded, report.Limits);
        var builder = new ProgramBuilder(compiler, embedded, inner);
        return EmbedWith(builder, embedded, user, path, inner);
    }

    private ProgramNode? EmbedWith(ProgramBuilder builder, WorkflowDefinition embedded, ProgramNode user, string path, CompileReport inner)
    {
        foreach (var each in _embedded.Reverse())
        {
            builder._embedded.Push(each);
        }

        builder._embedded.Push(embedded);
        builder._nodes.AddRange(_nodes);
        var index = builder._nodes.Count;
        var workflow = new WorkflowRoot { IsEmbedded = true };
        var node = new ProgramNode(index, WorkflowNumbering.ActivityId(embedded, compiler), user.NodeId + ":Workflow1", "Elsa.Workflow", embedded.Version, null, user)
        {
            Key = user.NodeId + ":Workflow1",
            Activity = workflow,
            IsVariableScope = true,
            Variables = VariableReader.Read(embedded.Document["variables"], "$.variables", inner),
        };
        builder._nodes.Add(node);
        workflow.Root = builder.Activity(embedded.Root, "$.root", node);
        _nodes.AddRange(builder._nodes.Skip(index));
        foreach (var fault in inner.Faults)
        {
            report.Fault(fault.Code, path, $"In workflow \"{embedded.DefinitionId}\" at {fault.Path}: {fault.Message}");
        }

        return node;
    }

    private string[] Names(JsonNode? json, string path)
    {
        if (json is null)
        {
            return [];
        }

        if (json is not JsonArray items || items.Any(each => each is not JsonObject item || Text(item, "name") is null))
        {
            report.Fault(DefinitionFaultCodes.JsonShape, path, "Expected an array of objects with a \"name\".");
            return [];
        }

        return [.. items.Select(each => Text((JsonObject)each!, "name")!)];
    }

    private void CheckName()
    {
        if (definition.IsUsableAsActivity && compiler.Workflows.Namesake(definition) is { } other)
        {
            report.Fault(
                DefinitionFaultCodes.WorkflowName,
                "$.name",
                $"As an activity this workflow would be \"{WorkflowLibrary.TypeNameOf(definition)}\", as the workflow \"{other.DefinitionId}\" is already. Give it another name.",
                ("type", WorkflowLibrary.TypeNameOf(definition)),
                ("workflow", other.DefinitionId));
        }
    }

    private static OutputBinding[] OutputsOf(JsonObject document) =>
    [
        .. from property in document
           let value = property.Value as JsonObject
           where value is not null && !value.ContainsKey("expression")
           let reference = value["memoryReference"] as JsonObject
           where reference is not null
           let id = Text(reference, "id")
           where id is not null
           select new OutputBinding(Pascal(property.Key), id),
    ];

    private static IEnumerable<string> NamesWithAccessor(ProgramNode node) =>
        node.Variables.Select(each => each.Name).Concat((node.Activity as EmbeddedWorkflow)?.InputNames ?? []);

    internal static string Pascal(string name) =>
        name.Length == 0 ? name : string.Concat(name[..1].ToUpper(CultureInfo.InvariantCulture), name[1..]);

    internal static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String && JsonValues.Text(value) is { Length: > 0 } text ? text : null;
}
