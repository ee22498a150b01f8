using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Cases;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Revisits;

internal static class RevisitEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var revisits = api.MapGroup("/revisits").RequireAuthorization(AccessPolicies.Revisits).WithTags("Revisits");
        revisits.MapGet("/", ListAsync).WithSummary("The call list of a day: overdue, due that day, upcoming.");
        revisits.MapPost("/{id}/attempts", LogAsync).WithSummary("Logs an attempt; the next one is planned by the rules.");
    }

    private static async Task<Ok<IReadOnlyList<RevisitRow>>> ListAsync(
        [AsParameters] RevisitFilter filter, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.RevisitsAsync(filter, user.ToActor(), cancellation));

    private static async Task<Results<Ok<CaseView>, Problem>> LogAsync(
        string id, RevisitAttemptRequest request, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        var actor = user.ToActor();
        var result = await desk.LogAttemptAsync(id, request, actor, headers.IdempotencyKey, cancellation);
        return await CommandAnswer.OfAsync(result, response, () => queries.CaseOfRevisitAsync(id, actor, cancellation));
    }
}
