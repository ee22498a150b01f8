using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Timers;

internal static class TimerEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/timers", ListAsync).RequireAuthorization(AccessPolicies.Operate).WithTags("Timers")
            .WithSummary("Pending, late and failed timers, the earliest first.");

    private static async Task<Ok<IReadOnlyList<TimerView>>> ListAsync(Code<TimerState>? state, int? take, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.TimersAsync(new TimerFilter(state?.Value, take ?? 200), user.ToActor(), cancellation));
}
