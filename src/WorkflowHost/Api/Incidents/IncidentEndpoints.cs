using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using WorkflowHost.Api.Cases;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Incidents;

/// <param name="Fields">Facts of the case to fill in before the step runs again, by field name; none when the body is left out.</param>
public sealed record RetryIncidentRequest(JsonObject? Fields);

internal static class IncidentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var incidents = api.MapGroup("/").RequireAuthorization(AccessPolicies.Operate).WithTags("Incidents");
        incidents.MapGet("/incidents", ListAsync).WithSummary("Cases in which something failed and waits for a person.");
        incidents.MapPost("/cases/{id}/incidents/{activityInstanceId}/retry", RetryAsync).WithSummary("Runs the failed step again, with fields of the case filled in first where some are given.");
    }

    private static async Task<Ok<IReadOnlyList<IncidentRow>>> ListAsync(CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.IncidentsAsync(user.ToActor(), cancellation));

    private static async Task<Results<Ok<CaseView>, Problem>> RetryAsync(
        string id, string activityInstanceId, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] RetryIncidentRequest? request, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        var actor = user.ToActor();
        var result = await desk.RetryIncidentAsync(id, activityInstanceId, actor, request?.Fields, headers.IdempotencyKey, cancellation);
        return await CommandAnswer.OfAsync(result, response, () => queries.CaseAsync(id, actor, cancellation));
    }
}
