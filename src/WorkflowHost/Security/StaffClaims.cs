using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Security;

/// <summary>
/// Adds name and roles from the staff directory to whoever signed in, on every request: a role taken away, or a person
/// deactivated, takes effect with the next request and not when a cookie expires.
/// </summary>
internal sealed class StaffClaims(StaffDirectory staff) : IClaimsTransformation
{
    public const string StaffNo = "staff_no";
    public const string MustChangePassword = "must_change_password";
    private const string Enriched = "staff_directory";

    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        var isDone = principal.Identity is not { IsAuthenticated: true }
            || principal.Identities.Any(identity => identity.AuthenticationType == Enriched)
            || !principal.HasClaim(claim => claim.Type == ClaimTypes.NameIdentifier);
        return Task.FromResult(isDone ? principal : Of(principal, staff));
    }

    /// <summary>Who signed in, with name and roles as they are now; nobody when the person is no longer active.</summary>
    internal static ClaimsPrincipal Of(ClaimsPrincipal principal, StaffDirectory staff)
    {
        if (staff.Find(principal.FindFirstValue(ClaimTypes.NameIdentifier)) is not { IsActive: true } member)
        {
            return new ClaimsPrincipal(new ClaimsIdentity());
        }

        var identity = new ClaimsIdentity(Enriched, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, member.Id));
        identity.AddClaim(new Claim(ClaimTypes.Name, member.DisplayName));
        identity.AddClaims(member.Roles.Select(role => new Claim(ClaimTypes.Role, role)));
        if (member.StaffNo is { } number)
        {
            identity.AddClaim(new Claim(StaffNo, number));
        }

        // First, so that its name is the one shown and recorded; the original stays for the sign-in machinery.
        var whole = new ClaimsPrincipal(identity);
        whole.AddIdentities(principal.Identities.Where(old => old.AuthenticationType != Enriched));
        return whole;
    }
}

/// <summary>Turns the signed-in user into the actor of a command.</summary>
public static class SignedInActor
{
    /// <summary>Who gives the command, with the roles held at this moment.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in; every endpoint and page requires it, so this is a bug.</exception>
    public static Actor ToActor(this ClaimsPrincipal user)
    {
        var id = user.FindFirstValue(ClaimTypes.NameIdentifier)
            ?? throw new InvalidOperationException("A command needs a signed-in user, and the request has none.");
        return new Actor(
            id,
            user.Identity?.Name ?? id,
            user.FindFirstValue(StaffClaims.StaffNo),
            [.. user.FindAll(ClaimTypes.Role).Select(claim => claim.Value).Distinct(StringComparer.Ordinal)]);
    }
}

/// <summary>Puts into the cookie only what the staff directory does not hold.</summary>
internal sealed class AccountClaims(UserManager<Account> users, Microsoft.Extensions.Options.IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.MustChangePassword)
        {
            identity.AddClaim(new Claim(StaffClaims.MustChangePassword, "1"));
        }

        return identity;
    }
}
