using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Security.Auditing;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Security;

/// <summary>A new person and the one-time password to hand over.</summary>
public sealed record Hired(StaffMember Member, string Password);

/// <summary>
/// Adds people to the staff directory together with their credentials and changes them, keeps the last administrator in
/// office, and writes who did it to the audit. Screens and API both come through here.
/// </summary>
public sealed class StaffHiring(StaffDirectory staff, AccountDesk accounts, AuditTrail audit)
{
    /// <summary>Refused with the directory's codes or <c>staff.user_name_invalid</c> on <c>userName</c>; nothing is stored then.</summary>
    public async Task<CommandResult<Hired>> HireAsync(StaffMember member, Actor by, CancellationToken cancellation)
    {
        // Both stores are asked before either is written, so that a hire is not half stored.
        if (await accounts.NameRefusalAsync(member) is { } refusal)
        {
            return new CommandResult<Hired>(null, refusal);
        }

        var saved = await staff.SaveAsync(member, cancellation);
        if (!saved.IsOk)
        {
            return new CommandResult<Hired>(null, saved.Refusal);
        }

        // Should the host die here, a password reset creates the account.
        var password = PasswordRules.OneTime();
        await accounts.CreateAsync(saved.Value, password, mustChange: true);
        await RecordAsync(saved.Value, by);
        return new CommandResult<Hired>(new Hired(saved.Value, password), null);
    }

    /// <summary>Refused with <c>staff.last_admin</c> when nobody could administer afterwards, else as a hire.</summary>
    public async Task<CommandResult<StaffMember>> ChangeAsync(StaffMember member, Actor by, CancellationToken cancellation)
    {
        var others = (await staff.ListAsync(cancellation)).Where(other => other.Id != member.Id);
        if (!IsAdmin(member) && !others.Any(IsAdmin))
        {
            return new CommandResult<StaffMember>(null, CaseRefusal.Conflict("staff.last_admin"));
        }

        var before = staff.Find(member.Id);
        if (before?.UserName != member.UserName && await accounts.RenameAsync(member) is { } refusal)
        {
            return new CommandResult<StaffMember>(null, refusal);
        }

        var result = await staff.SaveAsync(member, cancellation);
        if (result.IsOk)
        {
            await RecordAsync(result.Value, by);
        }
        else if (before is not null)
        {
            await accounts.RenameAsync(before);
        }

        return result;
    }

    private Task RecordAsync(StaffMember member, Actor by) => audit.RecordAsync(
        by, AccessEvents.StaffChanged, $"staff:{member.Id}", $"{string.Join(' ', member.Roles)}{(member.IsActive ? "" : " (inactive)")}");

    private static bool IsAdmin(StaffMember member) => member.IsActive && member.Roles.Contains(StaffRoles.Admin);
}
