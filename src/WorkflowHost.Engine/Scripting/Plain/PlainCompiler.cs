using System.Globalization;
using Acornima;
using Acornima.Ast;

namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>
/// Compiles expressions that need no script engine: literals, the host's functions that only read, members, operators, templates.
/// Anything else gives null, and then the whole script goes to the engine. <see cref="PlainStatements"/> has the statements.
/// </summary>
internal sealed class PlainCompiler(IReadOnlyCollection<string> variableNames)
{
    // Deeper scripts would take more of the stack than a burst can be sure of.
    private const int Deepest = 60;

    private int _depth;

    public PlainNames Names { get; } = new();

    /// <summary>Whether the script's <c>variables</c> has a place for this name.</summary>
    public bool IsVariable(string name) => variableNames.Contains(name);

    public PlainStep? Expression(Node? node)
    {
        if (_depth == Deepest)
        {
            return null;
        }

        _depth++;
        var step = Compile(node);
        _depth--;
        return step;
    }

    private PlainStep? Compile(Node? node) => node switch
    {
        StringLiteral text => Constant(PlainValue.Of(text.Value)),
        NumericLiteral number => Constant(PlainValue.Of(number.Value)),
        BooleanLiteral flag => Constant(PlainValue.Of(flag.Value)),
        NullLiteral => Constant(PlainValue.Null),
        Identifier identifier => Name(identifier.Name),
        TemplateLiteral template => Template(template),
        UnaryExpression unary => Unary(unary),
        LogicalExpression logical => Logical(logical),
        BinaryExpression binary => Binary(binary),
        ConditionalExpression choice => Choice(choice),
        ChainExpression chain => Chain(chain),
        MemberExpression member => Member(member),
        CallExpression call => Call(call),
        ArrayExpression array => Array(array),
        ObjectExpression members => Object(members),
        _ => null,
    };

    private static PlainStep Constant(PlainValue value) => (in PlainFrame _) => value;

    private PlainStep? Name(string name)
    {
        if (Names.Find(name) is { } place)
        {
            return (in PlainFrame frame) => frame.Locals[place];
        }

        return name switch
        {
            "undefined" => Constant(PlainValue.Undefined),
            "NaN" => Constant(PlainValue.Of(double.NaN)),
            "Infinity" => Constant(PlainValue.Of(double.PositiveInfinity)),
            _ => null,
        };
    }

    private PlainStep? Template(TemplateLiteral template)
    {
        if (All(template.Expressions) is not { } parts || template.Quasis.Any(each => each.Value.Cooked is null))
        {
            return null;
        }

        string[] texts = [.. template.Quasis.Select(each => each.Value.Cooked!)];
        return (in PlainFrame frame) =>
        {
            var text = PlainValue.Of(texts[0]);
            for (var i = 0; i < parts.Length && !text.IsUnsure; i++)
            {
                var part = PlainOperators.ToText(parts[i](frame));
                text = part.IsUnsure ? part : PlainOperators.Join(text.Text, part.Text + texts[i + 1]);
            }

            return text;
        };
    }

    private PlainStep? Unary(UnaryExpression unary)
    {
        // A name that nobody knows has a type too, but only the engine knows which names it has.
        if (Expression(unary.Argument) is not { } argument)
        {
            return null;
        }

        return unary.Operator switch
        {
            Operator.LogicalNot => (in PlainFrame frame) => PlainOperators.Not(argument(frame)),
            Operator.UnaryNegation => (in PlainFrame frame) => PlainOperators.Negate(argument(frame)),
            Operator.UnaryPlus => (in PlainFrame frame) => PlainOperators.ToNumber(argument(frame)),
            Operator.TypeOf => (in PlainFrame frame) => PlainOperators.TypeOf(argument(frame)),
            _ => null,
        };
    }

    private PlainStep? Binary(BinaryExpression binary)
    {
        if (PlainOperators.Find(binary.Operator) is not { } apply || Expression(binary.Left) is not { } left || Expression(binary.Right) is not { } right)
        {
            return null;
        }

        return (in PlainFrame frame) => apply(left(frame), right(frame));
    }

    private PlainStep? Logical(LogicalExpression logical)
    {
        if (Expression(logical.Left) is not { } left || Expression(logical.Right) is not { } right)
        {
            return null;
        }

        return logical.Operator switch
        {
            Operator.LogicalAnd => (in PlainFrame frame) => left(frame) is var value && !value.IsUnsure && PlainOperators.IsTrue(value) ? right(frame) : value,
            Operator.LogicalOr => (in PlainFrame frame) => left(frame) is var value && (value.IsUnsure || PlainOperators.IsTrue(value)) ? value : right(frame),
            Operator.NullishCoalescing => (in PlainFrame frame) => left(frame) is { IsNullish: false } value ? value : right(frame),
            _ => null,
        };
    }

    private PlainStep? Choice(ConditionalExpression choice)
    {
        if (Expression(choice.Test) is not { } test || Expression(choice.Consequent) is not { } yes || Expression(choice.Alternate) is not { } no)
        {
            return null;
        }

        return (in PlainFrame frame) =>
        {
            var holds = test(frame);
            return holds.IsUnsure ? holds : PlainOperators.IsTrue(holds) ? yes(frame) : no(frame);
        };
    }

    private PlainStep? Chain(ChainExpression chain) => Expression(chain.Expression) is { } links
        ? (in PlainFrame frame) => links(frame) is { Kind: not PlainKind.Skipped } value ? value : PlainValue.Undefined
        : null;

    private PlainStep? Member(MemberExpression member)
    {
        if (member is { Computed: false, Optional: false, Object: Identifier { Name: "variables" }, Property: Identifier variable })
        {
            return IsVariable(variable.Name) ? Variable(variable.Name) : null;
        }

        if (Expression(member.Object) is not { } target)
        {
            return null;
        }

        var isOptional = member.Optional;
        if (member is { Computed: true, Property: NumericLiteral { Value: >= 0 and < int.MaxValue and var index } } && index == Math.Truncate(index))
        {
            return (in PlainFrame frame) => Link(target(frame), isOptional) is var value && value.Kind > PlainKind.Skipped ? PlainMembers.At(value, (int)index) : value;
        }

        var name = member switch
        {
            { Computed: false, Property: Identifier identifier } => identifier.Name,
            { Computed: true, Property: StringLiteral text } when !char.IsAsciiDigit(text.Value.FirstOrDefault()) => text.Value,
            _ => null,
        };
        return name is null
            ? null
            : (in PlainFrame frame) => Link(target(frame), isOptional) is var value && value.Kind > PlainKind.Skipped ? PlainMembers.Get(value, name) : value;
    }

    private static PlainValue Link(PlainValue target, bool isOptional) => isOptional && target.IsNullish ? PlainValue.Skipped : target;

    private static PlainStep Variable(string name)
    {
        var absent = PlainMembers.IsInherited(name) ? PlainValue.Unsure : PlainValue.Undefined;
        return (in PlainFrame frame) => PlainFunctions.Variable(frame.Scope, name, absent);
    }

    private PlainStep? Call(CallExpression call)
    {
        if (call.Optional || All(call.Arguments) is not { } arguments)
        {
            return null;
        }

        if (call.Callee is Identifier { Name: var name })
        {
            // A name declared anywhere may be meant before it is declared; that is the engine's to refuse.
            return PlainFunctions.Find(name) is { } function
                ? (in PlainFrame frame) => Values(arguments, frame) is { } values ? function(frame.Scope, values) : PlainValue.Unsure
                : null;
        }

        if (call.Callee is not MemberExpression { Computed: false, Property: Identifier { Name: var methodName } } callee
            || PlainMembers.FindMethod(methodName) is not { } method
            || Expression(callee.Object) is not { } target)
        {
            return null;
        }

        var isOptional = callee.Optional;
        return (in PlainFrame frame) =>
        {
            var value = Link(target(frame), isOptional);
            return value.Kind <= PlainKind.Skipped ? value : Values(arguments, frame) is { } values ? method(value, values) : PlainValue.Unsure;
        };
    }

    private PlainStep? Array(ArrayExpression array)
    {
        if (All(array.Elements) is not { } elements)
        {
            return null;
        }

        return (in PlainFrame frame) => Values(elements, frame) is { } values ? PlainValue.Of(values) : PlainValue.Unsure;
    }

    private PlainStep? Object(ObjectExpression members)
    {
        var names = new string[members.Properties.Count];
        var steps = new PlainStep[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (members.Properties[i] is not ObjectProperty { Computed: false, Method: false, Kind: PropertyKind.Init } property
                || NameOf(property.Key) is not { } name
                || names.Contains(name)
                || Expression(property.Value) is not { } step)
            {
                return null;
            }

            (names[i], steps[i]) = (name, step);
        }

        return (in PlainFrame frame) => Values(steps, frame) is { } values ? PlainValue.Of(new PlainObject(names, values)) : PlainValue.Unsure;
    }

    // Names that are numbers are sorted, and one of them sets the prototype.
    private static string? NameOf(Expression key) => key switch
    {
        Identifier { Name: not "__proto__" and var name } => name,
        StringLiteral { Value: not "__proto__" and var text } when !char.IsAsciiDigit(text.FirstOrDefault()) => text,
        _ => null,
    };

    private PlainStep[]? All<T>(in NodeList<T> nodes)
        where T : Node?
    {
        var steps = new PlainStep[nodes.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            if (Expression(nodes[i]) is not { } step)
            {
                return null;
            }

            steps[i] = step;
        }

        return steps;
    }

    /// <summary>The values of all steps; null if one of them is unsure.</summary>
    private static PlainValue[]? Values(PlainStep[] steps, in PlainFrame frame)
    {
        var values = steps.Length == 0 ? [] : new PlainValue[steps.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = steps[i](frame);
            if (values[i].IsUnsure)
            {
                return null;
            }
        }

        return values;
    }
}
