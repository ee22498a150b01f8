using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Expressions;

/// <summary>
/// The output of an activity that ran earlier in the same burst, or of the variable it is bound to; null if there is none. As in Elsa,
/// outputs live as long as the burst; what must last is bound to a variable.
/// </summary>
internal sealed class OutputExpression(string activity, string output) : Expression
{
    private const string Result = "Result";

    /// <summary>
    /// Reads <c>{"activityId","outputName"}</c>, an output as Elsa writes it (<c>{"memoryReference":{"id":"activity:output"}}</c>), or a text
    /// <c>activity.output</c>; without an output the one named Result is meant. Null if it is none of these.
    /// </summary>
    public static OutputExpression? Read(JsonNode? json) => json switch
    {
        JsonObject members when members["memoryReference"] is JsonObject reference && ProgramBuilder.Text(reference, "id") is { } id => Of(id, ':'),
        JsonObject members when (ProgramBuilder.Text(members, "activityId") ?? ProgramBuilder.Text(members, "activity")) is { } activity =>
            new OutputExpression(activity, ProgramBuilder.Text(members, "outputName") ?? ProgramBuilder.Text(members, "output") ?? Result),
        JsonValue value when value.TryGetValue(out string? text) && !string.IsNullOrWhiteSpace(text) => Of(text, '.'),
        _ => null,
    };

    public override object? Evaluate(ActivityContext scope) =>
        scope.Run.FindOutput(activity, output) ?? scope.FindVariableById(activity)?.Value;

    private static OutputExpression Of(string text, char separator)
    {
        var at = text.LastIndexOf(separator);
        return at > 0 ? new OutputExpression(text[..at], text[(at + 1)..]) : new OutputExpression(text, Result);
    }
}
