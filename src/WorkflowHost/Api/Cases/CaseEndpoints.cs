using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Api.Cases;

/// <param name="DefinitionId">The SOP, e.g. <c>complaint</c>.</param>
/// <param name="Fields">Values of the SOP's opening form.</param>
public sealed record OpenCaseRequest(string? DefinitionId, JsonObject? Fields);

/// <param name="Fields">Values of the event's form.</param>
public sealed record CaseEventRequest(JsonObject? Fields);

/// <param name="Number">Number of the other case.</param>
/// <param name="Kind">Id of a kind of link of the SOP pack, e.g. <c>claim-complaint</c>.</param>
/// <param name="OtherFollows">The other case follows from this one; false or absent: this one follows from the other.</param>
public sealed record LinkRequest(string? Number, string? Kind, bool? OtherFollows);

/// <param name="Text">1 to 4000 characters.</param>
public sealed record NoteRequest(string? Text);

/// <param name="Reason">Why it is needed; 1 to 500 characters, kept in the timeline.</param>
public sealed record RevealRequest(string? Reason);

/// <summary>Which cases to list; all conditions that are given must hold.</summary>
/// <param name="Text">A whole number, contact, policy number or customer name finds those that have exactly it; any other text is looked for as a part of these and of the title.</param>
/// <param name="Overdue">True: only cases whose next target has passed.</param>
/// <param name="Cursor">The last answer's <c>next</c>.</param>
/// <param name="Take">1 to 200.</param>
public sealed record CaseListQuery(
    string? Text,
    Code<CaseStatus>? Status,
    string? Stage,
    int? Severity,
    string? Category,
    string? HandlerId,
    string? Branch,
    bool? Overdue,
    Code<CaseSort>? Sort,
    string? Cursor,
    int? Take,
    string? DefinitionId)
{
    internal CaseFilter ToFilter() => new(
        Text, Status?.Value, Stage, Severity, Category, HandlerId, Branch, Overdue, Sort?.Value ?? CaseSort.Newest, Cursor, Take ?? 50, DefinitionId);
}

internal static class CaseEndpoints
{
    private const int LongestNote = 4000;

    public static void Map(IEndpointRouteBuilder api)
    {
        var cases = api.MapGroup("/cases").RequireAuthorization(AccessPolicies.Work).WithTags("Cases");
        cases.MapGet("/", ListAsync).WithSummary("Cases that match all given conditions; page on with `cursor`.");
        cases.MapPost("/", OpenAsync).RequireAuthorization(AccessPolicies.OpenCases).WithSummary("Opens a case with the SOP's opening form.");
        cases.MapGet("/possible-repeats", PossibleRepeatsAsync).WithSummary("Earlier cases of the same contact or policy, to be seen before a new one is opened.");
        cases.MapGet("/{id}", GetAsync).WithSummary("A case, whole, by id or number.");
        cases.MapGet("/{id}/timeline", TimelineAsync).WithSummary("Who did what, when; oldest first.");
        cases.MapGet("/{id}/events", EventsAsync).WithSummary("What may be raised now: withdrawal, new facts, extension…");
        cases.MapPost("/{id}/events/{eventName}", RaiseAsync).WithSummary("Raises an event the case listens to.");
        cases.MapPost("/{id}/links", LinkAsync).WithSummary("Links the case with another one; both show it a moment later.");
        cases.MapPost("/{id}/reveal", RevealAsync).WithSummary("The case with its sensitive fields in clear, for somebody who isn't at work on it; who, when and why is kept.");
        cases.MapPost("/{id}/notes", AddNoteAsync).WithSummary("Adds a note to the timeline.");
    }

    private static async Task<Ok<Page<CaseRow>>> ListAsync([AsParameters] CaseListQuery query, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.CasesAsync(query.ToFilter(), user.ToActor(), cancellation));

    private static async Task<Results<Created<CaseView>, Problem>> OpenAsync(
        OpenCaseRequest request, CommandHeaders headers, CaseDesk desk, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(request.DefinitionId))
        {
            return Problem.OfFields(FieldFaults.Required("definitionId"));
        }

        var result = await headers.On(desk, response).OpenAsync(request.DefinitionId, request.Fields ?? [], user.ToActor(), headers.IdempotencyKey, cancellation);
        if (!result.IsOk)
        {
            return Problem.Of(result.Refusal);
        }

        Versioned.Mark(response, result.Value.Version);
        return TypedResults.Created($"/api/v1/cases/{result.Value.Id}", result.Value);
    }

    private static async Task<Ok<IReadOnlyList<CaseRow>>> PossibleRepeatsAsync(
        string? contact, string? policyNo, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.PossibleRepeatsAsync(contact, policyNo, user.ToActor(), cancellation));

    private static async Task<Results<Ok<CaseView>, Problem>> GetAsync(
        string id, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        if (await queries.CaseAsync(id, user.ToActor(), cancellation) is not { } view)
        {
            return Problem.NotFound("case.not_found", id);
        }

        Versioned.Mark(response, view.Version);
        return TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<IReadOnlyList<TimelineEntry>>, Problem>> TimelineAsync(
        string id, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        await queries.CaseAsync(id, user.ToActor(), cancellation) is { } view ? TypedResults.Ok(view.Timeline) : Problem.NotFound("case.not_found", id);

    private static async Task<Results<Ok<IReadOnlyList<AvailableEvent>>, Problem>> EventsAsync(
        string id, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        await queries.CaseAsync(id, user.ToActor(), cancellation) is { } view ? TypedResults.Ok(view.Events) : Problem.NotFound("case.not_found", id);

    private static async Task<Results<Ok<CaseView>, Problem>> RaiseAsync(
        string id, string eventName, CaseEventRequest request, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        var actor = user.ToActor();
        var result = await headers.On(desk, response).RaiseEventAsync(id, eventName, request.Fields ?? [], actor, headers.IdempotencyKey, cancellation);
        return await CommandAnswer.OfAsync(result, response, () => queries.CaseAsync(id, actor, cancellation));
    }

    private static async Task<Results<Ok<CaseView>, Problem>> LinkAsync(
        string id, LinkRequest request, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(request.Number) || string.IsNullOrWhiteSpace(request.Kind))
        {
            return Problem.OfFields(FieldFaults.Required(string.IsNullOrWhiteSpace(request.Number) ? "number" : "kind"));
        }

        var actor = user.ToActor();
        var result = await headers.On(desk, response).LinkAsync(id, request.Number, request.Kind, request.OtherFollows ?? false, actor, headers.IdempotencyKey, cancellation);
        return await CommandAnswer.OfAsync(result, response, () => queries.CaseAsync(id, actor, cancellation));
    }

    private static async Task<Results<Ok<CaseView>, Problem>> RevealAsync(
        string id, RevealRequest request, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        var actor = user.ToActor();
        var result = await desk.RevealAsync(id, request.Reason ?? string.Empty, actor, headers.IdempotencyKey, cancellation);
        return await CommandAnswer.OfAsync(result, response, () => queries.CaseAsync(id, actor, cancellation));
    }

    private static async Task<Results<Ok<CaseView>, Problem>> AddNoteAsync(
        string id, NoteRequest request, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        IReadOnlyList<FieldFault> faults = request.Text?.Trim() switch
        {
            null or "" => [FieldFaults.Required("text")],
            { Length: > LongestNote } => [FieldFaults.TooLong("text", LongestNote)],
            _ => [],
        };
        if (faults.Count > 0)
        {
            return Problem.OfFields(faults);
        }

        var actor = user.ToActor();
        var result = await headers.On(desk, response).AddNoteAsync(id, request.Text!.Trim(), actor, headers.IdempotencyKey, cancellation);
        return await CommandAnswer.OfAsync(result, response, () => queries.CaseAsync(id, actor, cancellation));
    }
}
