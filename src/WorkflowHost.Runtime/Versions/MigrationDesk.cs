using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Versions;

namespace WorkflowHost.Runtime.Versions;

/// <summary>
/// Lets running cases go on with another version of their SOP: which could, where each would stand, and the move itself, one
/// transaction a case. Refusals, idempotency keys and answers are as with <see cref="CaseDesk"/>. Thread-safe.
/// </summary>
public sealed class MigrationDesk
{
    private readonly CaseCommandRunner _runner;
    private readonly CaseReader _reader;
    private readonly DefinitionStore _definitions;
    private readonly StaffDirectory _staff;
    private readonly CaseReaders _readers;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly AuditTrail _audit;

    internal MigrationDesk(
        CaseCommandRunner runner, CaseReader reader, DefinitionStore definitions, StaffDirectory staff, CaseReaders readers,
        IDbContextFactory<WorkflowDbContext> contexts, AuditTrail audit)
    {
        _runner = runner;
        _reader = reader;
        _definitions = definitions;
        _staff = staff;
        _readers = readers;
        _contexts = contexts;
        _audit = audit;
    }

    /// <summary>Cases of a definition that have not ended and run on another version than the one to go to; the longest open first.</summary>
    /// <returns>
    /// Refused with <c>migration.role_required</c>, <c>definition.not_found</c>, <c>definition.not_published</c>,
    /// <c>migration.version_unknown</c> or <c>migration.never_published</c>.
    /// </returns>
    public async Task<CommandResult<MovableCases>> CasesAsync(string definitionId, MovableFilter filter, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(actor);
        var target = await TargetAsync(definitionId, filter.To, actor, cancellationToken);
        if (!target.IsOk)
        {
            return CommandResult.Refused<MovableCases>(target.Refusal);
        }

        var to = target.Value.Version;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var cases = context.Cases.Where(c => c.DefinitionId == definitionId && c.Status != CaseStatus.Ended && c.DefinitionVersion != to);
        cases = filter.From is { } from ? cases.Where(c => c.DefinitionVersion == from) : cases;
        cases = filter.Stage is { } stage ? cases.Where(c => c.Stage == stage) : cases;
        var total = await cases.CountAsync(cancellationToken);
        var rows = await cases.OrderBy(c => c.OpenedAt).ThenBy(c => c.Id)
            .Take(Math.Clamp(filter.Take, 1, 500))
            .Select(c => new
            {
                Case = new MovableCase(
                    c.Id, c.Number, c.DefinitionId, c.DefinitionVersion, c.Version, c.Status, c.Stage, c.Title, c.HandlerId, c.OpenedAt, c.NextDueAt, c.IncidentCount),
                c.Persons,
                c.Barred,
            })
            .ToListAsync(cancellationToken);
        var readers = _definitions.ReadersOf(definitionId);
        return CommandResult.Of(new MovableCases(
            to, total,
            [.. rows.Select(row => Shown(row.Case with { HandlerName = _staff.NameOf(row.Case.HandlerName) }, CaseAccess.SeesCases(actor), readers.Admit(actor, row.Persons, row.Barred)))]));
    }

    /// <summary>Where a case would stand on a version; nothing is stored.</summary>
    /// <param name="to">The published version when null.</param>
    /// <returns>Refused as <see cref="CasesAsync"/>, or with <c>case.not_found</c>; what stands in the way of the case itself is in the preview.</returns>
    public async Task<CommandResult<MovePreview>> PreviewAsync(string definitionId, int? to, CaseMove move, Actor actor, CancellationToken cancellationToken = default)
    {
        var all = await PreviewAllAsync(definitionId, to, [move], actor, cancellationToken);
        return all.IsOk ? all.Value[0] : CommandResult.Refused<MovePreview>(all.Refusal);
    }

    /// <summary>The same of several cases, in their order.</summary>
    /// <returns>Refused as <see cref="CasesAsync"/>; a case that is not there is refused by itself.</returns>
    public async Task<CommandResult<IReadOnlyList<CommandResult<MovePreview>>>> PreviewAllAsync(
        string definitionId, int? to, IReadOnlyList<CaseMove> moves, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentNullException.ThrowIfNull(actor);
        var target = await TargetAsync(definitionId, to, actor, cancellationToken);
        if (!target.IsOk)
        {
            return CommandResult.Refused<IReadOnlyList<CommandResult<MovePreview>>>(target.Refusal);
        }

        var previews = new List<CommandResult<MovePreview>>(moves.Count);
        foreach (var move in moves)
        {
            previews.Add(await PreviewAsync(target.Value, move, actor, cancellationToken));
        }

        return CommandResult.Of<IReadOnlyList<CommandResult<MovePreview>>>(previews);
    }

    /// <summary>Moves one case, durable when answered.</summary>
    /// <returns>Refused as <see cref="PreviewAsync(string, int?, CaseMove, Actor, CancellationToken)"/>, or with what stands in the case's way: <c>migration.blocked</c>, <c>migration.case_went_on</c>…</returns>
    public async Task<CommandResult<MovedCase>> MigrateAsync(
        string definitionId, int? to, CaseMove move, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        var all = await MigrateAllAsync(definitionId, to, [move], actor, idempotencyKey, cancellationToken);
        return all.IsOk ? all.Value[0] : CommandResult.Refused<MovedCase>(all.Refusal);
    }

    /// <summary>Moves several cases in their order, one transaction each; a refusal of one does not stop the others. What was moved by this key before is answered alike.</summary>
    /// <returns>Refused as <see cref="CasesAsync"/>, when no case was moved by this key before.</returns>
    public async Task<CommandResult<IReadOnlyList<CommandResult<MovedCase>>>> MigrateAllAsync(
        string definitionId, int? to, IReadOnlyList<CaseMove> moves, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentNullException.ThrowIfNull(actor);
        if (await RefusalOfAsync(definitionId, actor) is { } refusal)
        {
            return CommandResult.Refused<IReadOnlyList<CommandResult<MovedCase>>>(refusal);
        }

        CommandResult<WorkflowProgram>? target = null;
        var results = new List<CommandResult<MovedCase>>(moves.Count);
        foreach (var move in moves)
        {
            var caseId = _reader.IdOf(move.CaseId) ?? move.CaseId;
            // Of what was asked, not of the version that was meant by it: that may be another one by now.
            var receipt = idempotencyKey is null ? null : new CommandReceipt($"{idempotencyKey}:{caseId}", actor.Id, HashOf(move, caseId, to));
            if (await _runner.ReplayAsync(receipt, cancellationToken) is { } replay)
            {
                results.Add(Of(replay, actor, definitionId));
                continue;
            }

            target ??= await TargetAsync(definitionId, to, actor, cancellationToken);
            if (!target.IsOk && results.Count == 0)
            {
                return CommandResult.Refused<IReadOnlyList<CommandResult<MovedCase>>>(target.Refusal);
            }

            results.Add(target.IsOk ? await MigrateAsync(target.Value, caseId, move, actor, receipt, cancellationToken) : CommandResult.Refused<MovedCase>(target.Refusal));
            if (results[^1].Refusal?.Code == "case.busy")
            {
                // The version may have been deleted meanwhile, and then says so better than a race that nobody wins.
                target = await TargetAsync(definitionId, to, actor, cancellationToken);
                results[^1] = target.IsOk ? results[^1] : CommandResult.Refused<MovedCase>(target.Refusal);
            }
        }

        return CommandResult.Of<IReadOnlyList<CommandResult<MovedCase>>>(results);
    }

    private async Task<CommandResult<MovePreview>> PreviewAsync(WorkflowProgram target, CaseMove move, Actor actor, CancellationToken cancellationToken)
    {
        if (_reader.IdOf(move.CaseId) is not { } id || await _reader.LoadAsync(id, cancellationToken) is not { } state)
        {
            return CommandResult.Refused<MovePreview>(CaseRefusal.NotFound("case.not_found", ("case", move.CaseId)));
        }

        var from = await _runner.ProgramOfAsync(state, cancellationToken);
        var preview = CaseMigration.Preview(state, new MigrateCase(actor, from, move.Choices, move.ExpectedVersion), _runner.EnvironmentOf(target, _runner.Now));
        return CommandResult.Of(new MovePreview(
            Of(state, actor), preview.Outcome.Refusal is { } refusal ? preview with { Outcome = CaseOutcome.Of(Told(refusal, actor, state.DefinitionId)) } : preview));
    }

    private async Task<CommandResult<MovedCase>> MigrateAsync(
        WorkflowProgram target, string caseId, CaseMove move, Actor actor, CommandReceipt? receipt, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await _runner.RunAsync(caseId, state => CommandOf(state, move, actor), receipt, settlement: null, cancellationToken, target), actor, target.DefinitionId);
        }
        catch (DbException error) when (StorageFaults.Of(error) is { } fault)
        {
            return CommandResult.Refused<MovedCase>(StorageRefusals.Of(fault));
        }
    }

    private CommandResult<MovedCase> Of(CaseRun run, Actor actor, string definitionId) =>
        run.State is { } moved ? CommandResult.Of(new MovedCase(Of(moved, actor), run.IsStored)) : CommandResult.Refused<MovedCase>(Told(run.Refusal!, actor, definitionId));

    private MigrateCase CommandOf(CaseState state, CaseMove move, Actor actor) => new(
        actor,
        _definitions.Compiled(state.DefinitionId, state.DefinitionVersion) ?? throw new InvalidOperationException($"Case {state.Number} was read without its program."),
        move.Choices,
        move.ExpectedVersion);

    /// <summary>Only a version that was published once never changes, so only such a one may carry cases.</summary>
    private async Task<CommandResult<WorkflowProgram>> TargetAsync(string definitionId, int? to, Actor actor, CancellationToken cancellationToken)
    {
        if (await RefusalOfAsync(definitionId, actor) is { } refusal)
        {
            return Refused(refusal);
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var versions = await context.Definitions.Where(d => d.DefinitionId == definitionId).Select(d => new { d.Version, d.State, d.PublishedAt }).ToListAsync(cancellationToken);
        var wanted = versions.Find(version => to is null ? version.State == DefinitionState.Published : version.Version == to);
        return versions.Count == 0 ? Refused(CaseRefusal.NotFound("definition.not_found", ("definition", definitionId)))
            : wanted is null ? Refused(to is { } number
                ? CaseRefusal.NotFound("migration.version_unknown", ("version", Text(number)))
                : CaseRefusal.Conflict("definition.not_published", ("definition", definitionId)))
            : wanted.PublishedAt is null ? Refused(CaseRefusal.Conflict("migration.never_published", ("version", Text(wanted.Version))))
            : await _definitions.ProgramAsync(definitionId, wanted.Version, cancellationToken) is { } program ? CommandResult.Of(program)
            : Refused(CaseRefusal.Conflict("migration.version_broken", ("version", Text(wanted.Version))));

        static CommandResult<WorkflowProgram> Refused(CaseRefusal refusal) => CommandResult.Refused<WorkflowProgram>(refusal);
    }

    private async Task<CaseRefusal?> RefusalOfAsync(string definitionId, Actor actor)
    {
        if (CaseAccess.Migrates(actor))
        {
            return null;
        }

        await _audit.RecordAsync(actor, "denied", "definition:" + definitionId, "migration.role_required");
        return CaseRefusal.Forbidden("migration.role_required", ("roles", string.Join(',', CaseAccess.MigrationRoles)));
    }

    private MovableCase Of(CaseState state, Actor actor)
    {
        var summary = CaseSummary.Of(state);
        return Shown(
            new(state.Id, state.Number, state.DefinitionId, state.DefinitionVersion, state.Version, state.Status, state.Stage, summary.Title,
                _staff.NameOf(summary.HandlerId), state.OpenedAt, summary.NextDueAt, summary.IncidentCount),
            CaseAccess.SeesCases(actor),
            _readers.MayRead(actor, state));
    }

    /// <summary>A title is often the customer's own words; and who works on what only some may read, they alone know.</summary>
    private static MovableCase Shown(MovableCase row, bool seesCases, bool mayRead) => row with
    {
        Title = seesCases && mayRead ? row.Title : null,
        HandlerName = mayRead ? row.HandlerName : null,
    };

    /// <summary>What a step failed on often quotes the value of a field.</summary>
    private CaseRefusal Told(CaseRefusal refusal, Actor actor, string definitionId) =>
        refusal.Code == "migration.would_fault" && !(CaseAccess.SeesCases(actor) && _readers.MayReadAll(actor, definitionId))
            ? CaseRefusal.Conflict("migration.would_fault_unseen", ("step", refusal.Args.GetValueOrDefault("step") ?? string.Empty))
            : refusal;

    private static string HashOf(CaseMove move, string caseId, int? to)
    {
        var choices = new JsonObject();
        foreach (var (step, choice) in move.Choices.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            choices[step] = choice;
        }

        return RequestHash.Of(choices, "migrate", caseId, to is { } version ? Text(version) : "published", move.ExpectedVersion?.ToString(CultureInfo.InvariantCulture));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
