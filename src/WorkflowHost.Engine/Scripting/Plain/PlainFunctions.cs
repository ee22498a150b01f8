using System.Collections.Frozen;
using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>A function of the host or of the language that only reads.</summary>
internal delegate PlainValue PlainFunction(ActivityContext scope, PlainValue[] arguments);

/// <summary>The functions Elsa gives scripts, as far as they only read, and conversions.</summary>
internal static class PlainFunctions
{
    private static readonly FrozenDictionary<string, PlainFunction> Functions = new Dictionary<string, PlainFunction>
    {
        ["getVariable"] = static (scope, arguments) => arguments is [{ Kind: PlainKind.Text } name] ? Variable(scope, name.Text, PlainValue.Null) : PlainValue.Unsure,
        ["getInput"] = static (scope, arguments) => arguments is [{ Kind: PlainKind.Text } name] ? PlainValue.Of(scope.GetWorkflowInput(name.Text)) : PlainValue.Unsure,
        ["getOutputFrom"] = OutputFrom,
        ["getLastResult"] = static (scope, _) => PlainValue.Of(scope.Run.LastResult),
        ["getWorkflowDefinitionId"] = static (scope, _) => PlainValue.Of(scope.Program.DefinitionId),
        ["getWorkflowDefinitionVersion"] = static (scope, _) => PlainValue.Of((double)scope.Program.Version),
        ["getWorkflowDefinitionVersionId"] = static (scope, _) => PlainValue.Of(scope.Program.DefinitionVersionId),
        ["getWorkflowInstanceId"] = static (scope, _) => PlainValue.Of(scope.InstanceId),
        ["getCorrelationId"] = static (scope, _) => PlainValue.Of((object?)scope.CorrelationId),
        ["getWorkflowInstanceName"] = static (scope, _) => PlainValue.Of((object?)scope.InstanceName),
        ["isNullOrEmpty"] = static (_, arguments) => Tested(arguments, string.IsNullOrEmpty),
        ["isNullOrWhiteSpace"] = static (_, arguments) => Tested(arguments, string.IsNullOrWhiteSpace),
        ["String"] = static (_, arguments) => arguments is [var value] ? PlainOperators.ToText(value) : PlainValue.Unsure,
        ["Number"] = static (_, arguments) => arguments is [var value] ? PlainOperators.ToNumber(value) : PlainValue.Unsure,
        ["Boolean"] = static (_, arguments) => arguments is [var value] ? PlainOperators.Not(PlainOperators.Not(value)) : PlainValue.Unsure,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A function by name; null if there is none that only reads.</summary>
    public static PlainFunction? Find(string name)
    {
        if (Functions.TryGetValue(name, out var function))
        {
            return function;
        }

        if (name is not ['g', 'e', 't', _, ..] || ScriptGlobals.IsFunction(name))
        {
            return null;
        }

        var pascal = name[3..];
        return (scope, _) => Accessed(scope, pascal);
    }

    /// <summary>A variable or ambient value by its exact name.</summary>
    public static PlainValue Variable(ActivityContext scope, string name, PlainValue absent) =>
        scope.TryGetVariable(name, out var value) ? PlainValue.Of(value) : absent;

    private static PlainValue Accessed(ActivityContext scope, string pascal)
    {
        switch (ScriptNames.Find(scope, pascal))
        {
            case { Variable: { } variable }:
                return Variable(scope, variable.Name, PlainValue.Null);
            case { Node: { } node, Text: var output }:
                return PlainValue.Of(scope.Run.FindOutput(node, output));
            case { Text: var input }:
                return PlainValue.Of(scope.GetWorkflowInput(input));
        }

        foreach (var name in scope.Run.Environment.Facet?.Names ?? [])
        {
            if (ScriptNames.IsPascalOf(pascal, name))
            {
                return Variable(scope, name, PlainValue.Null);
            }
        }

        return PlainValue.Unsure;
    }

    private static PlainValue OutputFrom(ActivityContext scope, PlainValue[] arguments)
    {
        if (arguments is not ([{ Kind: PlainKind.Text }] or [{ Kind: PlainKind.Text }, { Kind: PlainKind.Text }]))
        {
            return PlainValue.Unsure;
        }

        return ScriptNames.FindNeighbour(scope, arguments[0].Text) is { } node
            ? PlainValue.Of(scope.Run.FindOutput(node, arguments.Length == 2 ? arguments[1].Text : null))
            : PlainValue.Unsure;
    }

    private static PlainValue Tested(PlainValue[] arguments, Func<string?, bool> test) =>
        arguments is [var value] && PlainOperators.IsPrimitive(value)
            ? PlainValue.Of(test(value.IsNullish ? null : PlainOperators.Text(value)))
            : PlainValue.Unsure;
}
