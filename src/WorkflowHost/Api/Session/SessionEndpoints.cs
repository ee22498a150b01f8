using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Session;

/// <summary>Who is signed in and what this person may open.</summary>
/// <param name="Permissions">Names of the policies the person satisfies.</param>
public sealed record SessionBody(string Id, string Name, string? StaffNo, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions, string Language);

internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/session", Get).WithTags("Session").WithSummary("Who is signed in, with which roles and permissions.");

    private static Ok<SessionBody> Get(ClaimsPrincipal user)
    {
        var actor = user.ToActor();
        var permissions = AccessPolicies.All.Where(policy => AccessPolicies.RolesOf(policy).Any(actor.IsIn));
        return TypedResults.Ok(new SessionBody(actor.Id, actor.Name, actor.StaffNo, actor.Roles, [.. permissions], CultureInfo.CurrentUICulture.Name));
    }
}
