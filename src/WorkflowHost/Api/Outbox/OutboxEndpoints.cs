using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Outbox;

internal static class OutboxEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/outbox", ListAsync).RequireAuthorization(AccessPolicies.Operate).WithTags("Outbox")
            .WithSummary("Messages to the outside: waiting, held, sent, failed.");

    private static async Task<Ok<IReadOnlyList<OutboxView>>> ListAsync(Code<OutboxStatus>? status, string? kind, int? take, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.OutboxAsync(new OutboxFilter(status?.Value, kind, take ?? 200), user.ToActor(), cancellation));
}
