using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Schedules;

/// <param name="Reason">1 to 200 characters, kept in the audit.</param>
public sealed record RunScheduleRequest(string Reason);

internal static class ScheduleEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/schedules", ListAsync).RequireAuthorization(AccessPolicies.Operate).WithTags("Schedules")
            .WithSummary("Cron, Timer and StartAt triggers of published workflows, with zone, misfire and overlap policy, last and next five starts.");
        api.MapPost("/schedules/{definitionId}/{activityId}/run", RunAsync).RequireAuthorization(AccessPolicies.RunWorkflows).WithTags("Schedules")
            .WithSummary("Starts the workflow of a schedule now; its own times stay as they are.");
    }

    private static async Task<Ok<IReadOnlyList<ScheduleView>>> ListAsync(ScheduleDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await desk.ListAsync(user.ToActor(), cancellation));

    private static async Task<Results<Ok<ScheduleReceipt>, Problem>> RunAsync(
        string definitionId, string activityId, RunScheduleRequest request, CommandHeaders headers, ScheduleDesk desk, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var result = await desk.RunNowAsync(definitionId, activityId, request.Reason, user.ToActor(), headers.IdempotencyKey, cancellation);
        return result.IsOk ? TypedResults.Ok(result.Value) : Problem.Of(result.Refusal);
    }
}
