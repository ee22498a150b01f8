using System.Text.Json.Nodes;
using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Cases;

/// <summary>Decision tables over the case's fields.</summary>
public sealed partial class CaseWork
{
    /// <summary>Evaluates a table, keeps its outputs as fields and its reasons in the timeline.</summary>
    /// <exception cref="SopFaultException">There is no such table.</exception>
    public JsonObject Decide(string tableId)
    {
        if (!_environment.Pack.DecisionTables.TryGetValue(tableId, out var table))
        {
            throw new SopFaultException($"There is no decision table '{tableId}' in the SOP pack. Known: {string.Join(", ", _environment.Pack.DecisionTables.Keys.Order(StringComparer.Ordinal))}.");
        }

        var result = table.Evaluate(Data);
        Merge(result.Outputs);
        Log(tableId, result);
        return result.Outputs;
    }

    /// <summary>Notes what a form's own tables decided; the outputs came in with its values.</summary>
    /// <param name="scope">Under which name the form's values are kept together; null when they are fields of the case.</param>
    internal void LogDecisions(IReadOnlyList<(string TableId, DecisionResult Result)> decisions, string? scope = null)
    {
        foreach (var (tableId, result) in decisions)
        {
            Log(tableId, result, scope);
        }
    }

    private void Log(string tableId, DecisionResult result, string? scope = null) => Log(
        "decision.made",
        ("table", tableId),
        ("rules", string.Join(',', result.Hits.Select(h => h.RuleId))),
        ("outputs", string.Join(", ", result.Outputs.Select(o => $"{o.Key}={(o.Value is JsonArray list ? string.Join('、', list) : o.Value)}"))),
        (IndependentFillings.ScopeArgument, scope ?? string.Empty));
}
