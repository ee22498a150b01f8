using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Expressions;
using WorkflowHost.Engine.Scripting;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Programs;

/// <summary>
/// Gives an activity its inputs and children while the program is compiled, and collects what is wrong with them.
/// Property names are the camelCase names of the JSON.
/// </summary>
public sealed class ActivityBinder
{
    private readonly ProgramBuilder _builder;
    private readonly List<Input> _inputs = [];

    internal ActivityBinder(ProgramBuilder builder, ProgramNode node, JsonObject json, string path)
    {
        _builder = builder;
        Node = node;
        Json = json;
        Path = path;
    }

    /// <summary>The activity as the definition has it. Read-only.</summary>
    public JsonObject Json { get; }

    /// <summary>The JSON path of the activity.</summary>
    public string Path { get; }

    public string ActivityId => Node.ActivityId;

    /// <summary>The node being bound.</summary>
    public ProgramNode Node { get; }

    internal IReadOnlyList<Input> Inputs => _inputs;

    internal CompileReport Report => _builder.Report;

    internal ProgramBuilder Builder => _builder;

    /// <summary>
    /// A wrapped input: <c>{"typeName","expression":{"type","value"}}</c>; a plain JSON value counts as a literal.
    /// Missing or null gives <paramref name="defaultValue"/>.
    /// </summary>
    /// <param name="property">Its JSON property.</param>
    /// <param name="defaultValue">Its value when the definition gives none.</param>
    /// <param name="isLazy">Evaluated only when asked for, not when the activity starts.</param>
    public Input<T> Input<T>(string property, T? defaultValue = default, bool isLazy = false)
    {
        var path = JsonLocator.Member(Path, property);
        return Checked(Add(ProgramBuilder.Pascal(property), Wrapped(Json[property], path), defaultValue, isLazy), path);
    }

    /// <summary>An input whose expression <c>{"type","value"}</c> stands somewhere inside the activity, such as the condition of a case.</summary>
    /// <param name="name">How an incident names it, PascalCase.</param>
    /// <param name="expression">The expression; null gives the type's default.</param>
    /// <param name="path">Its JSON path.</param>
    /// <param name="isLazy">Evaluated only when asked for, not when the activity starts.</param>
    public Input<T> ExpressionInput<T>(string name, JsonNode? expression, string path, bool isLazy = true)
    {
        Expression? compiled = null;
        switch (expression)
        {
            case null:
                break;
            case JsonObject json:
                compiled = ExpressionCompiler.Compile(json, path, Report);
                break;
            default:
                Report.Fault(DefinitionFaultCodes.InputInvalid, path, "An expression must be an object with \"type\" and \"value\".");
                break;
        }

        return Checked(Add<T>(name, compiled, default, isLazy), path);
    }

    /// <summary>A property that takes no expression, as it stands.</summary>
    public JsonNode? Raw(string property) => Json[property];

    /// <summary>A property that takes no expression and is a text; a wrapped literal counts too. Null if there is none.</summary>
    public string? RawText(string property)
    {
        switch (Json[property])
        {
            case null:
                return null;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return JsonValues.Text(value);
            case JsonObject wrapped when wrapped["expression"] is JsonObject expression && ProgramBuilder.Text(expression, "type") is null or "Literal" or "Object":
                return expression["value"] is JsonValue text && text.GetValueKind() == JsonValueKind.String ? JsonValues.Text(text) : null;
            default:
                Fault(DefinitionFaultCodes.InputInvalid, property, $"\"{property}\" must be a text and takes no script.");
                return null;
        }
    }

    /// <summary>A property that takes no expression and is a yes or no; a text or a wrapped literal counts too. False if there is none.</summary>
    public bool RawFlag(string property)
    {
        var json = Json[property] is JsonObject wrapped && wrapped["expression"] is JsonObject expression ? expression["value"] : Json[property];
        switch (json)
        {
            case null:
                return false;
            case JsonValue value when value.TryGetValue(out bool flag):
                return flag;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String && bool.TryParse(JsonValues.Text(value), out var flag):
                return flag;
            default:
                Fault(DefinitionFaultCodes.InputInvalid, property, $"\"{property}\" must be true or false and takes no script.");
                return false;
        }
    }

    /// <summary>An embedded activity, or null.</summary>
    public ProgramNode? Child(string property) =>
        Json[property] is { } child ? _builder.Activity(child, JsonLocator.Member(Path, property), Node) : null;

    /// <summary>An array of embedded activities; empty if missing.</summary>
    public IReadOnlyList<ProgramNode> Children(string property)
    {
        var path = JsonLocator.Member(Path, property);
        if (Json[property] is null)
        {
            return [];
        }

        if (Json[property] is not JsonArray items)
        {
            Fault(DefinitionFaultCodes.JsonShape, property, $"\"{property}\" must be an array of activities.");
            return [];
        }

        var children = new List<ProgramNode>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (_builder.Activity(items[i], JsonLocator.Element(path, i), Node) is { } child)
            {
                children.Add(child);
            }
        }

        return children;
    }

    /// <summary>Reports a fault of the definition.</summary>
    /// <param name="code">Stable code, e.g. <c>sop.form.unknown</c>.</param>
    /// <param name="path">A property of the activity, e.g. <c>form</c>, or a whole JSON path starting with <c>$</c>.</param>
    /// <param name="message">What was expected and what was found.</param>
    public void Fault(string code, string path, string message) => Report.Fault(code, FullPath(path), message);

    /// <summary>Reports something that runs but deserves the author's eye.</summary>
    /// <inheritdoc cref="Fault"/>
    public void Warn(string code, string path, string message) => Report.Warn(code, FullPath(path), message);

    /// <summary>A wrapped input that stands somewhere inside the activity, evaluated only when asked for.</summary>
    internal Input<T> InputAt<T>(string name, JsonNode json, string path) => Checked(Add<T>(name, Wrapped(json, path), default, isLazy: true), path);

    internal ProgramNode? ChildAt(JsonNode? json, string path) => json is null ? null : _builder.Activity(json, path, Node);

    /// <summary>A script that is the text of an input, as RunJavaScript has it.</summary>
    internal JavaScriptExpression? Script(Input<string> input, string property)
    {
        if (!input.IsLiteralText(out var source) || string.IsNullOrWhiteSpace(source))
        {
            return null;
        }

        try
        {
            return JavaScriptExpression.Parse(source);
        }
        catch (ExpressionSyntaxException error)
        {
            Fault(DefinitionFaultCodes.ExpressionSyntax, property, error.Message);
            return null;
        }
    }

    private Input<T> Checked<T>(Input<T> input, string path)
    {
        if (input.Misfit is { } misfit)
        {
            Report.Warn(
                DefinitionFaultCodes.InputType,
                path,
                $"The input \"{input.Name}\" takes {misfit.Words}, and \"{misfit.Value}\" is none.",
                ("input", input.Name),
                ("value", misfit.Value),
                ("kind", misfit.Kind));
        }

        return input;
    }

    private string FullPath(string path) => path.StartsWith('$') ? path : JsonLocator.Member(Path, path);

    private Input<T> Add<T>(string name, Expression? expression, T? defaultValue, bool isLazy)
    {
        var input = new Input<T>(name, expression, defaultValue) { Slot = _inputs.Count, IsLazy = isLazy, IsSensitive = Node.SensitiveInputs.Contains(name) };
        _inputs.Add(input);
        return input;
    }

    private Expression? Wrapped(JsonNode? json, string path)
    {
        switch (json)
        {
            case null:
                return null;
            case JsonObject wrapper when wrapper.ContainsKey("expression"):
                switch (wrapper["expression"])
                {
                    case null:
                        return null;
                    case JsonObject expression:
                        return ExpressionCompiler.Compile(expression, JsonLocator.Member(path, "expression"), Report);
                    default:
                        Report.Fault(DefinitionFaultCodes.InputInvalid, path, "\"expression\" must be an object with \"type\" and \"value\".");
                        return null;
                }

            case JsonObject wrapper when wrapper.ContainsKey("memoryReference") || wrapper.ContainsKey("typeName"):
                return null;
            default:
                return new LiteralExpression(ExpressionCompiler.Literal(json));
        }
    }
}
