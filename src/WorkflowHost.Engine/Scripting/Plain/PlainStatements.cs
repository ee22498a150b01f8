using Acornima;
using Acornima.Ast;

namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>
/// Compiles the statements of plain scripts: declarations, if, return, expressions, and as the very last one an assignment to a variable
/// of the case. Null if there is anything else.
/// </summary>
internal sealed class PlainStatements(PlainCompiler compiler)
{
    private const int Deepest = 20;

    private int _depth;

    /// <summary>The statements of a script before its last assignment, and that assignment, if there is one.</summary>
    public (PlainStatement[] Body, PlainAssignment? Last)? Script(Script script)
    {
        var body = new List<PlainStatement>();
        foreach (var node in script.Body)
        {
            // Asked for the last one only, when all names before it are known.
            if (body.Count == script.Body.Count - 1 && PlainAssignment.Compile(node, compiler) is { } last)
            {
                return ([.. body], last);
            }

            if (Statement(node) is not { } statement)
            {
                return null;
            }

            body.Add(statement);
        }

        return ([.. body], null);
    }

    private PlainStatement? Statement(Statement node)
    {
        if (_depth == Deepest)
        {
            return null;
        }

        _depth++;
        var statement = node switch
        {
            ExpressionStatement { Expression: var expression } => Value(expression, returns: false),
            ReturnStatement { Argument: null } => Return,
            ReturnStatement { Argument: { } argument } => Value(argument, returns: true),
            VariableDeclaration declaration => Declaration(declaration),
            IfStatement choice => Choice(choice),
            BlockStatement block => Block(block),
            EmptyStatement => Nothing,
            _ => null,
        };
        _depth--;
        return statement;
    }

    private static bool Nothing(in PlainFrame frame, ref PlainValue result) => false;

    private static bool Return(in PlainFrame frame, ref PlainValue result)
    {
        result = PlainValue.Undefined;
        return true;
    }

    private PlainStatement? Value(Expression expression, bool returns)
    {
        if (compiler.Expression(expression) is not { } step)
        {
            return null;
        }

        return (in PlainFrame frame, ref PlainValue result) =>
        {
            result = step(frame);
            return returns || result.IsUnsure;
        };
    }

    private PlainStatement? Declaration(VariableDeclaration declaration)
    {
        var steps = new List<(int Place, PlainStep? Initial)>();
        foreach (var each in declaration.Declarations)
        {
            var initial = each.Init is null ? null : compiler.Expression(each.Init);
            if (each.Id is not Identifier { Name: var name } || (initial is null && each.Init is not null) || compiler.Names.Declare(name) is not { } place)
            {
                return null;
            }

            steps.Add((place, initial));
        }

        return (in PlainFrame frame, ref PlainValue result) =>
        {
            foreach (var (place, initial) in steps)
            {
                var value = initial is null ? PlainValue.Undefined : initial(frame);
                if (value.IsUnsure)
                {
                    result = value;
                    return true;
                }

                frame.Locals[place] = value;
            }

            return false;
        };
    }

    private PlainStatement? Choice(IfStatement choice)
    {
        if (compiler.Expression(choice.Test) is not { } test
            || Statement(choice.Consequent) is not { } yes
            || (choice.Alternate is null ? Nothing : Statement(choice.Alternate)) is not { } no)
        {
            return null;
        }

        return (in PlainFrame frame, ref PlainValue result) =>
        {
            var holds = test(frame);
            if (holds.IsUnsure)
            {
                result = holds;
                return true;
            }

            result = PlainValue.Undefined;
            return PlainOperators.IsTrue(holds) ? yes(frame, ref result) : no(frame, ref result);
        };
    }

    private PlainStatement? Block(BlockStatement block)
    {
        compiler.Names.Enter();
        var statements = new PlainStatement?[block.Body.Count];
        for (var i = 0; i < statements.Length; i++)
        {
            statements[i] = Statement(block.Body[i]);
        }

        compiler.Names.Leave();
        if (System.Array.IndexOf(statements, null) >= 0)
        {
            return null;
        }

        return (in PlainFrame frame, ref PlainValue result) =>
        {
            foreach (var statement in statements)
            {
                if (statement!(frame, ref result))
                {
                    return true;
                }
            }

            return false;
        };
    }
}
