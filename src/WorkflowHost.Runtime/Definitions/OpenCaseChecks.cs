using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>
/// Holds a pack that is about to be loaded against the stored versions it would be used with: those on which cases run, and the
/// published ones. A form that is gone stops a running case at that step, and a clock beyond a verified limit breaks the law in every
/// new case, so neither is loaded.
/// </summary>
internal static class OpenCaseChecks
{
    /// <param name="filed">Definitions whose published version comes from a file that is checked itself.</param>
    /// <returns>What keeps the pack from being loaded; what only deserves a look is in the log.</returns>
    public static async Task<IReadOnlyList<StartFault>> FaultsAsync(WorkflowDbContext context, SopPack pack, HashSet<string> filed, ILogger log, CancellationToken cancellationToken)
    {
        var open = await context.Cases.Where(c => c.Status != CaseStatus.Ended)
            .GroupBy(c => new { c.DefinitionId, c.DefinitionVersion })
            .Select(g => new { g.Key.DefinitionId, g.Key.DefinitionVersion, Count = g.Count() })
            .ToDictionaryAsync(g => (g.DefinitionId, g.DefinitionVersion), g => g.Count, cancellationToken);
        var faults = new List<StartFault>();
        foreach (var row in await context.Definitions.Where(d => d.PublishedAt != null).OrderBy(d => d.DefinitionId).ThenBy(d => d.Version).ToListAsync(cancellationToken))
        {
            var cases = open.GetValueOrDefault((row.DefinitionId, row.Version));
            var isStarting = row.State == DefinitionState.Published && !filed.Contains(row.DefinitionId);
            if ((cases == 0 && !isStarting) || WorkflowDefinition.Read(row.Json).Definition is not { } definition)
            {
                continue;
            }

            foreach (var finding in Findings(definition, pack).Where(IsOfThePack))
            {
                var fault = FaultOf(row, cases, finding);
                if (finding.Severity == LintSeverity.Error && (cases > 0 || IsLimit(finding)))
                {
                    faults.Add(fault);
                }
                else if (finding.Severity == LintSeverity.Error || IsLimit(finding))
                {
                    log.LogWarning("{Fault}", fault);
                }
            }
        }

        return faults;
    }

    /// <summary>Clocks of a definition from a file that run longer than a verified limit allows, or give the customer less time.</summary>
    public static IEnumerable<DefinitionFault> LimitFaults(WorkflowDefinition definition, SopPack pack) => Findings(definition, pack)
        .Where(finding => finding.Severity == LintSeverity.Error && IsLimit(finding))
        .Select(finding => new DefinitionFault(finding.Code, finding.Path, null, null, finding.ActivityId, finding.ActivityName, finding.Message.Text.En));

    /// <summary>Without compiling: a stored version did compile, and its workflows as activities aren't at hand yet.</summary>
    private static IReadOnlyList<LintFinding> Findings(WorkflowDefinition definition, SopPack pack) =>
        SopLint.Check(new() { Definition = definition, Pack = pack, Compilation = new Compilation(null, []) }).Findings;

    private static StartFault FaultOf(StoredDefinition row, int cases, LintFinding finding) => new(
        row.FileName ?? row.DefinitionId, null, null, finding.Path, finding.Code,
        $"[{finding.ActivityName ?? finding.ActivityId}] Stored version {row.Version} of {row.DefinitionId}, "
            + (cases > 0 ? $"on which {cases} case(s) run" : "on which new cases start")
            + $": {finding.Message.Text.En} Put the pack back as it was for this version, or first move its cases to another.");

    private static bool IsOfThePack(LintFinding finding) => IsLimit(finding) || (finding.Code.StartsWith("sop.", StringComparison.Ordinal) && finding.Code.EndsWith(".unknown", StringComparison.Ordinal));

    private static bool IsLimit(LintFinding finding) => finding.Code is LintCodes.ClockAboveLimit or LintCodes.ExtensionAboveLimit or LintCodes.ClockBelowLimit;
}
