using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Security;
using WorkflowHost.Security.Pages;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Live;

/// <summary>
/// Who sits at this screen, with the roles held at this moment: a page may stand open for days, and a role taken away in
/// between must not go on working. One per circuit.
/// </summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication, StaffDirectory staff, NavigationManager navigation)
{
    /// <summary>
    /// The person as the staff directory has them now. Who is no longer active there is led to the sign-in page, and is until
    /// then somebody without any role.
    /// </summary>
    public async Task<Actor> GetAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var id = user.FindFirstValue(ClaimTypes.NameIdentifier);
        if (staff.Find(id) is { IsActive: true } member)
        {
            return new Actor(member.Id, member.DisplayName, member.StaffNo, member.Roles);
        }

        navigation.NavigateTo(SignInEndpoints.LoginPath, forceLoad: true);
        return new Actor(id ?? "anonymous", user.Identity?.Name ?? "anonymous", null, []);
    }
}
