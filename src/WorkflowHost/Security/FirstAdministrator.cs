using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Security;

/// <summary>Makes sure that somebody can sign in to an empty installation.</summary>
internal sealed class FirstAdministrator(SecurityDbContext context, AccountDesk accounts, StaffDirectory staff, TextWriter console)
{
    public const string UserName = "admin";

    /// <summary>
    /// Creates <c>admin</c> with a one-time password when no account exists, and prints it: it is stored nowhere in the
    /// clear and is not shown again.
    /// </summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (await context.Users.AnyAsync(cancellation))
        {
            return;
        }

        var member = new StaffMember(StaffIds.New(), UserName, "系统管理员", "A0001", [StaffRoles.Admin], null, [], true, null, 0);
        var saved = await staff.SaveAsync(member, cancellation);
        if (!saved.IsOk)
        {
            throw new InvalidOperationException($"The first administrator was not stored: {saved.Refusal.Code}.");
        }

        var password = PasswordRules.OneTime();
        await accounts.CreateAsync(member, password, mustChange: true);
        await console.WriteLineAsync(
            $"""

              First start: an administrator was created.
                user name          {UserName}
                one-time password  {password}
              It must be changed at the first sign-in and is not shown again.

            """);
    }
}
