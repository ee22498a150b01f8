using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Contacts;
using WorkflowHost.Security;
using WorkflowHost.Sop.Contacts;

namespace WorkflowHost.Api.Contacts;

/// <param name="Until">No survey or sales call before it; null until it is ended.</param>
/// <param name="Reason">1 to 200 characters.</param>
public sealed record ContactBlockRequest(string? Number, DateTimeOffset? Until, string? Reason);

/// <param name="Reason">1 to 200 characters.</param>
public sealed record EndContactBlockRequest(string? Reason);

internal static class ContactBlockEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var blocks = api.MapGroup("/contact-blocks").RequireAuthorization(AccessPolicies.Revisits).WithTags("Contact blocks");
        blocks.MapGet("/", ListAsync).WithSummary("Numbers that take no survey and sales calls, the latest first.");
        blocks.MapPost("/", AddAsync).WithSummary("Adds a number.");
        blocks.MapPost("/{id}/end", EndAsync).WithSummary("Lets the number be called again.");
    }

    private static async Task<Ok<IReadOnlyList<ContactBlock>>> ListAsync(
        string? number, bool? inForce, ContactBlockDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await desk.ListAsync(number, inForce ?? false, user.ToActor(), cancellation));

    private static async Task<Results<Ok<ContactBlock>, Problem>> AddAsync(ContactBlockRequest request, ContactBlockDesk desk, ClaimsPrincipal user)
    {
        var result = await desk.AddAsync(request.Number, request.Until, request.Reason, user.ToActor());
        return result.IsOk ? TypedResults.Ok(result.Value) : Problem.Of(result.Refusal);
    }

    private static async Task<Results<Ok<ContactBlock>, Problem>> EndAsync(
        string id, EndContactBlockRequest request, ContactBlockDesk desk, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var result = await desk.EndAsync(id, request.Reason, user.ToActor(), cancellation);
        return result.IsOk ? TypedResults.Ok(result.Value) : Problem.Of(result.Refusal);
    }
}
