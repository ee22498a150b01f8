using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Interop;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Engine.Scripting;

/// <summary>
/// A script engine that one evaluation has for itself. Making one costs far more than most scripts do, so each thread keeps one that is as
/// good as new: its globals are put back as they were, and one that a script could have marked in any other way is not kept
/// (<see cref="ScriptTraces"/>). Not thread-safe.
/// </summary>
internal sealed class ScriptEngine
{
    // An engine remembers something of each script it ran; now and then it is better to begin anew.
    private const int MostEvaluations = 5_000;

    [ThreadStatic]
    private static ScriptEngine? _kept;

    private readonly BurstLimits _limits;
    private readonly BurstTime _time = new();
    private readonly GlobalSnapshot _asNew;
    private IIdSource? _ids;
    private int _evaluations;

    private ScriptEngine(BurstLimits limits)
    {
        _limits = limits;
        Engine = new Jint.Engine(ScriptOptions.Of(limits, _time));

        // Otherwise random numbers would differ when a burst is repeated.
        var math = (ObjectInstance)Engine.Global.Get("Math");
        math.Set("random", new ClrFunction(Engine, "random", (_, _) => JsNumber.Create(_ids!.NextDouble())));
        _asNew = Engine.Advanced.CaptureGlobalSnapshot();
    }

    public Jint.Engine Engine { get; }

    /// <summary>An engine with the clock, the ids and the limits of a burst.</summary>
    public static ScriptEngine Rent(BurstEnvironment environment)
    {
        var engine = _kept;
        _kept = null;
        if (engine is null || engine._limits != environment.Limits)
        {
            engine = new ScriptEngine(environment.Limits);
        }

        engine._time.Now = environment.Now;
        engine._ids = environment.Ids;
        engine._evaluations++;
        return engine;
    }

    /// <summary>Keeps an engine for the next script of this thread. Not for one whose script failed, or may have left traces beyond its globals.</summary>
    public void Keep()
    {
        if (_evaluations < MostEvaluations)
        {
            Engine.Advanced.RestoreGlobalSnapshot(_asNew);
            _ids = null;
            _kept = this;
        }
    }
}
