using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Cases;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Security;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Api.Revisits;

/// <param name="Day">The day of the list in China's time; today when not given.</param>
/// <param name="Status">Planned when not given.</param>
/// <param name="Take">1 to 500.</param>
public sealed record RevisitListQuery(DateOnly? Day, Code<RevisitStatus>? Status, string? Type, int? Take)
{
    internal RevisitFilter ToFilter() => new(Day, Status?.Value, Type, Take ?? 200);
}

internal static class RevisitEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var revisits = api.MapGroup("/revisits").RequireAuthorization(AccessPolicies.Revisits).WithTags("Revisits");
        revisits.MapGet("/", ListAsync).WithSummary("The call list of a day: overdue, due that day, upcoming.");
        revisits.MapPost("/{id}/attempts", LogAsync).WithSummary("Logs an attempt; the next one is planned by the rules.");
    }

    private static async Task<Ok<IReadOnlyList<RevisitRow>>> ListAsync(
        [AsParameters] RevisitListQuery query, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.RevisitsAsync(query.ToFilter(), user.ToActor(), cancellation));

    private static async Task<Results<Ok<CaseView>, Problem>> LogAsync(
        string id, RevisitAttemptRequest request, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        var actor = user.ToActor();
        var result = await headers.On(desk, response).LogAttemptAsync(id, request, actor, headers.IdempotencyKey, cancellation);
        return await CommandAnswer.OfAsync(result, response, () => queries.CaseOfRevisitAsync(id, actor, cancellation));
    }
}
