using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Staff;

/// <summary>
/// The members of staff: names, roles, skills, absence. Roles live here; the host's sign-in keeps only credentials under the
/// same id. Thread-safe.
/// </summary>
public sealed class StaffDirectory : IDisposable
{
    private const int NameLength = 100;

    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WriteQueue _writes;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reloading = new(1);
    private ImmutableArray<StaffMember> _snapshot = [];

    internal StaffDirectory(IDbContextFactory<WorkflowDbContext> contexts, WriteQueue writes)
    {
        _contexts = contexts;
        _writes = writes;
    }

    /// <summary>Everybody, by name, with the number of open tasks as of the last commit of this host.</summary>
    public IReadOnlyList<StaffMember> Snapshot => _snapshot;

    public Task<IReadOnlyList<StaffMember>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(Snapshot);

    public Task<StaffMember?> GetAsync(string id, CancellationToken cancellationToken = default) =>
        Task.FromResult(Find(id));

    public StaffMember? Find(string? id) => id is null ? null : _snapshot.FirstOrDefault(s => s.Id == id);

    public StaffMember? FindByUserName(string userName) =>
        _snapshot.FirstOrDefault(s => string.Equals(s.UserName, userName, StringComparison.OrdinalIgnoreCase));

    public string? NameOf(string? id) => Find(id)?.DisplayName;

    /// <summary>Adds a member or changes the one with the same id; the number of open tasks is not stored.</summary>
    /// <returns>Refused with <c>staff.user_name_taken</c>, <c>staff.role_unknown</c>, <c>staff.substitute_unknown</c> or field faults.</returns>
    public async Task<CommandResult<StaffMember>> SaveAsync(StaffMember member, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(member);
        if (RefusalOf(member) is { } refusal)
        {
            return CommandResult.Refused<StaffMember>(refusal);
        }

        var row = RowOf(member);
        var result = await _writes.RunAsync(sql => sql.StoreStaff(row));
        if (result.Fault is { } fault)
        {
            return CommandResult.Refused<StaffMember>(fault.Code == StorageFault.Constraint
                ? CaseRefusal.Conflict("staff.user_name_taken", ("userName", member.UserName))
                : StorageRefusals.Of(fault));
        }

        await ReloadAsync(cancellationToken);
        return CommandResult.Of(Find(member.Id) ?? member);
    }

    /// <summary>Reads everybody and counts their open tasks; called at start, after a change, and to see other hosts' commits.</summary>
    internal async Task ReloadAsync(CancellationToken cancellationToken)
    {
        // One at a time, or what an earlier one read before a change would be put in place after it.
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            await ReadAsync(cancellationToken);
        }
        finally
        {
            _reloading.Release();
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Staff.OrderBy(s => s.DisplayName).ThenBy(s => s.Id).ToListAsync(cancellationToken);
        var loads = await context.Tasks
            .Where(t => t.Status == CaseTaskStatus.Open && t.AssigneeId != null)
            .GroupBy(t => t.AssigneeId!)
            .Select(g => new { Id = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Id, g => g.Count, cancellationToken);
        var members = rows.Select(r => MemberOf(r, loads.GetValueOrDefault(r.Id))).ToImmutableArray();
        lock (_gate)
        {
            _snapshot = members;
        }
    }

    /// <summary>Follows a commit without reading the database again.</summary>
    internal void Apply(IReadOnlyDictionary<string, int> change)
    {
        if (change.Values.All(by => by == 0))
        {
            return;
        }

        lock (_gate)
        {
            _snapshot = [.. _snapshot.Select(s => change.TryGetValue(s.Id, out var by) && by != 0 ? s with { OpenTasks = Math.Max(0, s.OpenTasks + by) } : s)];
        }
    }

    public void Dispose() => _reloading.Dispose();

    private CaseRefusal? RefusalOf(StaffMember member)
    {
        var faults = new List<Sop.Forms.FieldFault>();
        Require("userName", member.UserName);
        Require("displayName", member.DisplayName);
        if (faults.Count > 0)
        {
            return CaseRefusal.Invalid(faults);
        }

        if (member.SubstituteId is { } substitute && (substitute == member.Id || Find(substitute) is null))
        {
            return CaseRefusal.Invalid("staff.substitute_unknown", ("staff", substitute));
        }

        var unknown = member.Roles.FirstOrDefault(role => !StaffRoles.All.Contains(role));
        return unknown is null ? null : CaseRefusal.Invalid("staff.role_unknown", ("role", unknown));

        void Require(string field, string value)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                faults.Add(new(field, "field.required", new Dictionary<string, string>()));
            }
            else if (value.Length > NameLength)
            {
                faults.Add(new(field, "field.too_long", new Dictionary<string, string> { ["max"] = NameLength.ToString(System.Globalization.CultureInfo.InvariantCulture) }));
            }
        }
    }

    private static StoredStaffMember RowOf(StaffMember member) => new()
    {
        Id = member.Id,
        UserName = member.UserName.Trim(),
        DisplayName = member.DisplayName.Trim(),
        StaffNo = member.StaffNo,
        Roles = string.Join(' ', member.Roles),
        Branch = member.Branch,
        Skills = string.Join(' ', member.Skills),
        IsActive = member.IsActive,
        AbsentUntil = member.AbsentUntil,
        SubstituteId = member.SubstituteId,
    };

    private static StaffMember MemberOf(StoredStaffMember row, int openTasks) => new(
        row.Id, row.UserName, row.DisplayName, row.StaffNo, Split(row.Roles), row.Branch, Split(row.Skills), row.IsActive, row.AbsentUntil, openTasks) { SubstituteId = row.SubstituteId };

    private static ImmutableArray<string> Split(string codes) => [.. codes.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
