using System.Globalization;
using System.Text.Json.Nodes;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Values;
using WorkflowHost.Engine.Variables;

namespace WorkflowHost.Engine.Scripting;

/// <summary>One evaluation of a script: its engine, and the objects it was handed, which it may change.</summary>
internal sealed class ScriptRun
{
    private readonly JavaScriptExpression _script;
    private readonly ScriptEngine _engine;
    private readonly List<Loan> _loans = [];
    private Dictionary<string, object?>? _written;
    private Dictionary<string, JsValue>? _inputs;
    private ScriptVariables? _variables;

    public ScriptRun(JavaScriptExpression script, ActivityContext scope, List<string>? outcomes)
    {
        _script = script;
        Scope = scope;
        Outcomes = outcomes;
        _engine = ScriptEngine.Rent(scope.Run.Environment);
    }

    public ActivityContext Scope { get; }

    /// <summary>Where <c>setOutcome</c> puts names; null outside RunJavaScript.</summary>
    public List<string>? Outcomes { get; }

    public Jint.Engine Engine => _engine.Engine;

    public object? Evaluate(Prepared<Script> script)
    {
        Install();
        var result = Result(script);
        var value = ScriptValues.FromScript(result);
        ReturnLoans();
        ConvertVariables();

        // After a fault it is not kept: nobody knows where the script was left.
        if (!_script.MayLeaveTraces)
        {
            _engine.Keep();
        }

        return value;
    }

    /// <summary>A mistake in a script names its place, as what does not parse does; an error that the script throws itself is told in its own words alone.</summary>
    private JsValue Result(Prepared<Script> script)
    {
        try
        {
            return Engine.Evaluate(script).UnwrapIfPromise();
        }
        catch (JavaScriptException error) when (error.Location.Start is { Line: > 0 } && error.Error.IsObject() && error.Error.AsObject().Get("name").ToString() != "Error")
        {
            var place = error.Location.Start;
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{error.Message} (JavaScript line {place.Line}, column {place.Column + 1})"));
        }
    }

    /// <summary>A variable's value for the script. What the script changes inside an object is kept when it ends.</summary>
    public JsValue Lend(Variable variable)
    {
        var value = variable.Value;
        if (value is not JsonNode node)
        {
            return ScriptValues.ToScript(Engine, value);
        }

        foreach (var loan in _loans)
        {
            if (ReferenceEquals(loan.Node, node))
            {
                return loan.Value;
            }
        }

        var lent = ScriptValues.ToScript(Engine, node);
        _loans.Add(new Loan(variable, node, lent));
        return lent;
    }

    /// <summary>A variable or ambient value by name, or null.</summary>
    public JsValue? Read(string name)
    {
        if (Scope.FindVariable(name) is { } variable)
        {
            return Lend(variable);
        }

        return Scope.TryGetVariable(name, out var value) ? ScriptValues.ToScript(Engine, value) : null;
    }

    /// <summary>A workflow input; an object is the same one throughout the script.</summary>
    public JsValue ReadInput(string name)
    {
        if (_inputs is null || !_inputs.TryGetValue(name, out var value))
        {
            value = ScriptValues.ToScript(Engine, Scope.GetWorkflowInput(name));
            (_inputs ??= new(StringComparer.OrdinalIgnoreCase)).Add(name, value);
        }

        return value;
    }

    /// <summary>Gives a variable a value. The script sees it as it is; it is converted to the variable's type when the script has ended.</summary>
    public void Write(string name, JsValue value)
    {
        var live = ScriptValues.FromScript(value);
        if (Scope.FindVariable(name) is not { } variable)
        {
            Scope.SetVariable(name, live);
        }
        else
        {
            variable.Value = live;
            (_written ??= new(StringComparer.Ordinal))[name] = live;
        }

        _variables?.Set(name, value);
    }

    private void Install()
    {
        var names = _script.IsDynamic ? [.. _script.GlobalNames, .. ScriptGlobals.AllNames(Scope)] : _script.GlobalNames;
        foreach (var name in names)
        {
            if (name == "variables")
            {
                Engine.SetValue(name, _variables = Variables());
            }
            else if (ScriptGlobals.Find(this, name) is { } global)
            {
                Engine.SetValue(name, global);
            }
        }
    }

    private ScriptVariables Variables()
    {
        var result = new ScriptVariables(Engine);
        foreach (var name in _script.VariableNames)
        {
            if (Read(name) is { } value)
            {
                result.Put(name, value);
            }
        }

        return result;
    }

    private void ReturnLoans()
    {
        foreach (var loan in _loans)
        {
            if (ReferenceEquals(loan.Variable.Value, loan.Node)
                && ScriptValues.FromScript(loan.Value) is JsonNode changed
                && !JsonNode.DeepEquals(changed, loan.Node))
            {
                loan.Variable.Value = changed;
            }
        }
    }

    // As in Elsa a value counts as it was when the script set it, not as it was changed by then; a variable that the script set to null
    // by way of "variables" keeps its value; and what it did not touch is not written.
    private void ConvertVariables()
    {
        if (_variables is null)
        {
            foreach (var (name, value) in _written ?? [])
            {
                Convert(name, value);
            }
        }
        else if (Engine.GetValue("variables") is ObjectInstance members)
        {
            foreach (var (key, _) in members.GetOwnProperties())
            {
                var (name, value) = (key.ToString(), members.Get(key));
                if (!value.IsNull() && !value.IsUndefined() && !IsAmbient(name) && (_written?.ContainsKey(name) == true || !IsLent(name, value)))
                {
                    Convert(name, ScriptValues.FromScript(value));
                }
            }
        }
    }

    private void Convert(string name, object? value)
    {
        if (!ScriptNames.IsInput(Scope, name))
        {
            Scope.SetVariable(name, value);
        }
    }

    private bool IsLent(string name, JsValue value)
    {
        var variable = Scope.FindVariable(name);
        return variable is not null && (_loans.Exists(each => each.Variable == variable && ReferenceEquals(each.Value, value)) || IsUnchanged(variable, value));
    }

    private bool IsUnchanged(Variable variable, JsValue value) =>
        ScriptValues.IsSameInScript(variable.Value) && ScriptValues.ToScript(Engine, variable.Value).Equals(value);

    private bool IsAmbient(string name) => Scope.FindVariable(name) is null && Scope.TryGetVariable(name, out _);

    /// <summary>An object handed to the script in place of a variable's value.</summary>
    private sealed record Loan(Variable Variable, JsonNode Node, JsValue Value);
}
