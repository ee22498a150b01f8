using Microsoft.AspNetCore.Identity;

namespace WorkflowHost.Security;

/// <summary>
/// A user name is made of letters of any script, digits and <c>- . _ @ +</c>: many people sign in by their Chinese name. The
/// framework's own rule lists the allowed characters one by one and is switched off for this one.
/// </summary>
internal sealed class UserNameRules : IUserValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user) => Task.FromResult(
        user.UserName is { Length: > 0 } name && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '.' or '_' or '@' or '+')
            ? IdentityResult.Success
            : IdentityResult.Failed(manager.ErrorDescriber.InvalidUserName(user.UserName)));
}
