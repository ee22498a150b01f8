using Microsoft.AspNetCore.Identity;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Security.Auditing;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Security;

/// <summary>Creates accounts, signs people in and changes their passwords. One per request.</summary>
public sealed class AccountDesk(
    UserManager<Account> accounts,
    SignInManager<Account> signIn,
    IPasswordHasher<Account> hasher,
    AuditTrail audit,
    IHttpContextAccessor http)
{
    private static readonly Account _nobody = new();
    private static string? _nobodysHash;

    private string? Address => http.HttpContext?.Connection.RemoteIpAddress?.ToString();

    /// <summary>Creates the credentials of a staff member.</summary>
    /// <exception cref="InvalidOperationException">The password breaks the rules or the user name is taken; callers check both first.</exception>
    public async Task CreateAsync(StaffMember member, string password, bool mustChange)
    {
        var account = new Account { Id = member.Id, UserName = member.UserName, LockoutEnabled = true, MustChangePassword = mustChange };
        var result = await accounts.CreateAsync(account, password);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(
                $"The account {member.UserName} was not created: {string.Join("; ", result.Errors.Select(error => error.Description))}");
        }
    }

    /// <summary>Signs a person in by cookie. Five wrong passwords lock the account for a quarter of an hour.</summary>
    public async Task<SignInResult> SignInAsync(string userName, string password, bool stay)
    {
        if (await accounts.FindByNameAsync(userName) is not { } account)
        {
            // Spend the time a real check takes, so that the answer's delay does not tell which names exist.
            _nobodysHash ??= hasher.HashPassword(_nobody, PasswordRules.OneTime());
            hasher.VerifyHashedPassword(_nobody, _nobodysHash, password);
            await audit.RecordAsync(AccessEvents.Nobody(userName), AccessEvents.SignInFailed, "sign-in", Address);
            return SignInResult.Failed;
        }

        var result = await signIn.PasswordSignInAsync(account, password, stay, lockoutOnFailure: true);
        var kind = result.Succeeded ? AccessEvents.SignedIn : result.IsLockedOut ? AccessEvents.LockedOut : AccessEvents.SignInFailed;
        await audit.RecordAsync(Holder(account), kind, "sign-in", Address);
        return result;
    }

    /// <summary>Replaces the password of the signed-in person and renews the cookie; other sessions of the account end.</summary>
    public async Task<IdentityResult> ChangePasswordAsync(string accountId, string current, string replacement)
    {
        if (await accounts.FindByIdAsync(accountId) is not { } account)
        {
            return IdentityResult.Failed(accounts.ErrorDescriber.DefaultError());
        }

        if (current == replacement)
        {
            return IdentityResult.Failed(new IdentityError { Code = "PasswordUnchanged", Description = "The new password equals the old one." });
        }

        account.MustChangePassword = false;
        var result = await accounts.ChangePasswordAsync(account, current, replacement);
        if (result.Succeeded)
        {
            await signIn.RefreshSignInAsync(account);
            await audit.RecordAsync(Holder(account), AccessEvents.PasswordChanged, "account", Address);
        }

        return result;
    }

    /// <summary>Gives a staff member a password, creating the account when there is none.</summary>
    /// <exception cref="InvalidOperationException">The password breaks the rules.</exception>
    public async Task SetPasswordAsync(StaffMember member, string password)
    {
        if (await accounts.FindByIdAsync(member.Id) is { } account)
        {
            await accounts.DeleteAsync(account);
        }

        await CreateAsync(member, password, mustChange: false);
    }

    /// <summary>Follows a change of the user name in the staff directory.</summary>
    public async Task RenameAsync(string accountId, string userName)
    {
        if (await accounts.FindByIdAsync(accountId) is { } account && account.UserName != userName)
        {
            await accounts.SetUserNameAsync(account, userName);
        }
    }

    /// <summary>Gives an account a one-time password, ends its sessions and unlocks it. Null when there is no such account.</summary>
    public async Task<string?> ResetPasswordAsync(string accountId, Actor by)
    {
        if (await accounts.FindByIdAsync(accountId) is not { } account)
        {
            return null;
        }

        var password = PasswordRules.OneTime();
        account.MustChangePassword = true;
        account.PasswordHash = hasher.HashPassword(account, password);
        await accounts.UpdateSecurityStampAsync(account);
        await accounts.SetLockoutEndDateAsync(account, null);
        await accounts.ResetAccessFailedCountAsync(account);
        await audit.RecordAsync(by, AccessEvents.PasswordReset, $"staff:{account.Id}", Address);
        return password;
    }

    public async Task SignOutAsync(Actor actor)
    {
        await signIn.SignOutAsync();
        await audit.RecordAsync(actor, AccessEvents.SignedOut, "sign-out", Address);
    }

    private static Actor Holder(Account account) => new(account.Id, account.UserName ?? account.Id, null, []);
}
