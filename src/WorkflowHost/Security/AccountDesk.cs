using Microsoft.AspNetCore.Identity;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Security.Auditing;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
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
        var account = AccountOf(member);
        (account.LockoutEnabled, account.MustChangePassword) = (true, mustChange);
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

    /// <summary>Gives a staff member a password that need not be replaced, and ends all sessions; the account is created when there is none.</summary>
    /// <exception cref="InvalidOperationException">It was not stored; callers check the rules first.</exception>
    public async Task SetPasswordAsync(StaffMember member, string password)
    {
        if (await accounts.FindByIdAsync(member.Id) is { } account)
        {
            await ReplaceAsync(account, password, mustChange: false);
        }
        else
        {
            await CreateAsync(member, password, mustChange: false);
        }
    }

    /// <summary>What is wrong with a password for this person; empty when it may be used.</summary>
    public async Task<IReadOnlyList<string>> PasswordFaultsAsync(StaffMember member, string password)
    {
        var faults = new List<string>();
        foreach (var rule in accounts.PasswordValidators)
        {
            faults.AddRange((await rule.ValidateAsync(accounts, AccountOf(member), password)).Errors.Select(error => error.Description));
        }

        return faults;
    }

    /// <summary>Why nobody can sign in by this person's user name; null when somebody can.</summary>
    public async Task<CaseRefusal?> NameRefusalAsync(StaffMember member)
    {
        foreach (var rule in accounts.UserValidators)
        {
            if (RefusalOf(await rule.ValidateAsync(accounts, AccountOf(member)), member) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>Follows a change of the user name in the staff directory; refused when it is taken or cannot be one.</summary>
    public async Task<CaseRefusal?> RenameAsync(StaffMember member)
    {
        if (await accounts.FindByIdAsync(member.Id) is not { } account)
        {
            return await NameRefusalAsync(member);
        }

        return account.UserName == member.UserName ? null : RefusalOf(await accounts.SetUserNameAsync(account, member.UserName), member);
    }

    /// <summary>Gives a person a one-time password, ends all sessions and unlocks the account, which is created when there is none.</summary>
    public async Task<string> ResetPasswordAsync(StaffMember member, Actor by)
    {
        var password = PasswordRules.OneTime();
        if (await accounts.FindByIdAsync(member.Id) is { } account)
        {
            await ReplaceAsync(account, password, mustChange: true);
        }
        else
        {
            await CreateAsync(member, password, mustChange: true);
        }

        await audit.RecordAsync(by, AccessEvents.PasswordReset, $"staff:{member.Id}", Address);
        return password;
    }

    public async Task SignOutAsync(Actor actor)
    {
        await signIn.SignOutAsync();
        await audit.RecordAsync(actor, AccessEvents.SignedOut, "sign-out", Address);
    }

    /// <summary>One write, so that no half of it is kept: password, new security stamp, no lock.</summary>
    private async Task ReplaceAsync(Account account, string password, bool mustChange)
    {
        account.MustChangePassword = mustChange;
        account.PasswordHash = hasher.HashPassword(account, password);
        account.LockoutEnd = null;
        account.AccessFailedCount = 0;
        var result = await accounts.UpdateSecurityStampAsync(account);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(
                $"The password of {account.UserName} was not stored: {string.Join("; ", result.Errors.Select(error => error.Description))}");
        }
    }

    private static Account AccountOf(StaffMember member) => new() { Id = member.Id, UserName = member.UserName };

    private static CaseRefusal? RefusalOf(IdentityResult result, StaffMember member) => result.Errors.FirstOrDefault()?.Code switch
    {
        null => null,
        nameof(IdentityErrorDescriber.DuplicateUserName) => CaseRefusal.Conflict("staff.user_name_taken", ("userName", member.UserName)),
        nameof(IdentityErrorDescriber.ConcurrencyFailure) => CaseRefusal.Conflict("staff.version_stale"),
        _ => CaseRefusal.Invalid([new FieldFault("userName", string.IsNullOrWhiteSpace(member.UserName) ? "field.required" : "staff.user_name_invalid", new Dictionary<string, string>())]),
    };

    private static Actor Holder(Account account) => new(account.Id, account.UserName ?? account.Id, null, []);
}
