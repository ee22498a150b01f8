using System.Collections.Frozen;
using Acornima;
using Acornima.Ast;

namespace WorkflowHost.Engine.Scripting;

/// <summary>
/// Tells whether a script could leave something in its engine that putting back the globals does not undo, such as a member added to
/// <c>Array.prototype</c>. It reads the script only, so it is on the safe side: a script that reaches for prototypes, constructors or
/// members by computed names while it also changes members counts as one that could, whatever it means to do.
/// </summary>
internal sealed class ScriptTraces
{
    private const int Deepest = 200;

    // Built-in objects, and those of their functions that give nothing of the engine itself away. Named in any other way they could be changed.
    private static readonly FrozenDictionary<string, FrozenSet<string>> Harmless = new Dictionary<string, string[]>
    {
        ["Object"] = ["keys", "values", "entries", "fromEntries", "is", "hasOwn", "groupBy"],
        ["Array"] = ["isArray", "from", "of"],
        ["String"] = ["fromCharCode", "fromCodePoint"],
        ["Number"] = ["isInteger", "isFinite", "isNaN", "isSafeInteger", "parseFloat", "parseInt", "MAX_SAFE_INTEGER", "MIN_SAFE_INTEGER", "MAX_VALUE", "MIN_VALUE", "EPSILON"],
        ["Boolean"] = [],
        ["Date"] = ["now", "parse", "UTC"],
        ["JSON"] = ["parse", "stringify"],
        ["Math"] =
        [
            "abs", "ceil", "floor", "round", "trunc", "sign", "min", "max", "pow", "sqrt", "cbrt", "exp", "log", "log2", "log10", "sin", "cos", "tan", "atan2", "hypot", "random",
            "PI", "E", "LN2", "LN10", "SQRT2",
        ],
        ["Map"] = [],
        ["Set"] = [],
        ["Error"] = [],
        ["TypeError"] = [],
        ["RangeError"] = [],
        ["BigInt"] = [],
    }.ToFrozenDictionary(each => each.Key, each => each.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private static readonly FrozenSet<string> HarmlessFunctions = FrozenSet.Create(
        StringComparer.Ordinal,
        "undefined", "NaN", "Infinity", "variables", "args", "isNaN", "isFinite", "parseInt", "parseFloat", "encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI", "setOutcome", "setOutcomes");

    // Members through which the engine's own objects are reached.
    private static readonly FrozenSet<string> Doors = FrozenSet.Create(
        StringComparer.Ordinal,
        "__proto__", "prototype", "constructor", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "call", "apply", "bind", "caller", "callee", "arguments");

    private static readonly FrozenSet<string> Changers = FrozenSet.Create(
        StringComparer.Ordinal,
        "push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin", "set", "add", "delete", "clear");

    // As values these are objects of the engine that every script shares.
    private static readonly FrozenSet<string> Shared = SharedFunctions();

    private readonly HashSet<Node> _named = [];
    private bool _mayLeave;
    private bool _changesMembers;
    private bool _callsChangers;
    private bool _readsShared;
    private bool _readsComputed;

    private ScriptTraces()
    {
    }

    /// <summary>Whether the engine must not be used again after this script.</summary>
    /// <param name="script">The parsed script.</param>
    /// <param name="globalNames">The globals it names.</param>
    public static bool MayLeave(Script script, IEnumerable<string> globalNames)
    {
        if (!globalNames.All(IsHarmless))
        {
            return true;
        }

        var traces = new ScriptTraces();
        traces.Visit(script, 0);
        return traces._mayLeave
            || (traces._changesMembers && (traces._readsShared || traces._readsComputed))
            || (traces._callsChangers && traces._readsComputed);
    }

    private static bool IsHarmless(string global) =>
        Harmless.ContainsKey(global)
        || HarmlessFunctions.Contains(global)
        || ScriptGlobals.IsFunction(global)
        || global is ['g' or 's', 'e', 't', _, ..];

    private void Visit(Node node, int depth)
    {
        if (_mayLeave || depth > Deepest)
        {
            _mayLeave = true;
            return;
        }

        Look(node);
        foreach (var child in node.ChildNodes)
        {
            Visit(child, depth + 1);
        }
    }

    private void Look(Node node)
    {
        switch (node)
        {
            case ThisExpression or Super or WithStatement or TaggedTemplateExpression or IClass or AwaitExpression or YieldExpression or ImportExpression or MetaProperty or DebuggerStatement:
            case IFunction { Async: true } or IFunction { Generator: true } or ForOfStatement { Await: true }:
                _mayLeave = true;
                break;
            case CallExpression call:
                Called(call.Callee);
                break;
            case NewExpression { Callee: Identifier made }:
                _named.Add(made);
                break;
            case AssignmentExpression { Left: not Identifier } or UpdateExpression { Argument: MemberExpression } or ForInStatement { Left: not VariableDeclaration } or ForOfStatement { Left: not VariableDeclaration }:
            case UnaryExpression { Operator: Operator.Delete }:
                _changesMembers = true;
                break;
            case MemberExpression member:
                Reached(member);
                break;
            case Property property:
                Named(property);
                break;
            case Identifier identifier when Harmless.ContainsKey(identifier.Name) && !_named.Contains(identifier):
                // The functions of Object change what they are given; the others could only be changed themselves.
                _mayLeave |= identifier.Name == "Object";
                _readsShared = true;
                break;
        }
    }

    // A built-in object may be called, and its harmless functions may be called; parents are seen before their children.
    private void Called(Expression callee)
    {
        _named.Add(callee);
        if (callee is MemberExpression member)
        {
            _callsChangers |= member.Computed || NameOf(member.Property, false) is not { } name || Changers.Contains(name);
        }
    }

    // A member written down, or taken out of an object by its name.
    private void Named(Property property)
    {
        var name = NameOf(property.Key, property.Computed);
        _readsComputed |= name is null;
        _mayLeave |= name is not null && Doors.Contains(name);
        _readsShared |= name is not null && Shared.Contains(name);
        if (!property.Shorthand)
        {
            _named.Add(property.Key);
        }
    }

    private void Reached(MemberExpression member)
    {
        var name = NameOf(member.Property, member.Computed);
        if (member.Object is Identifier { Name: var root } owner && Harmless.TryGetValue(root, out var functions))
        {
            _mayLeave |= name is null || !functions.Contains(name);
            _named.Add(owner);
        }

        if (!member.Computed && member.Property is Identifier property)
        {
            _named.Add(property);
        }

        _mayLeave |= name is not null && Doors.Contains(name);
        _readsComputed |= name is null;
        _readsShared |= !_named.Contains(member) && name is not null && Shared.Contains(name);
    }

    /// <summary>The name of a member; null if it is computed, other than by a number.</summary>
    private static string? NameOf(Node property, bool isComputed) => property switch
    {
        Identifier identifier when !isComputed => identifier.Name,
        StringLiteral text => text.Value,
        NumericLiteral => "0",
        _ => null,
    };

    /// <summary>The names of all functions that built-in objects have or lend to others.</summary>
    private static FrozenSet<string> SharedFunctions()
    {
        const string Source =
            """
            [Object, Array, String, Number, Boolean, Date, Map, Set, RegExp, Error, Function, Promise, Symbol, BigInt, Math, JSON].flatMap(each => [each, each.prototype ?? {}]).flatMap(owner =>
                Object.getOwnPropertyNames(owner).filter(name => typeof Object.getOwnPropertyDescriptor(owner, name).value === 'function')).join()
            """;
        using var engine = new Jint.Engine();
        return engine.Evaluate(Source).ToString().Split(',').ToFrozenSet(StringComparer.Ordinal);
    }
}
