#pragma warning disable CA1065 // stubs of the first surface
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Programs;

/// <summary>
/// Gives an activity its inputs and children while the program is compiled, and collects what is wrong with them.
/// Property names are the camelCase names of the JSON.
/// </summary>
public sealed class ActivityBinder
{
    internal ActivityBinder(JsonObject json) => Json = json;

    /// <summary>The activity as the definition has it. Read-only.</summary>
    public JsonObject Json { get; }

    /// <summary>The JSON path of the activity.</summary>
    public string Path => throw new NotImplementedException();

    public string ActivityId => throw new NotImplementedException();

    /// <summary>
    /// A wrapped input: <c>{"typeName","expression":{"type","value"}}</c>; a plain JSON value counts as a literal.
    /// Missing or null gives <paramref name="defaultValue"/>.
    /// </summary>
    /// <param name="property">Its JSON property.</param>
    /// <param name="defaultValue">Its value when the definition gives none.</param>
    /// <param name="isLazy">Evaluated only when asked for, not when the activity starts.</param>
    public Input<T> Input<T>(string property, T? defaultValue = default, bool isLazy = false) => throw new NotImplementedException();

    /// <summary>A property that takes no expression, as it stands.</summary>
    public JsonNode? Raw(string property) => throw new NotImplementedException();

    /// <summary>A raw property that is a text; a wrapped literal text counts too.</summary>
    public string? RawText(string property) => throw new NotImplementedException();

    /// <summary>An embedded activity, or null.</summary>
    public ProgramNode? Child(string property) => throw new NotImplementedException();

    /// <summary>An array of embedded activities; empty if missing.</summary>
    public IReadOnlyList<ProgramNode> Children(string property) => throw new NotImplementedException();

    /// <summary>Reports a fault of the definition.</summary>
    /// <param name="code">Stable code, e.g. <c>sop.form.unknown</c>.</param>
    /// <param name="path">A property of the activity, e.g. <c>form</c>, or a whole JSON path starting with <c>$</c>.</param>
    /// <param name="message">What was expected and what was found.</param>
    public void Fault(string code, string path, string message) => throw new NotImplementedException();
}
