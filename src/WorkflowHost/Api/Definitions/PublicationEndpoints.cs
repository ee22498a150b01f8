using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Definitions;

/// <summary>A request to publish one revision of a draft, which a second process owner decides on.</summary>
/// <param name="DecidedBy">Who approved, sent back, withdrew it or changed the definition meanwhile; null while it waits.</param>
/// <param name="Reason">Why it was sent back.</param>
/// <param name="Reviewers">Names of those who may decide on it now.</param>
public sealed record PublicationRequestBody(
    string DefinitionId,
    int Version,
    int Revision,
    PublicationRequestState State,
    DateTimeOffset RequestedAt,
    string RequestedBy,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    string? Reason,
    IReadOnlyList<string> Reviewers)
{
    internal static PublicationRequestBody Of(PublicationRequest request) => new(
        request.DefinitionId, request.Version, request.Revision, request.State, request.RequestedAt, request.RequestedBy,
        request.DecidedAt, request.DecidedBy, request.Reason, request.Reviewers);
}

/// <param name="Revision">The revision whose changes were read.</param>
/// <param name="Reason">What is to be mended; 1 to 1000 characters.</param>
public sealed record RejectionBody(int? Revision, string? Reason);

/// <summary>The second pair of eyes, where <c>Runtime:FourEyes</c> asks for one.</summary>
internal static class PublicationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/definitions").RequireAuthorization(AccessPolicies.ReadDefinitions).WithTags("Definitions");
        read.MapGet("/publication-requests", ListAsync).WithSummary("Drafts that wait for a second process owner, the longest waiting first.");
        read.MapGet("/{id}/publication-request", GetAsync).WithSummary("The last request to publish a definition and what became of it.");
        var edit = api.MapGroup("/definitions/{id}/publication-request").RequireAuthorization(AccessPolicies.EditDefinitions).WithTags("Definitions");
        edit.MapPost("/approve", ApproveAsync).WithSummary("Publishes what was asked for; `revision` is the one whose changes were read. Not for who asked for it or saved it.");
        edit.MapPost("/reject", RejectAsync).WithSummary("Sends what was asked for back with a reason; the draft stays as it is.");
        edit.MapPost("/withdraw", WithdrawAsync).WithSummary("Takes one's own request back.");
    }

    private static async Task<Ok<IEnumerable<PublicationRequestBody>>> ListAsync(PublicationRequests requests, CancellationToken cancellation) =>
        TypedResults.Ok((await requests.PendingAsync(cancellation)).Select(PublicationRequestBody.Of));

    private static async Task<Results<Ok<PublicationRequestBody>, Problem>> GetAsync(string id, PublicationRequests requests, CancellationToken cancellation) =>
        await requests.LatestAsync(id, cancellation) is { } request ? TypedResults.Ok(PublicationRequestBody.Of(request)) : Problem.NotFound("publication.none", id);

    private static async Task<Results<Ok<DefinitionChangeBody>, Problem>> ApproveAsync(
        string id, int? revision, DefinitionDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        revision is { } seen ? Answer(await desk.ApproveAsync(id, seen, user.ToActor(), cancellation)) : Problem.OfFields(FieldFaults.Required("revision"));

    private static async Task<Results<Ok<DefinitionChangeBody>, Problem>> RejectAsync(
        string id, RejectionBody body, DefinitionDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        body.Revision is { } seen ? Answer(await desk.RejectAsync(id, seen, body.Reason, user.ToActor(), cancellation)) : Problem.OfFields(FieldFaults.Required("revision"));

    private static async Task<Results<Ok<DefinitionChangeBody>, Problem>> WithdrawAsync(string id, DefinitionDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        Answer(await desk.WithdrawAsync(id, user.ToActor(), cancellation));

    private static Results<Ok<DefinitionChangeBody>, Problem> Answer(DefinitionAnswer answer) =>
        answer.IsOk ? TypedResults.Ok(DefinitionChangeBody.Of(answer)) : Problem.Of(answer.Refusal, answer.Check);
}
