using Microsoft.AspNetCore.Components.Authorization;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Workbench.Live;

/// <summary>Who sits at this screen, with the roles held when the page was opened.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication)
{
    /// <exception cref="InvalidOperationException">Nobody is signed in; every page requires it, so this is a bug.</exception>
    public async Task<Actor> GetAsync() => (await authentication.GetAuthenticationStateAsync()).User.ToActor();
}
