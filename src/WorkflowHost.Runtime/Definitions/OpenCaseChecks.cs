using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop;
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
        var faults = new List<StartFault>();
        foreach (var found in (await FindingsAsync(context, [pack], cancellationToken))[0].Where(found => found.Cases > 0 || !filed.Contains(found.DefinitionId)))
        {
            var fault = FaultOf(found);
            if (found.Finding.Severity == LintSeverity.Error && (found.Cases > 0 || IsLimit(found.Finding)))
            {
                faults.Add(fault);
            }
            else if (found.Finding.Severity == LintSeverity.Error || IsLimit(found.Finding))
            {
                log.LogWarning("{Fault}", fault);
            }
        }

        return faults;
    }

    /// <summary>What the versions in use, those cases run on and those new cases start on, would find wrong with each of the packs.</summary>
    /// <param name="packs">Each version is read once for all of them.</param>
    public static async Task<IReadOnlyList<List<StoredFinding>>> FindingsAsync(WorkflowDbContext context, IReadOnlyList<SopPack> packs, CancellationToken cancellationToken)
    {
        var open = await context.Cases.Where(c => c.Status != CaseStatus.Ended)
            .GroupBy(c => new { c.DefinitionId, c.DefinitionVersion })
            .Select(g => new { g.Key.DefinitionId, g.Key.DefinitionVersion, Count = g.Count() })
            .ToDictionaryAsync(g => (g.DefinitionId, g.DefinitionVersion), g => g.Count, cancellationToken);
        var findings = packs.Select(_ => new List<StoredFinding>()).ToList();
        foreach (var row in await context.Definitions.Where(d => d.PublishedAt != null).OrderBy(d => d.DefinitionId).ThenBy(d => d.Version).ToListAsync(cancellationToken))
        {
            var cases = open.GetValueOrDefault((row.DefinitionId, row.Version));
            if ((cases == 0 && row.State != DefinitionState.Published) || WorkflowDefinition.Read(row.Json).Definition is not { } definition)
            {
                continue;
            }

            foreach (var (pack, found) in packs.Zip(findings))
            {
                found.AddRange(Findings(definition, pack).Where(IsOfThePack).Select(finding => new StoredFinding(
                    row.DefinitionId, row.Version, NameOf(row, definition), row.FileName ?? row.DefinitionId, cases, finding)));
            }
        }

        return findings;
    }

    private static LocalizedText NameOf(StoredDefinition row, WorkflowDefinition definition) =>
        SopProfile.Of(definition) is { } profile ? new LocalizedText(profile.NameZh, profile.NameEn) : row.Name ?? row.DefinitionId;

    /// <summary>Clocks of a definition from a file that run longer than a verified limit allows, or give the customer less time.</summary>
    public static IEnumerable<DefinitionFault> LimitFaults(WorkflowDefinition definition, SopPack pack) => Findings(definition, pack)
        .Where(finding => finding.Severity == LintSeverity.Error && IsLimit(finding))
        .Select(finding => new DefinitionFault(finding.Code, finding.Path, null, null, finding.ActivityId, finding.ActivityName, finding.Message.Text.En));

    /// <summary>Without compiling: a stored version did compile, and its workflows as activities aren't at hand yet.</summary>
    private static IReadOnlyList<LintFinding> Findings(WorkflowDefinition definition, SopPack pack) =>
        SopLint.Check(new() { Definition = definition, Pack = pack, Compilation = new Compilation(null, []) }).Findings;

    private static StartFault FaultOf(StoredFinding found) => new(
        found.File, null, null, found.Finding.Path, found.Finding.Code,
        $"[{found.Finding.ActivityName ?? found.Finding.ActivityId}] Stored version {found.Version} of {found.DefinitionId}, "
            + (found.Cases > 0 ? $"on which {found.Cases} case(s) run" : "on which new cases start")
            + $": {found.Finding.Message.Text.En} Put the pack back as it was for this version, or first move its cases to another.");

    private static bool IsOfThePack(LintFinding finding) => IsLimit(finding) || (finding.Code.StartsWith("sop.", StringComparison.Ordinal) && finding.Code.EndsWith(".unknown", StringComparison.Ordinal));

    private static bool IsLimit(LintFinding finding) => finding.Code is LintCodes.ClockAboveLimit or LintCodes.ExtensionAboveLimit or LintCodes.ClockBelowLimit;
}
