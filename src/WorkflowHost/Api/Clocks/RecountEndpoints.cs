using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Clocks;

/// <param name="Reason">Why running cases follow the changed rules; 1 to 500 characters, kept in the timeline of each.</param>
/// <param name="After">The last answer's <c>next</c>; absent: from the first case.</param>
public sealed record RecountRequest(string? Reason, string? After);

/// <summary>Running cases and changed clock policies and calendars.</summary>
internal static class RecountEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var recount = api.MapGroup("/clocks/recount").RequireAuthorization(AccessPolicies.MigrateCases).WithTags("Clocks");
        recount.MapGet("/", PreviewAsync).WithSummary("Deadlines and planned calls that would move if running cases followed the policies and calendars as they are now. Stores nothing.");
        recount.MapPost("/", ApplyAsync).WithSummary("Counts running cases again, one transaction each, up to 500 a call; go on with `next`.");
    }

    private static async Task<Results<Ok<RecountPage>, Problem>> PreviewAsync(string? after, RecountDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        Answer(await desk.PreviewAsync(user.ToActor(), after, cancellation));

    private static async Task<Results<Ok<RecountPage>, Problem>> ApplyAsync(RecountRequest request, RecountDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        Answer(await desk.ApplyAsync(request.Reason ?? string.Empty, user.ToActor(), request.After, cancellation));

    private static Results<Ok<RecountPage>, Problem> Answer(CommandResult<RecountPage> result) =>
        result.IsOk ? TypedResults.Ok(result.Value) : Problem.Of(result.Refusal);
}
