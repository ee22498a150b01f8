using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Security;

/// <summary>A new person and the one-time password to hand over.</summary>
public sealed record Hired(StaffMember Member, string Password);

/// <summary>Adds people to the staff directory together with their credentials, and keeps the last administrator in office.</summary>
public sealed class StaffHiring(StaffDirectory staff, AccountDesk accounts)
{
    /// <summary>Refused with the directory's codes; nothing is stored then.</summary>
    public async Task<CommandResult<Hired>> HireAsync(StaffMember member, CancellationToken cancellation)
    {
        var saved = await staff.SaveAsync(member, cancellation);
        if (!saved.IsOk)
        {
            return new CommandResult<Hired>(null, saved.Refusal);
        }

        var password = PasswordRules.OneTime();
        await accounts.CreateAsync(saved.Value, password, mustChange: true);
        return new CommandResult<Hired>(new Hired(saved.Value, password), null);
    }

    /// <summary>Refused with <c>staff.last_admin</c> when nobody could administer afterwards, else with the directory's codes.</summary>
    public async Task<CommandResult<StaffMember>> ChangeAsync(StaffMember member, CancellationToken cancellation)
    {
        var others = (await staff.ListAsync(cancellation)).Where(other => other.Id != member.Id);
        if (!IsAdmin(member) && !others.Any(IsAdmin))
        {
            return new CommandResult<StaffMember>(null, CaseRefusal.Conflict("staff.last_admin"));
        }

        var result = await staff.SaveAsync(member, cancellation);
        if (result.IsOk)
        {
            await accounts.RenameAsync(result.Value.Id, result.Value.UserName);
        }

        return result;
    }

    private static bool IsAdmin(StaffMember member) => member.IsActive && member.Roles.Contains(StaffRoles.Admin);
}
