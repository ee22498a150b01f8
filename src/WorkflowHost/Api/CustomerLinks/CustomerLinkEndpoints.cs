using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.CustomerLinks;
using WorkflowHost.Security;

namespace WorkflowHost.Api.CustomerLinks;

/// <param name="NoticeId">A notice of the SOP pack that carries a link, e.g. <c>customer-track</c>.</param>
public sealed record SendCustomerLinkRequest(string? NoticeId);

internal static class CustomerLinkEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var links = api.MapGroup("/cases/{id}/customer-links").RequireAuthorization(AccessPolicies.Work).WithTags("Customer links");
        links.MapGet("/", ListAsync).WithSummary("Links that were sent to the customer of a case, and what became of them; never their addresses.");
        links.MapPost("/", SendAsync).WithSummary("Sends the customer a notice that carries a link.");
        links.MapDelete("/{linkId}", RevokeAsync).WithSummary("Shuts a link; again changes nothing.");
    }

    private static async Task<Ok<IReadOnlyList<CustomerLinkView>>> ListAsync(string id, CustomerLinkDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await desk.OfCaseAsync(id, user.ToActor(), cancellation));

    private static async Task<Results<Accepted, Problem>> SendAsync(
        string id, SendCustomerLinkRequest request, CommandHeaders headers, CustomerLinkDesk desk, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(request.NoticeId))
        {
            return Problem.OfFields(FieldFaults.Required("noticeId"));
        }

        // Accepted: the link comes to be when the message goes out.
        return await desk.SendAsync(id, request.NoticeId, user.ToActor(), headers.IdempotencyKey, cancellation) is { } refusal
            ? Problem.Of(refusal)
            : TypedResults.Accepted(new Uri($"/api/v1/cases/{Uri.EscapeDataString(id)}/customer-links", UriKind.Relative));
    }

    private static async Task<Results<NoContent, Problem>> RevokeAsync(string id, string linkId, CustomerLinkDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        await desk.RevokeAsync(id, linkId, user.ToActor(), cancellation) is { } refusal ? Problem.Of(refusal) : TypedResults.NoContent();
}
