using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Instances;

/// <param name="Input">The workflow's input by name; of an SOP the values of its opening form.</param>
/// <param name="CorrelationId">A business key, by which events find the instance.</param>
/// <param name="Name">What the instance is to be called.</param>
/// <param name="Version">The version to run; the published one when absent.</param>
public sealed record StartInstanceRequest(JsonObject? Input, string? CorrelationId, string? Name, int? Version);

/// <param name="Input">What the waiting activity is handed.</param>
public sealed record ResumeBookmarkRequest(JsonNode? Input);

/// <param name="Reason">Kept in the timeline.</param>
public sealed record CancelInstanceRequest(string? Reason);

/// <param name="Payload">What the event carries.</param>
/// <param name="CorrelationId">Only instances with this correlation id receive it; those it starts get it.</param>
public sealed record PublishEventRequest(JsonNode? Payload, string? CorrelationId);

/// <summary>Which instances to list; all conditions that are given must hold.</summary>
/// <param name="Text">Part of the id, number, name or correlation id.</param>
/// <param name="IsCase">True: cases of SOPs only; false: plain workflows only.</param>
/// <param name="Take">1 to 200.</param>
public sealed record InstanceListQuery(
    string? Text,
    bool? IsCase,
    string? DefinitionId,
    int? DefinitionVersion,
    string? CorrelationId,
    string? ParentId,
    Code<WorkflowStatus>? Status,
    Code<WorkflowSubStatus>? SubStatus,
    bool? HasIncidents,
    Code<InstanceSort>? Sort,
    bool? Ascending,
    int? Skip,
    int? Take)
{
    internal InstanceFilter ToFilter() => new(
        Text, IsCase, CorrelationId, ParentId, DefinitionVersion, Status?.Value, HasIncidents, Sort?.Value ?? InstanceSort.Created, Ascending ?? false, Skip ?? 0, Take ?? 50)
    {
        DefinitionIds = DefinitionId is null ? [] : [DefinitionId],
        SubStatuses = SubStatus is { } one ? [one.Value] : [],
    };
}

/// <summary>Workflows as such: started, looked into, resumed, ended.</summary>
internal static class InstanceEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var reads = api.MapGroup("/instances").RequireAuthorization(AccessPolicies.ReadInstances).WithTags("Instances");
        reads.MapGet("/", ListAsync).WithSummary("Instances of workflows that match all given conditions, cases included.");
        reads.MapGet("/{id}", GetAsync).WithSummary("An instance: where it stands and waits, its values and incidents.");
        reads.MapGet("/{id}/journal", JournalAsync).WithSummary("What its activities did, oldest first.");
        reads.MapGet("/{id}/executions", ExecutionsAsync).WithSummary("The runs of its activities.");
        reads.MapGet("/{id}/counts", CountsAsync).WithSummary("How often each activity ran.");

        var runs = api.MapGroup("/").RequireAuthorization(AccessPolicies.RunWorkflows).WithTags("Instances");
        runs.MapPost("/definitions/{id}/start", StartAsync).WithSummary("Starts a workflow and runs it to its first waits; an SOP opens a case.");
        runs.MapPost("/instances/{id}/bookmarks/{bookmarkId}/resume", ResumeAsync).WithSummary("Resumes one wait.");
        runs.MapPost("/instances/{id}/cancel", CancelAsync).WithSummary("Ends a running plain workflow and those it started.");
        runs.MapDelete("/instances/{id}", DeleteAsync).WithSummary("Deletes an instance of a plain workflow that is over.");
        runs.MapPost("/events/{name}", PublishAsync).WithSummary("Publishes an event: who waits for it goes on, what it triggers starts.");
        api.MapPost("/instances/{id}/incidents/{activityInstanceId}/retry", RetryAsync)
            .RequireAuthorization(AccessPolicies.RunWorkflows).WithTags("Incidents").WithSummary("Runs the failed step of a workflow again.");
    }

    private static async Task<Ok<InstancePage<InstanceRow>>> ListAsync(
        [AsParameters] InstanceListQuery query, InstanceQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.ListAsync(query.ToFilter(), user.ToActor(), cancellation));

    private static async Task<Results<Ok<InstanceView>, Problem>> GetAsync(
        string id, InstanceQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        if (await queries.GetAsync(id, user.ToActor(), cancellation) is not { } view)
        {
            return Problem.NotFound("instance.not_found", id);
        }

        Versioned.Mark(response, view.Version);
        return TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<InstancePage<JournalRow>>, Problem>> JournalAsync(
        string id, string? activityId, Code<JournalEvent>? @event, int? skip, int? take, InstanceQueries queries, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var filter = new JournalFilter
        {
            ActivityIds = activityId is null ? [] : [activityId],
            Events = @event is { } one ? [one.Value] : [],
            Skip = skip ?? 0,
            Take = take ?? 100,
        };
        return await queries.JournalAsync(id, filter, user.ToActor(), cancellation) is { } page ? TypedResults.Ok(page) : Problem.NotFound("instance.not_found", id);
    }

    private static async Task<Results<Ok<IReadOnlyList<ActivityExecution>>, Problem>> ExecutionsAsync(
        string id, string? nodeId, InstanceQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        await queries.ExecutionsAsync(id, nodeId, user.ToActor(), cancellation) is { } runs ? TypedResults.Ok(runs) : Problem.NotFound("instance.not_found", id);

    private static async Task<Results<Ok<IReadOnlyList<ActivityCount>>, Problem>> CountsAsync(
        string id, InstanceQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        await queries.CountsAsync(id, user.ToActor(), cancellation) is { } counts ? TypedResults.Ok(counts) : Problem.NotFound("instance.not_found", id);

    private static async Task<Results<Created<InstanceView>, Problem>> StartAsync(
        string id, StartInstanceRequest request, CommandHeaders headers, InstanceDesk desk, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        var result = await desk.StartAsync(
            id, new(request.Input, request.CorrelationId, request.Name, request.Version), user.ToActor(), headers.IdempotencyKey, cancellation);
        if (!result.IsOk)
        {
            return Problem.Of(result.Refusal);
        }

        Versioned.Mark(response, result.Value.Version);
        return TypedResults.Created($"/api/v1/instances/{result.Value.Id}", result.Value);
    }

    private static Task<Results<Ok<InstanceView>, Problem>> ResumeAsync(
        string id, string bookmarkId, ResumeBookmarkRequest request, CommandHeaders headers, InstanceDesk desk, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation) =>
        AnswerAsync(desk.ResumeAsync(id, bookmarkId, request.Input, user.ToActor(), headers.IdempotencyKey, cancellation), response);

    private static Task<Results<Ok<InstanceView>, Problem>> CancelAsync(
        string id, CancelInstanceRequest? request, CommandHeaders headers, InstanceDesk desk, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation) =>
        AnswerAsync(desk.CancelAsync(id, request?.Reason, user.ToActor(), headers.IdempotencyKey, cancellation), response);

    private static Task<Results<Ok<InstanceView>, Problem>> RetryAsync(
        string id, string activityInstanceId, CommandHeaders headers, InstanceDesk desk, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation) =>
        AnswerAsync(desk.RetryAsync(id, activityInstanceId, user.ToActor(), headers.IdempotencyKey, cancellation), response);

    private static async Task<Results<NoContent, Problem>> DeleteAsync(string id, InstanceDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        await desk.DeleteAsync(id, user.ToActor(), cancellation) is { } refusal ? Problem.Of(refusal) : TypedResults.NoContent();

    private static async Task<Results<Ok<EventReceipt>, Problem>> PublishAsync(
        string name, PublishEventRequest? request, CommandHeaders headers, InstanceDesk desk, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var result = await desk.PublishEventAsync(name, request?.Payload, request?.CorrelationId, user.ToActor(), headers.IdempotencyKey, cancellation);
        return result.IsOk ? TypedResults.Ok(result.Value) : Problem.Of(result.Refusal);
    }

    internal static async Task<Results<Ok<InstanceView>, Problem>> AnswerAsync(Task<CommandResult<InstanceView>> command, HttpResponse response)
    {
        var result = await command;
        if (!result.IsOk)
        {
            return Problem.Of(result.Refusal);
        }

        Versioned.Mark(response, result.Value.Version);
        return TypedResults.Ok(result.Value);
    }
}
