using System.Text.Json.Nodes;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Scripting;
using WorkflowHost.Engine.Values;
using WorkflowHost.Engine.Variables;

namespace WorkflowHost.Engine.Activities;

public sealed partial class ActivityContext
{
    private Variable[] _variables = [];
    private List<Variable>? _undeclared;

    internal IReadOnlyList<Variable> DeclaredVariables => _variables;

    internal IReadOnlyList<Variable> UndeclaredVariables => _undeclared ?? (IReadOnlyList<Variable>)[];

    /// <summary>A variable by name, the innermost first, then the ambient values of the facet; null if there is none.</summary>
    public object? GetVariable(string name) => TryGetVariable(name, out var value) ? value : null;

    /// <summary>A variable by name, the innermost first, then the ambient values of the facet.</summary>
    public bool TryGetVariable(string name, out object? value)
    {
        if (FindVariable(name) is { } variable)
        {
            value = variable.Value;
            return true;
        }

        if (Run.Environment.Facet is { } facet && facet.TryGetValue(name, out value))
        {
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Sets the innermost variable of that name, converted to its type; creates it on the nearest container if there is none.</summary>
    /// <exception cref="OverflowException">A number does not fit the variable's type.</exception>
    public void SetVariable(string name, object? value)
    {
        if (FindVariable(name) is { } variable)
        {
            variable.Assign(value);
            return;
        }

        if (Run.Environment.Facet is { } facet && facet.TryGetValue(name, out _))
        {
            throw new ActivityFaultException($"'{name}' is given by the host and can't be assigned.");
        }

        var holder = this;
        while (holder is { Node.IsVariableScope: false, Parent: not null })
        {
            holder = holder.Parent;
        }

        holder.AddUndeclared(new Variable(VariableDeclaration.Undeclared(name, hasAccessor: false)) { Value = value });
    }

    /// <summary>Declares what the node declares, with initial values.</summary>
    internal void DeclareVariables()
    {
        var declarations = Node.Variables;
        if (declarations.Count > 0)
        {
            _variables = new Variable[declarations.Count];
            for (var i = 0; i < _variables.Length; i++)
            {
                _variables[i] = new Variable(declarations[i]);
            }
        }
    }

    /// <summary>Takes over stored variables; one without a storage driver starts again from its initial value.</summary>
    internal void RestoreVariables(IReadOnlyList<KeyValuePair<string, JsonNode?>> stored)
    {
        var declarations = Node.Variables;
        _variables = declarations.Count == 0 ? [] : new Variable[declarations.Count];
        for (var i = 0; i < _variables.Length; i++)
        {
            var declaration = declarations[i];
            _variables[i] = declaration.IsPersistent && TryFind(stored, declaration.Name, out var value)
                ? new Variable(declaration, value)
                : new Variable(declaration);
        }
    }

    internal void RestoreUndeclared(IReadOnlyList<KeyValuePair<string, JsonNode?>> stored, bool hasAccessor)
    {
        foreach (var (name, value) in stored)
        {
            AddUndeclared(new Variable(VariableDeclaration.Undeclared(name, hasAccessor), value));
        }
    }

    private static bool TryFind(IReadOnlyList<KeyValuePair<string, JsonNode?>> stored, string name, out JsonNode? value)
    {
        foreach (var (key, node) in stored)
        {
            if (key == name)
            {
                value = node;
                return true;
            }
        }

        value = null;
        return false;
    }

    internal Variable? FindVariable(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.FindOwn(name) is { } variable)
            {
                return variable;
            }
        }

        return null;
    }

    /// <summary>The variable behind <c>getX()</c>: its name with a capital first letter is X, and it has accessors.</summary>
    internal Variable? FindVariable(string name, bool byPascalName)
    {
        if (!byPascalName)
        {
            return FindVariable(name);
        }

        if (!ScriptNames.IsValid(name))
        {
            return null;
        }

        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.FindOwn(name) is { Declaration.HasAccessor: true } exact)
            {
                return exact;
            }

            for (var i = 0; i < scope._undeclared?.Count; i++)
            {
                if (scope._undeclared[i] is { Declaration.HasAccessor: true } variable && ScriptNames.IsPascalOf(name, variable.Name))
                {
                    return variable;
                }
            }

            foreach (var variable in scope._variables)
            {
                if (ScriptNames.IsPascalOf(name, variable.Name))
                {
                    return variable;
                }
            }
        }

        return null;
    }

    internal Variable? FindVariableById(string id)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            foreach (var variable in scope._variables)
            {
                if (variable.Declaration.Id == id)
                {
                    return variable;
                }
            }
        }

        return null;
    }

    /// <summary>A workflow input by name, letter case aside. In a workflow used as an activity the variable of exactly that name, as its inputs are.</summary>
    internal object? GetWorkflowInput(string name)
    {
        if (EmbeddedWorkflow.Around(Parent) is not null)
        {
            return FindVariable(name)?.Value;
        }

        foreach (var (key, value) in Run.Input)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return JsonValues.Unwrap(value);
            }
        }

        return null;
    }

    /// <summary>Evaluates something while one more variable is in scope.</summary>
    internal T With<T>(Variable variable, Func<T> evaluate)
    {
        AddUndeclared(variable);
        try
        {
            return evaluate();
        }
        finally
        {
            _ = _undeclared!.Remove(variable);
        }
    }

    internal void AddUndeclared(Variable variable) => (_undeclared ??= []).Add(variable);

    private Variable? FindOwn(string name)
    {
        if (_undeclared is not null)
        {
            foreach (var variable in _undeclared)
            {
                if (variable.Name == name)
                {
                    return variable;
                }
            }
        }

        foreach (var variable in _variables)
        {
            if (variable.Name == name)
            {
                return variable;
            }
        }

        return null;
    }
}
