using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using WorkflowHost.Api.Cases;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Incidents;

/// <param name="Fields">Facts of the case to fill in before the step runs again, by field name; none when the body is left out.</param>
public sealed record RetryIncidentRequest(JsonObject? Fields);

/// <param name="Reason">1 to 200 characters, kept in the timeline.</param>
public sealed record SkipIncidentRequest(string Reason);

/// <param name="Act">What to do about each.</param>
/// <param name="Incidents">1 to 500.</param>
/// <param name="Fields">Facts to fill in before each retry; none when left out.</param>
/// <param name="Reason">1 to 200 characters; a retry needs none.</param>
public sealed record IncidentJobRequest(IncidentAct Act, IReadOnlyList<IncidentRef> Incidents, JsonObject? Fields, string? Reason);

internal static class IncidentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var incidents = api.MapGroup("/").RequireAuthorization(AccessPolicies.Operate).WithTags("Incidents");
        incidents.MapGet("/incidents", ListAsync).WithSummary("Cases in which something failed and waits for a person.");
        incidents.MapPost("/cases/{id}/incidents/{activityInstanceId}/retry", RetryAsync).WithSummary("Runs the failed step again, with fields of the case filled in first where some are given.");
        incidents.MapPost("/cases/{id}/incidents/{activityInstanceId}/skip", SkipAsync).WithSummary("Takes the failed step as done without running it.");
        incidents.MapGet("/incidents/stalled", StalledAsync).WithSummary("Cases and workflows that run but wait for nothing that could wake them.");
        incidents.MapGet("/incidents/jobs", JobsAsync).WithSummary("The latest jobs over many incidents, newest first.");
        incidents.MapPost("/incidents/jobs", StartJobAsync).WithSummary("Retries, skips or cancels many incidents, one after another; goes on by itself.");
        incidents.MapGet("/incidents/jobs/{jobId}", JobAsync).WithSummary("How far a job is, and what came of each incident.");
        incidents.MapPost("/incidents/jobs/{jobId}/stop", StopJobAsync).WithSummary("Stops a job after the incident under way; what is done stays done.");
    }

    private static async Task<Results<Ok<IncidentReceipt>, Problem>> SkipAsync(
        string id, string activityInstanceId, SkipIncidentRequest request, CommandHeaders headers, IncidentDesk desk, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var result = await desk.ActAsync(IncidentAct.Skip, new(id, activityInstanceId), null, request.Reason, user.ToActor(), headers.IdempotencyKey, cancellation);
        return result.IsOk ? TypedResults.Ok(result.Value) : Problem.Of(result.Refusal);
    }

    private static async Task<Ok<IReadOnlyList<StalledRow>>> StalledAsync(IncidentDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await desk.StalledAsync(user.ToActor(), cancellation));

    private static async Task<Ok<IReadOnlyList<IncidentJob>>> JobsAsync(IncidentJobs jobs, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await jobs.ListAsync(user.ToActor(), cancellationToken: cancellation));

    private static async Task<Results<Created<IncidentJob>, Problem>> StartJobAsync(IncidentJobRequest request, IncidentJobs jobs, ClaimsPrincipal user)
    {
        var result = await jobs.StartAsync(request.Act, request.Incidents ?? [], request.Fields, request.Reason, user.ToActor());
        return result.IsOk ? TypedResults.Created($"/api/v1/incidents/jobs/{result.Value.Id}", result.Value) : Problem.Of(result.Refusal);
    }

    private static async Task<Results<Ok<IncidentJob>, Problem>> JobAsync(string jobId, IncidentJobs jobs, ClaimsPrincipal user, CancellationToken cancellation) =>
        await jobs.FindAsync(jobId, user.ToActor(), cancellation) is { } job ? TypedResults.Ok(job) : Problem.NotFound("incident_job.not_found", jobId);

    private static async Task<Results<Ok<IncidentJob>, Problem>> StopJobAsync(string jobId, IncidentJobs jobs, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var stopped = await jobs.StopAsync(jobId, user.ToActor(), cancellation);
        return stopped.IsOk ? TypedResults.Ok(stopped.Value) : Problem.Of(stopped.Refusal);
    }

    private static async Task<Ok<IReadOnlyList<IncidentRow>>> ListAsync(CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.IncidentsAsync(user.ToActor(), cancellation));

    private static async Task<Results<Ok<CaseView>, Problem>> RetryAsync(
        string id, string activityInstanceId, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] RetryIncidentRequest? request, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        var actor = user.ToActor();
        var result = await headers.On(desk, response).RetryIncidentAsync(id, activityInstanceId, actor, request?.Fields, headers.IdempotencyKey, cancellation);
        return await CommandAnswer.OfAsync(result, response, () => queries.CaseAsync(id, actor, cancellation));
    }
}
