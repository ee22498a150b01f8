using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Variables;

namespace WorkflowHost.Engine.Scripting;

/// <summary>What the X of <c>getX()</c> stands for, and which activities a script may ask for outputs; Elsa's rules.</summary>
internal static class ScriptNames
{
    private const string From = "From";

    /// <summary>Whether a name may become an accessor or a member of <c>variables</c>: letters and digits only.</summary>
    public static bool IsValid(string name)
    {
        foreach (var letter in name)
        {
            if (!char.IsLetterOrDigit(letter))
            {
                return false;
            }
        }

        return name.Length > 0;
    }

    /// <summary>A name as accessors write it: spaces, hyphens and underscores fall away, and the Latin letter behind each is a capital.</summary>
    public static string Pascal(string name)
    {
        var text = new System.Text.StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var run = i;
            while (run < name.Length && name[run] is ' ' or '_' or '-')
            {
                run++;
            }

            var isHead = i == 0 || run > i;
            if (isHead && run < name.Length && char.IsAsciiLetter(name[run]))
            {
                text.Append(char.ToUpperInvariant(name[run]));
                i = run;
            }
            else
            {
                text.Append(name[i]);
            }
        }

        return text.ToString();
    }

    /// <summary>Whether the name with a capital first letter is this one.</summary>
    public static bool IsPascalOf(string pascal, string name) =>
        pascal.Length == name.Length
        && (pascal[0] == name[0] || (char.IsAsciiLetterLower(name[0]) && pascal[0] == char.ToUpperInvariant(name[0])))
        && pascal.AsSpan(1).SequenceEqual(name.AsSpan(1));

    /// <summary>Whether the accessor of one of these names is named as one of Elsa's functions.</summary>
    public static bool HideFunctions(IEnumerable<string> names) =>
        names.Where(IsValid).Select(Pascal).Any(each => ScriptGlobals.IsFunction("get" + each) || ScriptGlobals.IsFunction("set" + each));

    /// <summary>Whether it is the name of an input of the workflow, or of one used as an activity around the script; scripts can't convert or write it.</summary>
    public static bool IsInput(ActivityContext scope, string name)
    {
        for (var at = scope; at is not null; at = at.Parent)
        {
            if (at.Node.Activity is EmbeddedWorkflow embedded && embedded.InputNames.Contains(name))
            {
                return true;
            }
        }

        return scope.Program.InputNames.Contains(name);
    }

    /// <summary>An activity's output, a workflow input or a variable by its accessor's name without <c>get</c>; null if there is none.</summary>
    public static ScriptName? Find(ActivityContext scope, string name)
    {
        var from = name.IndexOf(From, 1, StringComparison.Ordinal);
        for (; from > 0; from = name.IndexOf(From, from + 1, StringComparison.Ordinal))
        {
            if (FindOutput(scope, name[..from], name[(from + From.Length)..]) is { } node)
            {
                return new ScriptName(Node: node, Text: name[..from]);
            }
        }

        // In a workflow used as an activity its inputs are variables.
        if (scope.Program.InputNames.Count > 0 && scope.Program.InputNames.Contains(name) && EmbeddedWorkflow.Around(scope.Parent) is null)
        {
            return new ScriptName(Text: name);
        }

        return scope.FindVariable(name, byPascalName: true) is { } variable ? new ScriptName(Variable: variable) : null;
    }

    /// <summary>The activity a script means by an id or a name: one that stands directly in the container the script's activity stands in.</summary>
    public static ProgramNode? FindNeighbour(ActivityContext scope, string? idOrName)
    {
        var container = ContainerOf(scope);
        foreach (var node in scope.Program.Nodes)
        {
            if (node.Parent == container && (node.Name == idOrName || node.ActivityId == idOrName))
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>Every name <see cref="Find"/> knows in a scope.</summary>
    public static IEnumerable<string> All(ActivityContext scope)
    {
        var container = ContainerOf(scope);
        foreach (var node in scope.Program.Nodes.Where(each => each.Parent == container))
        {
            foreach (var output in node.OutputDescriptors)
            {
                yield return output.Name + From + Pascal(NameOf(scope, node));
            }
        }

        foreach (var input in scope.Program.InputNames)
        {
            yield return input;
        }

        foreach (var variable in Variables(scope))
        {
            yield return Pascal(variable.Name);
        }
    }

    private static IEnumerable<Variable> Variables(ActivityContext scope)
    {
        for (var at = scope; at is not null; at = at.Parent)
        {
            foreach (var variable in at.DeclaredVariables.Concat(at.UndeclaredVariables))
            {
                if (variable.Declaration.HasAccessor && IsValid(variable.Name))
                {
                    yield return variable;
                }
            }
        }
    }

    // Where several have the name the last one is meant.
    private static ProgramNode? FindOutput(ActivityContext scope, string output, string activity)
    {
        var container = ContainerOf(scope);
        for (var i = scope.Program.Nodes.Count - 1; i >= 0; i--)
        {
            var node = scope.Program.Nodes[i];
            if (node.Parent == container && node.OutputDescriptors.Any(each => each.Name == output) && Pascal(NameOf(scope, node)) == activity)
            {
                return node;
            }
        }

        return null;
    }

    // Documents of before Elsa 3 name no tool version; there it was the id.
    private static string NameOf(ActivityContext scope, ProgramNode node) =>
        (scope.Program.NamesOutputsById ? node.ActivityId : node.Name) ?? "";

    private static ProgramNode? ContainerOf(ActivityContext scope)
    {
        var container = scope.Node.Parent;
        while (container is { IsVariableScope: false })
        {
            container = container.Parent;
        }

        return container;
    }
}

/// <summary>What an accessor reads: a variable, else the output <paramref name="Text"/> of an activity, else the workflow input of that name.</summary>
internal readonly record struct ScriptName(Variable? Variable = null, ProgramNode? Node = null, string Text = "");
