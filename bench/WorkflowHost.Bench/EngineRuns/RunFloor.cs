using Acornima.Ast;
using Jint;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Bench.EngineRuns;

/// <summary>The same work without a workflow: what nothing that runs workflows can be faster than.</summary>
internal sealed class RunFloor
{
    private static readonly Prepared<Script> Prepared = Jint.Engine.PrepareScript(RunDefinitions.PlainScript);

    private readonly string[] _ids = [.. Enumerable.Range(0, RunDefinitions.Steps).Select(i => $"line{i}")];
    private readonly string[] _texts = [.. Enumerable.Range(0, RunDefinitions.Steps).Select(i => $"step {i}")];
    private readonly Jint.Engine _engine = new Jint.Engine().SetValue("getName", () => "王小明").SetValue("getAmount", () => 0);

    /// <summary>A loop that writes ten lines.</summary>
    public object TenSteps()
    {
        var lines = new List<Effect>();
        for (var i = 0; i < _ids.Length; i++)
        {
            lines.Add(new LineWritten(_ids[i], _texts[i]));
        }

        return lines;
    }

    /// <summary>Jint alone, one engine for all runs, the script parsed once; no limits, nothing reset.</summary>
    public object TenScripts()
    {
        var lines = new List<Effect>();
        foreach (var id in _ids)
        {
            lines.Add(new LineWritten(id, _engine.Evaluate(Prepared).ToString()));
        }

        return lines;
    }
}
