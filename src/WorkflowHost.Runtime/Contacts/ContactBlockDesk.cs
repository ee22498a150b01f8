using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Contacts;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Contacts;

/// <summary>Looks up, adds and ends numbers that are not to be called; each change is in the audit. Thread-safe.</summary>
public sealed class ContactBlockDesk
{
    private const int MostListed = 200;
    private const int LongestReason = 200;

    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WriteQueue _writes;
    private readonly AuditTrail _audit;
    private readonly IIdSource _ids;
    private readonly TimeProvider _time;

    internal ContactBlockDesk(IDbContextFactory<WorkflowDbContext> contexts, WriteQueue writes, AuditTrail audit, IIdSource ids, TimeProvider time)
    {
        _contexts = contexts;
        _writes = writes;
        _audit = audit;
        _ids = ids;
        _time = time;
    }

    /// <summary>May end what a customer asked for, since calls are made again after it.</summary>
    public static ImmutableArray<string> EndRoles { get; } = [StaffRoles.TeamLead, StaffRoles.Manager, StaffRoles.Compliance];

    /// <summary>The latest first, at most 200; empty for who makes no follow-up calls.</summary>
    /// <param name="number">Of this number only, however it is spelt; null for all.</param>
    /// <param name="inForce">Only what holds now.</param>
    public async Task<IReadOnlyList<ContactBlock>> ListAsync(string? number, bool inForce, Actor actor, CancellationToken cancellationToken = default)
    {
        if (!CaseAccess.SeesRevisits(actor))
        {
            return [];
        }

        var wanted = ContactNumber.Of(number);
        if (wanted is null && !string.IsNullOrWhiteSpace(number))
        {
            return [];
        }

        var now = _time.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.ContactBlocks
            .Where(b => (wanted == null || b.Number == wanted) && (!inForce || (b.EndedAt == null && (b.Until == null || b.Until > now))))
            .OrderByDescending(b => b.At).ThenByDescending(b => b.Id)
            .Take(MostListed)
            .Select(b => new ContactBlock(b.Id, b.Number, b.Until, b.Reason, b.CaseId, b.CaseNumber, b.At, b.ById, b.ByName)
            {
                EndedAt = b.EndedAt,
                EndedByName = b.EndedByName,
                EndReason = b.EndReason,
            })
            .ToListAsync(cancellationToken);
    }

    /// <param name="until">Null until it is ended.</param>
    /// <param name="reason">1 to 200 characters.</param>
    /// <returns>Refused with <c>contact_block.role_required</c>, or with faults of the fields.</returns>
    public async Task<CommandResult<ContactBlock>> AddAsync(string? number, DateTimeOffset? until, string? reason, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!CaseAccess.SeesRevisits(actor))
        {
            return await ForbiddenAsync(actor, CaseAccess.CallRoles);
        }

        var now = _time.GetUtcNow();
        var faults = new List<FieldFault>();
        if (ContactNumber.Of(number) is null)
        {
            faults.Add(new("number", string.IsNullOrWhiteSpace(number) ? "field.required" : "field.wrong_format", new Dictionary<string, string>()));
        }

        if (until <= now)
        {
            faults.Add(new("until", "field.out_of_range", new Dictionary<string, string> { ["min"] = now.ToString("O", CultureInfo.InvariantCulture) }));
        }

        if (FaultOf(reason) is { } fault)
        {
            faults.Add(fault);
        }

        if (faults.Count > 0)
        {
            return CommandResult.Refused<ContactBlock>(CaseRefusal.Invalid(faults));
        }

        var block = new ContactBlock(_ids.NewId(), ContactNumber.Of(number)!, until, reason!.Trim(), null, null, now, actor.Id, actor.Name);
        var stored = await _writes.RunAsync(sql => sql.StoreContactBlock(block));
        if (stored.Fault is { } storage)
        {
            return CommandResult.Refused<ContactBlock>(StorageRefusals.Of(storage));
        }

        await _audit.RecordAsync(actor, "contact_block_added", "contact-block:" + block.Id, block.Reason);
        return CommandResult.Of(block);
    }

    /// <param name="reason">1 to 200 characters.</param>
    /// <returns>Refused with <c>contact_block.role_required</c>, <c>contact_block.not_found</c>, <c>contact_block.ended</c>, or a fault of the reason.</returns>
    public async Task<CommandResult<ContactBlock>> EndAsync(string id, string? reason, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.IsInAny(EndRoles))
        {
            return await ForbiddenAsync(actor, EndRoles);
        }

        if (FaultOf(reason) is { } fault)
        {
            return CommandResult.Refused<ContactBlock>(CaseRefusal.Invalid([fault]));
        }

        if (await FindAsync(id, cancellationToken) is not { } block)
        {
            return CommandResult.Refused<ContactBlock>(CaseRefusal.NotFound("contact_block.not_found"));
        }

        var now = _time.GetUtcNow();
        var stored = await _writes.RunAsync(sql => sql.StoreContactBlockEnd(id, now, actor.Name, reason!.Trim()));
        if (stored.Fault is { } storage)
        {
            return CommandResult.Refused<ContactBlock>(StorageRefusals.Of(storage));
        }

        if (stored.Value == 0)
        {
            return CommandResult.Refused<ContactBlock>(CaseRefusal.Conflict("contact_block.ended"));
        }

        await _audit.RecordAsync(actor, "contact_block_ended", "contact-block:" + id, reason!.Trim());
        return CommandResult.Of(block with { EndedAt = now, EndedByName = actor.Name, EndReason = reason.Trim() });
    }

    private static FieldFault? FaultOf(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? new("reason", "field.required", new Dictionary<string, string>())
        : reason.Length > LongestReason ? new("reason", "field.too_long", new Dictionary<string, string> { ["max"] = LongestReason.ToString(CultureInfo.InvariantCulture) })
        : null;

    private async Task<ContactBlock?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.ContactBlocks.Where(b => b.Id == id)
            .Select(b => new ContactBlock(b.Id, b.Number, b.Until, b.Reason, b.CaseId, b.CaseNumber, b.At, b.ById, b.ByName))
            .FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<CommandResult<ContactBlock>> ForbiddenAsync(Actor actor, ImmutableArray<string> roles)
    {
        await _audit.RecordAsync(actor, "denied", "contact-block", "contact_block.role_required");
        return CommandResult.Refused<ContactBlock>(CaseRefusal.Forbidden("contact_block.role_required", ("roles", string.Join(',', roles))));
    }
}
