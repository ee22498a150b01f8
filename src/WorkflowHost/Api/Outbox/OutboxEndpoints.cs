using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Outbox;

internal static class OutboxEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/outbox", ListAsync).RequireAuthorization(AccessPolicies.Operate).WithTags("Outbox")
            .WithSummary("Messages to the outside: waiting, held, sent, failed.");

    private static async Task<Ok<IReadOnlyList<OutboxView>>> ListAsync([AsParameters] OutboxFilter filter, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.OutboxAsync(filter, user.ToActor(), cancellation));
}
