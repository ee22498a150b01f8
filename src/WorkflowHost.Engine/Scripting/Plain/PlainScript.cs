using Acornima.Ast;
using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Scripting.Plain;

/// <summary>
/// A script that needs no script engine: nearly all that stand in workflows read a few values and compare, calculate or join them. It gives
/// exactly what the engine would; where that is not certain at some value, it gives up before it has changed anything, and the engine runs
/// the script. Immutable, thread-safe.
/// </summary>
internal sealed class PlainScript
{
    private readonly PlainStatement[] _body;
    private readonly PlainAssignment? _last;
    private readonly int _locals;

    private PlainScript(PlainStatement[] body, PlainAssignment? last, int locals)
    {
        _body = body;
        _last = last;
        _locals = locals;
    }

    /// <summary>The script compiled, or null if it needs an engine.</summary>
    /// <param name="script">The parsed script.</param>
    /// <param name="variableNames">The names that <c>variables</c> holds in this script.</param>
    public static PlainScript? Compile(Script script, IReadOnlyCollection<string> variableNames)
    {
        var compiler = new PlainCompiler(variableNames);
        return new PlainStatements(compiler).Script(script) is var (body, last) ? new PlainScript(body, last, compiler.Names.Count) : null;
    }

    /// <summary>Runs it; false if it must be run by a script engine after all, and then nothing has happened.</summary>
    public bool TryRun(ActivityContext scope, out object? result)
    {
        if (scope.Program.HidesFunctions)
        {
            result = null;
            return false;
        }

        var frame = new PlainFrame(scope, _locals == 0 ? [] : new PlainValue[_locals]);
        var value = PlainValue.Undefined;
        foreach (var statement in _body)
        {
            if (statement(frame, ref value))
            {
                return PlainResult.TryRead(value, out result);
            }
        }

        return _last is null ? PlainResult.TryRead(value, out result) : _last.TryAssign(frame, out result);
    }
}
