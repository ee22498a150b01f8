using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Jobs;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Outbox;

internal static class OutboxEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var outbox = api.MapGroup("/outbox").RequireAuthorization(AccessPolicies.Operate).WithTags("Outbox");
        outbox.MapGet("/", ListAsync).WithSummary("Messages to the outside: waiting, held, sent, failed.");
        outbox.MapPost("/{id}/retry", RetryAsync).WithSummary("Has a held or dead message tried now.");
    }

    private static async Task<Ok<IReadOnlyList<OutboxView>>> ListAsync(Code<OutboxStatus>? status, string? kind, int? take, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.OutboxAsync(new OutboxFilter(status?.Value, kind, take ?? 200), user.ToActor(), cancellation));

    private static async Task<Results<NoContent, Problem>> RetryAsync(string id, Retries retries, ClaimsPrincipal user, CancellationToken cancellation) =>
        await retries.MessageAsync(id, user.ToActor(), cancellation) ? TypedResults.NoContent() : Problem.NotFound("message.not_found", id);
}
