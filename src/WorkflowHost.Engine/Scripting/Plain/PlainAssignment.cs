using System.Text.Json.Nodes;
using Acornima;
using Acornima.Ast;
using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>
/// The one thing a plain script may change, and only as its last statement, so that it is sure by then: a variable of the case, by
/// <c>setX(…)</c>, <c>setVariable('x', …)</c> or <c>variables.x = …</c>.
/// </summary>
internal sealed class PlainAssignment
{
    private readonly string _name;
    private readonly Way _way;
    private readonly PlainStep _value;

    private PlainAssignment(string name, Way way, PlainStep value)
    {
        _name = name;
        _way = way;
        _value = value;
    }

    private enum Way
    {
        ByAccessor,
        ByName,
        ByMember,
    }

    public static PlainAssignment? Compile(Statement statement, PlainCompiler compiler)
    {
        switch ((statement as ExpressionStatement)?.Expression)
        {
            case CallExpression { Optional: false, Callee: Identifier { Name: "setVariable" }, Arguments: { Count: 2 } arguments } when arguments[0] is StringLiteral name:
                return Of(name.Value, Way.ByName, arguments[1], compiler);
            case CallExpression { Optional: false, Callee: Identifier { Name: ['s', 'e', 't', _, ..] and var name }, Arguments: { Count: 1 } arguments } when !ScriptGlobals.IsFunction(name) && compiler.Names.Find(name) is null:
                return Of(name[3..], Way.ByAccessor, arguments[0], compiler);
            case AssignmentExpression { Operator: Operator.Assignment, Left: MemberExpression { Computed: false, Optional: false, Object: Identifier { Name: "variables" }, Property: Identifier { Name: var name } } } assignment
                when compiler.IsVariable(name):
                return Of(name, Way.ByMember, assignment.Right, compiler);
            default:
                return null;
        }
    }

    /// <summary>Assigns, and gives what the statement gives; false if the script must be run by a script engine after all.</summary>
    public bool TryAssign(in PlainFrame frame, out object? result)
    {
        result = null;
        var value = _value(frame);
        if (!PlainResult.TryRead(value, out var live))
        {
            return false;
        }

        switch (_way)
        {
            case Way.ByName:
                Assign(frame.Scope, _name, live);
                return true;
            case Way.ByAccessor:
                if (frame.Scope.FindVariable(_name, byPascalName: true) is not { } variable)
                {
                    return false;
                }

                Assign(frame.Scope, variable.Name, live);
                return true;
            default:
                result = live;
                return TryAssignMember(frame.Scope, value, live);
        }
    }

    private static PlainAssignment? Of(string name, Way way, Expression value, PlainCompiler compiler) =>
        compiler.Expression(value) is { } step ? new PlainAssignment(name, way, step) : null;

    // A value that does not fit stays where it was put, and the script faults.
    private static void Assign(ActivityContext scope, string name, object? live)
    {
        if (scope.FindVariable(name) is { } variable)
        {
            variable.Value = live;
            if (ScriptNames.IsInput(scope, name))
            {
                return;
            }
        }

        scope.SetVariable(name, live);
    }

    // Written back after the script: null keeps the value, what is the same is not written, and what the host gives can't be.
    private bool TryAssignMember(ActivityContext scope, PlainValue value, object? live)
    {
        if (PlainMembers.IsInherited(_name) || live is JsonNode or double.NaN)
        {
            return false;
        }

        if (ScriptNames.IsInput(scope, _name))
        {
            return true;
        }

        if (scope.FindVariable(_name) is not { } variable)
        {
            if (live is not null && !scope.TryGetVariable(_name, out _))
            {
                scope.SetVariable(_name, live);
            }

            return true;
        }

        if (live is null || PlainOperators.AreSame(PlainValue.Of(variable.Value), value) is { Kind: PlainKind.Boolean, Boolean: true })
        {
            return true;
        }

        scope.SetVariable(_name, live);
        return true;
    }
}
