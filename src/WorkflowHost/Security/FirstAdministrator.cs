using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Starting;

namespace WorkflowHost.Security;

/// <summary>Makes sure that somebody can sign in to an empty installation, and to one whose administrator's password was lost.</summary>
internal sealed class FirstAdministrator(SecurityDbContext context, AccountDesk accounts, StaffDirectory staff, TextWriter console)
{
    public const string UserName = "admin";

    /// <summary>
    /// Creates <c>admin</c> with a one-time password when no account exists, and prints it: it is stored nowhere in the
    /// clear and is not shown again. A start that was cut off between person and account is completed by the next one.
    /// </summary>
    /// <exception cref="StartRefusedException">The database could not take it.</exception>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (await context.Users.AnyAsync(cancellation))
        {
            return;
        }

        var member = await InOfficeAsync(cancellation);
        var password = PasswordRules.OneTime();
        await accounts.CreateAsync(member, password, mustChange: true);
        await PrintAsync("First start: an administrator was created.", password);
    }

    /// <summary>Gives <c>admin</c> a new one-time password and prints it. Who can start the host can read its database, so this opens nothing that was closed.</summary>
    /// <exception cref="StartRefusedException">The database could not take it.</exception>
    public async Task ResetAsync(CancellationToken cancellation)
    {
        var member = await InOfficeAsync(cancellation);
        await PrintAsync("The administrator has a new password.", await accounts.ResetPasswordAsync(member, Actor.System));
    }

    private async Task<StaffMember> InOfficeAsync(CancellationToken cancellation)
    {
        var known = staff.FindByUserName(UserName)
            ?? new StaffMember(StaffIds.New(), UserName, "系统管理员", "A0001", [StaffRoles.Admin], null, [], true, null, 0);
        var member = known with { IsActive = true, Roles = known.Roles.Contains(StaffRoles.Admin) ? known.Roles : known.Roles.Add(StaffRoles.Admin) };
        var saved = await staff.SaveAsync(member, cancellation);
        return saved.IsOk ? saved.Value : throw new StartRefusedException($"The administrator was not stored ({saved.Refusal.Code}). Put the database right and start again.");
    }

    private Task PrintAsync(string headline, string password) => console.WriteLineAsync(
        $"""

          {headline}
            user name          {UserName}
            one-time password  {password}
          It must be changed at the first sign-in and is not shown again; if it is lost, start with {HostArguments.ResetAdmin}.

        """);
}
