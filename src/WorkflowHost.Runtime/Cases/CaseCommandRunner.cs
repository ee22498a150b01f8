using System.Globalization;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>Load, handle, store; and again from the load when somebody else was faster.</summary>
internal sealed class CaseCommandRunner(
    CaseReader reader,
    CaseCache cache,
    CaseTurns turns,
    CaseCommits commits,
    DefinitionStore definitions,
    CaseReaders readers,
    SopPackSource packs,
    StaffDirectory staff,
    TimeProvider time,
    IIdSource ids)
{
    /// <summary>The case is over and in the archive, where nothing changes.</summary>
    public const string Archived = "case.archived";

    private const int MostTries = 8;
    private const int LongestKey = 200;
    private const string MergeIntoField = "mergeInto";

    /// <summary>A timer this late says so in the timeline.</summary>
    private static readonly TimeSpan NoticeableDelay = TimeSpan.FromMinutes(1);

    /// <summary>Every try lost its race to another host. It passes, so whoever can tries again later.</summary>
    private static CaseRefusal Busy { get; } = new(RefusalKind.Unavailable, "case.busy", new Dictionary<string, string>(), []);

    /// <summary>The present, in whole milliseconds, as it is stored: an instant read back equals the one that was written.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        }
    }

    public async Task<CaseRun> OpenAsync(
        WorkflowProgram program,
        Func<string, OpenCase> command,
        (CaseNumbers Numbers, string Prefix, DateOnly Day) numbering,
        CommandReceipt? receipt,
        StartGuard? guard,
        CancellationToken cancellationToken)
    {
        // Doubles of one request wait for it instead of making a case each, of which all but one would be thrown away.
        using var turn = receipt is null ? null : await turns.EnterAsync($"key:{receipt.ActorId}:{receipt.Key}", cancellationToken);
        if (await ReplayAsync(receipt, cancellationToken) is { } replay)
        {
            return replay;
        }

        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var (given, uncounted) = await numbering.Numbers.NextAsync(numbering.Prefix, numbering.Day, cancellationToken);
            if (given is not { } number)
            {
                return CaseRun.Refused(StorageRefusals.Of(uncounted!));
            }

            var now = Now;
            CaseOutcome outcome;
            try
            {
                outcome = CaseProcess.Handle(null, command(number), EnvironmentOf(program, now));
            }
            catch
            {
                await numbering.Numbers.ReturnAsync(number);
                throw;
            }

            if (outcome.Burst is not { } burst)
            {
                await numbering.Numbers.ReturnAsync(number);
                return CaseRun.Refused(outcome.Refusal ?? throw new InvalidOperationException("Opening a case was neither done nor refused."));
            }

            var (verdict, fault) = await commits.CommitAsync(null, burst, receipt, settlement: null, now, guard);
            if (fault is null && verdict == CaseWriteVerdict.Stored)
            {
                return CaseRun.Stored(burst);
            }

            if (fault is { Code: StorageFault.Constraint })
            {
                // Either this very start was carried out before, or the number is taken; anything else will not pass by trying again.
                if (await reader.LoadAsync(burst.State.Id, cancellationToken) is { } opened)
                {
                    await numbering.Numbers.ReturnAsync(number);
                    return CaseRun.Unchanged(opened);
                }

                if (reader.MergeTargetOf(number) is not null)
                {
                    await numbering.Numbers.RereadAsync(number);
                    continue;
                }
            }

            await numbering.Numbers.ReturnAsync(number);
            if (fault is not null)
            {
                return CaseRun.Refused(StorageRefusals.Of(fault));
            }

            return await NotStartedAsync(verdict, program, receipt, cancellationToken);
        }

        return CaseRun.Refused(Busy);
    }

    /// <summary>Starts a workflow that is no SOP. An instance id that is taken already means that this very start was carried out before.</summary>
    public async Task<CaseRun> StartAsync(
        WorkflowProgram program, StartInstance command, CommandReceipt? receipt, StartGuard? guard, CancellationToken cancellationToken)
    {
        using var turn = receipt is null ? null : await turns.EnterAsync($"key:{receipt.ActorId}:{receipt.Key}", cancellationToken);
        if (await ReplayAsync(receipt, cancellationToken) is { } replay)
        {
            return replay;
        }

        var now = Now;
        var outcome = CaseProcess.Handle(null, command, EnvironmentOf(program, now));
        if (outcome.Burst is not { } burst)
        {
            return CaseRun.Refused(outcome.Refusal ?? throw new InvalidOperationException("Starting a workflow was neither done nor refused."));
        }

        var (verdict, fault) = await commits.CommitAsync(null, burst, receipt, settlement: null, now, guard);
        return (verdict, fault) switch
        {
            (CaseWriteVerdict.Stored, null) => CaseRun.Stored(burst),
            (_, { Code: StorageFault.Constraint }) when await reader.LoadAsync(command.Id, cancellationToken) is { } started => CaseRun.Unchanged(started),
            (_, not null) => CaseRun.Refused(StorageRefusals.Of(fault)),
            _ => await NotStartedAsync(verdict, program, receipt, cancellationToken),
        };
    }

    private async Task<CaseRun> NotStartedAsync(
        CaseWriteVerdict verdict, WorkflowProgram program, CommandReceipt? receipt, CancellationToken cancellationToken) => verdict switch
        {
            CaseWriteVerdict.NotActivated => CaseRun.Refused(CaseRefusal.Conflict(
                "instance.not_activated", ("definition", program.DefinitionId), ("strategy", program.ActivationStrategy.ToString()))),
            CaseWriteVerdict.NotPublished => CaseRun.Refused(CaseRefusal.NotFound("definition.not_published", ("definition", program.DefinitionId))),
            _ => await ReplayAsync(receipt, cancellationToken) ?? CaseRun.Refused(CaseRefusal.Conflict("instance.already_started")),
        };

    /// <param name="command">Makes the command from the state it will be handled on.</param>
    /// <param name="settlement">An outbox message that ends, or is put back, in the same transaction.</param>
    /// <param name="program">What the command is handled with; null is the program of the version the case is pinned to.</param>
    public async Task<CaseRun> RunAsync(
        string caseId,
        Func<CaseState, CaseCommand> command,
        CommandReceipt? receipt,
        OutboxSettlement? settlement,
        CancellationToken cancellationToken,
        WorkflowProgram? program = null)
    {
        if (KeyRefusal(receipt) is { } unusable)
        {
            return unusable;
        }

        using var turn = await turns.EnterAsync(caseId, cancellationToken);
        var state = cache.Find(caseId);
        var isCached = state is not null;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            state ??= await reader.LoadAsync(caseId, cancellationToken);
            if (state is null)
            {
                return await ReplayAsync(receipt, cancellationToken)
                    ?? CaseRun.Refused(await reader.FindAsync(caseId, cancellationToken) is { } archived && readers.MayCommand(command(archived), archived)
                        ? CaseRefusal.Conflict(Archived, ("case", caseId))
                        : NotFound(caseId));
            }

            var now = Now;
            CaseCommand handled;
            CaseOutcome outcome;
            try
            {
                handled = command(state);
                outcome = CaseAccess.OnlyReads(handled.Actor) && handled is not RevealSensitive
                    ? CaseOutcome.Of(readers.MayCommand(handled, state) ? CaseRefusal.Forbidden("case.read_only") : NotFound(caseId))
                    : readers.MayCommand(handled, state)
                    ? CaseProcess.Handle(state, handled, EnvironmentOf(program ?? await ProgramOfAsync(state, cancellationToken), now) with { MergeTarget = MergeTargetOf(handled) })
                    : CaseOutcome.Of(NotFound(caseId));
            }
            catch (Exception error) when (isCached && error is not OperationCanceledException)
            {
                // What another host has long changed may no longer fit; only what is really stored counts.
                cache.Drop(caseId);
                (state, isCached) = (null, false);
                continue;
            }

            if (outcome.Burst is { } burst)
            {
                var (verdict, fault) = await commits.CommitAsync(state, WithDelay(handled, burst, now), receipt, settlement, now);
                if (fault is not null)
                {
                    return CaseRun.Refused(StorageRefusals.Of(fault));
                }

                switch (verdict)
                {
                    case CaseWriteVerdict.Stored:
                        return CaseRun.Stored(burst);
                    case CaseWriteVerdict.AlreadyApplied when receipt is null:
                        return CaseRun.Unchanged(state);
                    case CaseWriteVerdict.AlreadyApplied:
                        return await ReplayAsync(receipt, cancellationToken) ?? throw new InvalidOperationException("A receipt that barred the command cannot be read.");
                    default:
                        break;
                }
            }
            else if (!isCached)
            {
                // What was carried out before can't be done again, but its doer is to hear that it was. Whoever stores it hears it from the store.
                return await ReplayAsync(receipt, cancellationToken) ?? (outcome.Refusal is { } refusal ? CaseRun.Refused(refusal) : CaseRun.Unchanged(state));
            }

            // Lost the race, or was about to say no from memory: look at what is really stored.
            cache.Drop(caseId);
            (state, isCached) = (null, false);
        }

        return CaseRun.Refused(Busy);
    }

    /// <returns>What the same request did before; null when it is new. A key that was used for another request is refused.</returns>
    internal async Task<CaseRun?> ReplayAsync(CommandReceipt? receipt, CancellationToken cancellationToken)
    {
        if (receipt is null)
        {
            return null;
        }

        if (KeyRefusal(receipt) is { } unusable)
        {
            return unusable;
        }

        if (reader.Command(receipt.Key, receipt.ActorId) is not { } applied)
        {
            return null;
        }

        if (applied.RequestHash != receipt.RequestHash)
        {
            return CaseRun.Refused(CaseRefusal.Conflict("idempotency.key_reused"));
        }

        var state = await reader.FindAsync(applied.CaseId, cancellationToken);
        return state is null ? CaseRun.Refused(NotFound(applied.CaseId)) : CaseRun.Unchanged(state);
    }

    private static CaseRun? KeyRefusal(CommandReceipt? receipt) => receipt?.Key.Length is 0 or > LongestKey
        ? CaseRun.Refused(CaseRefusal.Invalid("idempotency.key_invalid", ("longest", LongestKey.ToString(CultureInfo.InvariantCulture))))
        : null;

    internal async ValueTask<WorkflowProgram> ProgramOfAsync(CaseState state, CancellationToken cancellationToken) =>
        await definitions.ProgramAsync(state.DefinitionId, state.DefinitionVersion, cancellationToken)
        ?? throw new InvalidOperationException($"Case {state.Number} runs on {state.DefinitionId} version {state.DefinitionVersion}, which is gone.");

    /// <summary>Also of a case the person may not read: nobody learns by a command that there is one.</summary>
    private static CaseRefusal NotFound(string caseId) => CaseRefusal.NotFound(CaseRun.NotFoundCode, ("case", caseId));

    /// <summary>The core reads nothing, so the case that a merge names is looked up for it (A-R7); other commands cost no read.</summary>
    private MergeTarget? MergeTargetOf(CaseCommand command)
    {
        var fields = command switch
        {
            CompleteTask complete => complete.Fields,
            RaiseCaseEvent raised => raised.Fields,
            RetryIncident retry => retry.Fields,
            _ => null,
        };
        return fields?.Text(MergeIntoField)?.Trim() is { Length: > 0 } number && reader.IdOf(number) is { } id
            && reader.Listed([id]).GetValueOrDefault(id) is { } row && row.Number == number && readers.MayRead(command.Actor, row)
            ? new(row.Number, row.Status, row.DefinitionId)
            : null;
    }

    internal CaseEnvironment EnvironmentOf(WorkflowProgram program, DateTimeOffset now) => new()
    {
        Now = now,
        Ids = ids,
        Pack = packs.Current,
        Program = program,
        Staff = staff.Snapshot,
        Programs = definitions.PublishedProgram,
        BlockOf = reader.BlockOf,
        Readers = definitions.ReadersOf,
    };

    /// <summary>Records how late a timer fired, for instance after the host had been down.</summary>
    private static CaseBurst WithDelay(CaseCommand command, CaseBurst burst, DateTimeOffset now)
    {
        if (command is not FireTimer timer || now - timer.DueAt < NoticeableDelay || burst.Changes.Timeline.Count == 0)
        {
            return burst;
        }

        var first = burst.Changes.Timeline[0];
        var args = new Dictionary<string, string>(first.Args, StringComparer.Ordinal)
        {
            ["lateBySeconds"] = ((long)(now - timer.DueAt).TotalSeconds).ToString(CultureInfo.InvariantCulture),
        };
        return burst with
        {
            Changes = burst.Changes with { Timeline = [first with { Args = args }, .. burst.Changes.Timeline.Skip(1)] },
        };
    }
}
