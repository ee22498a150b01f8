using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Security;

namespace WorkflowHost.Workbench.Live;

/// <summary>
/// Looks once a minute whether the session behind an open page still holds: the password was not replaced, the person is
/// active. Roles that have changed meanwhile are put into effect without a new sign-in.
/// </summary>
internal sealed class CircuitAuthentication(
    ILoggerFactory loggers, IServiceScopeFactory scopes, StaffDirectory staff, IOptions<IdentityOptions> identity)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => SecurityRegistration.StampInterval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        if (!await HoldsAsync(user))
        {
            return false;
        }

        if (Refreshed(user) is { } fresh)
        {
            SetAuthenticationState(Task.FromResult(new AuthenticationState(fresh)));
        }

        return true;
    }

    /// <summary>Whether the session of this person may go on.</summary>
    internal async Task<bool> HoldsAsync(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id || staff.Find(id) is not { IsActive: true })
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await accounts.FindByIdAsync(id) is { } account
            && user.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) == await accounts.GetSecurityStampAsync(account);
    }

    /// <summary>The person with name and roles as they are now; null when they are as before.</summary>
    internal ClaimsPrincipal? Refreshed(ClaimsPrincipal user)
    {
        var now = StaffClaims.Of(user, staff);
        return user.ToActor() is var before && now.ToActor() is var after && before.Name == after.Name && before.Roles.ToHashSet().SetEquals(after.Roles) ? null : now;
    }
}
