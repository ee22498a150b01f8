using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Jobs;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Timers;

internal static class TimerEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var timers = api.MapGroup("/timers").RequireAuthorization(AccessPolicies.Operate).WithTags("Timers");
        timers.MapGet("/", ListAsync).WithSummary("Pending, late and failed timers, the earliest first.");
        timers.MapPost("/{caseId}/{timerId}/retry", RetryAsync).WithSummary("Has a failing timer tried now.");
    }

    private static async Task<Ok<IReadOnlyList<TimerView>>> ListAsync(Code<TimerState>? state, int? take, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.TimersAsync(new TimerFilter(state?.Value, take ?? 200), user.ToActor(), cancellation));

    private static async Task<Results<NoContent, Problem>> RetryAsync(string caseId, string timerId, Retries retries, ClaimsPrincipal user, CancellationToken cancellation) =>
        await retries.TimerAsync(caseId, timerId, user.ToActor(), cancellation) ? TypedResults.NoContent() : Problem.NotFound("timer.not_found", timerId);
}
