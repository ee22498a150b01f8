using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Counts provisional deadlines and planned calls again once the calendar they lean on is there (domain 2.8: recomputed on load, both values kept).</summary>
internal sealed class ProvisionalClocks(
    IDbContextFactory<WorkflowDbContext> contexts, CaseCommandRunner runner, SopPackSource packs, ILogger<ProvisionalClocks> log)
{
    /// <summary>Asks each case with a provisional deadline whose years are all loaded now; a case whose deadlines stay as they are is left alone.</summary>
    public async Task RecountAsync(CancellationToken cancellationToken)
    {
        var calendars = packs.Current.Calendars.Values.ToArray();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var clocks = await context.Clocks
            .Where(c => c.IsProvisional && (c.Status == ClockStatus.Running || c.Status == ClockStatus.Paused))
            .Select(c => new { c.CaseId, c.StartedAt, c.DueAt })
            .ToListAsync(cancellationToken);
        var revisits = await context.Revisits
            .Where(r => r.IsProvisional && r.Status == RevisitStatus.Planned)
            .Select(r => new { r.CaseId, r.DueFrom, r.DueAt })
            .ToListAsync(cancellationToken);
        var recounted = 0;
        var concerned = clocks
            .Select(c => (c.CaseId, From: c.StartedAt, To: c.DueAt))
            .Concat(revisits.Select(r => (r.CaseId, From: r.DueFrom, To: r.DueAt)))
            .Where(c => calendars.Any(calendar => !calendar.IsProvisional(calendar.LocalDate(c.From), calendar.LocalDate(c.To))))
            .Select(c => c.CaseId)
            .Distinct(StringComparer.Ordinal);
        foreach (var caseId in concerned)
        {
            recounted += await RecountAsync(caseId, cancellationToken) ? 1 : 0;
        }

        if (recounted > 0)
        {
            log.LogInformation("Counted the deadlines of {Count} case(s) again by newly loaded calendars", recounted);
        }
    }

    private async Task<bool> RecountAsync(string caseId, CancellationToken cancellationToken)
    {
        try
        {
            return (await runner.RunAsync(caseId, _ => new RecountClocks(), receipt: null, settlement: null, cancellationToken)).IsStored;
        }
#pragma warning disable CA1031 // Boundary: one case that cannot be read must not keep the host from starting; its deadline stays marked provisional.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "The deadlines of case {CaseId} could not be counted again", caseId);
            return false;
        }
    }
}
