using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Live;

/// <summary>Who sits at this screen, with the roles held when the page was opened.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication)
{
    /// <exception cref="InvalidOperationException">Nobody is signed in; every page requires it, so this is a bug.</exception>
    public async Task<Actor> GetAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var id = user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("A page needs a signed-in user.");
        return new Actor(id, user.Identity?.Name ?? id, user.FindFirstValue("staff_no"), [.. user.FindAll(ClaimTypes.Role).Select(c => c.Value).Distinct()]);
    }
}
