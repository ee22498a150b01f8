using System.Text.Json.Nodes;
using Acornima.Ast;
using Jint;
using Jint.Native;
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
    private JsObject? _variables;

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
        var result = Engine.Evaluate(script).UnwrapIfPromise();
        var value = ScriptValues.FromScript(result);
        ReturnLoans();
        WriteVariables();

        // After a fault it is not kept: nobody knows where the script was left.
        if (!_script.MayLeaveTraces)
        {
            _engine.Keep();
        }

        return value;
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

    public void Write(string name, JsValue value)
    {
        Scope.SetVariable(name, ScriptValues.FromScript(value));
        if (_variables is not null && _script.VariableNames.Contains(name))
        {
            _variables.Set(name, value);
        }

        // The script goes on holding the object it has just stored, and may still change it.
        if (_loans.Exists(each => ReferenceEquals(each.Value, value)) && Scope.FindVariable(name) is { Value: JsonNode node } variable)
        {
            _loans.Add(new Loan(variable, node, value));
        }
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

    private JsObject Variables()
    {
        var result = new JsObject(Engine);
        foreach (var name in _script.VariableNames)
        {
            if (Read(name) is { } value)
            {
                result.Set(name, value);
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

    // After the script, as in Elsa: a variable that it set to null keeps its value, and what it did not touch is not written.
    private void WriteVariables()
    {
        if (_variables is null)
        {
            return;
        }

        foreach (var name in _script.VariableNames)
        {
            var value = _variables.Get(name);
            if (value.IsNull() || value.IsUndefined() || IsLent(name, value) || IsAmbient(name))
            {
                continue;
            }

            Scope.SetVariable(name, ScriptValues.FromScript(value));
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
