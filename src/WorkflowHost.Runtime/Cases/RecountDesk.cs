using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// Lets running cases follow changed clock policies and calendars: first shown, then done with a reason, one transaction a
/// case. A case keeps the periods it began with until this is asked for. Thread-safe.
/// </summary>
public sealed class RecountDesk
{
    /// <summary>Cases looked at in one call; a caller goes on with <see cref="RecountPage.Next"/>.</summary>
    public const int MostCases = 500;

    private const int LongestReason = 500;

    private readonly CaseCommandRunner _runner;
    private readonly CaseReader _reader;
    private readonly DefinitionStore _definitions;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly AuditTrail _audit;
    private readonly ILogger<RecountDesk> _log;

    internal RecountDesk(CaseCommandRunner runner, CaseReader reader, DefinitionStore definitions, IDbContextFactory<WorkflowDbContext> contexts, AuditTrail audit, ILogger<RecountDesk> log)
    {
        _runner = runner;
        _reader = reader;
        _definitions = definitions;
        _contexts = contexts;
        _audit = audit;
        _log = log;
    }

    /// <summary>What would move. Stores nothing.</summary>
    /// <param name="after">The last page's <see cref="RecountPage.Next"/>; null begins at the first case.</param>
    /// <returns>Refused with <c>migration.role_required</c>.</returns>
    public Task<CommandResult<RecountPage>> PreviewAsync(Actor actor, string? after = null, CancellationToken cancellationToken = default) =>
        OnCasesAsync(actor, after, PreviewOfAsync, cancellationToken);

    /// <summary>Counts the cases of a page again.</summary>
    /// <param name="reason">1 to 500 characters, kept in the timeline of each case that changes.</param>
    /// <returns>Refused with <c>migration.role_required</c> or <c>form.invalid</c>; a refusal of one case doesn't stop the others.</returns>
    public async Task<CommandResult<RecountPage>> ApplyAsync(string reason, Actor actor, string? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (FaultOf(reason) is { } fault)
        {
            return CommandResult.Refused<RecountPage>(CaseRefusal.Invalid([fault]));
        }

        var page = await OnCasesAsync(actor, after, (state, by, cancellation) => ApplyToAsync(state, by, reason, cancellation), cancellationToken);
        if (page.Value is { } done)
        {
            await _audit.RecordAsync(
                actor, "clocks_recounted", "clocks",
                string.Create(CultureInfo.InvariantCulture, $"{done.Cases.Count(each => each.Refusal is null)} changed, {done.Cases.Count(each => each.Refusal is not null)} refused, {done.Looked} looked at: {reason.Trim()}"));
        }

        return page;
    }

    private async Task<CommandResult<RecountPage>> OnCasesAsync(
        Actor actor, string? after, Func<CaseState, Actor, CancellationToken, Task<CaseRecount?>> look, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!CaseAccess.Migrates(actor))
        {
            await _audit.RecordAsync(actor, "denied", "clocks:recount", "migration.role_required");
            return CommandResult.Refused<RecountPage>(CaseRefusal.Forbidden("migration.role_required", ("roles", string.Join(',', CaseAccess.MigrationRoles))));
        }

        var ids = await CandidatesAsync(after ?? string.Empty, cancellationToken);
        var cases = new List<CaseRecount>();
        foreach (var id in ids)
        {
            if (await LookedAtAsync(id, state => look(state, actor, cancellationToken), cancellationToken) is { } recount)
            {
                cases.Add(recount);
            }
        }

        return CommandResult.Of(new RecountPage(cases, ids.Count, ids.Count == MostCases ? ids[^1] : null));
    }

    private async Task<CaseRecount?> LookedAtAsync(string id, Func<CaseState, Task<CaseRecount?>> look, CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.LoadAsync(id, cancellationToken) is { } state ? await look(state) : null;
        }
#pragma warning disable CA1031 // Boundary: one case that breaks must not keep the deadlines of all others where they are.
        catch (Exception error) when (error is not OperationCanceledException && !(error is DbException stored && StorageFaults.Of(stored) is not null))
#pragma warning restore CA1031
        {
            _log.LogError(error, "The deadlines of case {CaseId} could not be counted again", id);
            return new CaseRecount(id, _reader.Listed([id]).GetValueOrDefault(id)?.Number ?? id, [], CaseRefusal.Conflict("incident.case_broken", ("case", id)));
        }
    }

    private static FieldFault? FaultOf(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? new("reason", "field.required", new Dictionary<string, string>())
        : reason.Length > LongestReason ? new("reason", "field.too_long", new Dictionary<string, string> { ["max"] = LongestReason.ToString(CultureInfo.InvariantCulture) })
        : null;

    /// <summary>Cases with something that runs, in the order of their ids.</summary>
    private async Task<List<string>> CandidatesAsync(string after, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var clocks = context.Clocks.Where(c => c.Status == ClockStatus.Running || c.Status == ClockStatus.Paused).Select(c => c.CaseId);
        var calls = context.Revisits.Where(r => r.Status == RevisitStatus.Planned).Select(r => r.CaseId);
        return await clocks.Union(calls).Where(id => id.CompareTo(after) > 0).OrderBy(id => id).Take(MostCases).ToListAsync(cancellationToken);
    }

    private async Task<CaseRecount?> PreviewOfAsync(CaseState state, Actor actor, CancellationToken cancellationToken)
    {
        if (await _definitions.ProgramAsync(state.DefinitionId, state.DefinitionVersion, cancellationToken) is not { } program)
        {
            return null;
        }

        var outcome = CaseProcess.Handle(state, new ReapplyRules(actor, "preview"), _runner.EnvironmentOf(program, _runner.Now));
        return outcome.Burst is { } burst ? new CaseRecount(state.Id, state.Number, MovedDue.Between(state, burst.State)) : null;
    }

    private async Task<CaseRecount?> ApplyToAsync(CaseState state, Actor actor, string reason, CancellationToken cancellationToken)
    {
        var run = await _runner.RunAsync(state.Id, _ => new ReapplyRules(actor, reason), receipt: null, settlement: null, cancellationToken);
        return run.Refusal is { } refusal ? new CaseRecount(state.Id, state.Number, [], refusal)
            : run is { IsStored: true, State: { } after } ? new CaseRecount(state.Id, state.Number, MovedDue.Between(state, after))
            : null;
    }
}
