using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Cases;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Api.Tasks;

/// <summary>A task with all that is needed to work it.</summary>
/// <param name="Form">The form to fill; null when the pack no longer has it.</param>
/// <param name="Data">What the case has captured so far; the form's fields start from it.</param>
/// <param name="Context">What the form shows beside its fields, with values: what is to be approved, for instance.</param>
public sealed record TaskBody(CaseTask Task, CaseSummary Case, FormDefinition? Form, JsonObject Data, IReadOnlyList<ContextEntry> Context);

/// <param name="Outcome">One of the task's outcomes.</param>
/// <param name="Fields">Values of the task's form.</param>
public sealed record CompleteTaskRequest(string? Outcome, JsonObject? Fields);

/// <param name="Reason">Why; it stands in the timeline.</param>
public sealed record ReassignTaskRequest(string? StaffId, string? Reason);

/// <summary>A conflict about a task: the task as it is now (null once it is over and out of sight), and its case.</summary>
public sealed record TaskConflict(CaseTask? Task, CaseView? Case);

internal static class TaskEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("/tasks").RequireAuthorization(AccessPolicies.Work).WithTags("Tasks");
        tasks.MapGet("/", InboxAsync).WithSummary("My tasks and those my roles may claim, with the clock that will breach next.");
        tasks.MapGet("/{id}", GetAsync).WithSummary("A task with its form and the case's data.");
        tasks.MapPost("/{id}/claim", ClaimAsync).WithMetadata(new HonoursIfMatch()).WithSummary("Takes a task.");
        tasks.MapPost("/{id}/release", ReleaseAsync).WithMetadata(new HonoursIfMatch()).WithSummary("Gives a task back to its role.");
        tasks.MapPost("/{id}/reassign", ReassignAsync).WithMetadata(new HonoursIfMatch()).RequireAuthorization(AccessPolicies.Supervise).WithSummary("Moves a task to another person.");
        tasks.MapPost("/{id}/complete", CompleteAsync).WithMetadata(new HonoursIfMatch()).WithSummary("Completes a task with an outcome and its form's values; the case moves on at once.");
    }

    private static async Task<Ok<InboxView>> InboxAsync([AsParameters] InboxFilter filter, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.InboxAsync(user.ToActor(), filter, cancellation));

    private static async Task<Results<Ok<TaskBody>, Problem>> GetAsync(
        string id, CaseQueries queries, SopPackSource packs, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        var actor = user.ToActor();
        if (await FindAsync(queries, id, actor, cancellation) is not ({ } task, { } view))
        {
            return Problem.NotFound("task.not_found", id);
        }

        Versioned.Mark(response, task.Version);
        return TypedResults.Ok(new TaskBody(task, view.Summary, packs.Current.Forms.GetValueOrDefault(task.FormId), view.Data, view.Contexts.GetValueOrDefault(task.FormId) ?? []));
    }

    private static Task<Results<Ok<CaseView>, Problem>> ClaimAsync(
        string id, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        var actor = user.ToActor();
        return AnswerAsync(headers.On(desk, response).ClaimAsync(id, actor, headers.ExpectedVersion, headers.IdempotencyKey, cancellation), id, actor, queries, response, cancellation);
    }

    private static Task<Results<Ok<CaseView>, Problem>> ReleaseAsync(
        string id, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        var actor = user.ToActor();
        return AnswerAsync(headers.On(desk, response).ReleaseAsync(id, actor, headers.ExpectedVersion, headers.IdempotencyKey, cancellation), id, actor, queries, response, cancellation);
    }

    private static async Task<Results<Ok<CaseView>, Problem>> ReassignAsync(
        string id, ReassignTaskRequest request, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        List<FieldFault> faults = [];
        if (string.IsNullOrWhiteSpace(request.StaffId))
        {
            faults.Add(FieldFaults.Required("staffId"));
        }

        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            faults.Add(FieldFaults.Required("reason"));
        }

        if (faults.Count > 0)
        {
            return Problem.OfFields(faults);
        }

        var actor = user.ToActor();
        var command = headers.On(desk, response).ReassignAsync(id, request.StaffId!, request.Reason!.Trim(), actor, headers.ExpectedVersion, headers.IdempotencyKey, cancellation);
        return await AnswerAsync(command, id, actor, queries, response, cancellation);
    }

    private static async Task<Results<Ok<CaseView>, Problem>> CompleteAsync(
        string id, CompleteTaskRequest request, CommandHeaders headers, CaseDesk desk, CaseQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(request.Outcome))
        {
            return Problem.OfFields(FieldFaults.Required("outcome"));
        }

        var actor = user.ToActor();
        var command = headers.On(desk, response).CompleteAsync(id, request.Outcome, request.Fields ?? [], actor, headers.ExpectedVersion, headers.IdempotencyKey, cancellation);
        return await AnswerAsync(command, id, actor, queries, response, cancellation);
    }

    private static async Task<Results<Ok<CaseView>, Problem>> AnswerAsync(
        Task<CommandResult<CaseView>> command, string taskId, Actor actor, CaseQueries queries, HttpResponse response, CancellationToken cancellation)
    {
        var result = await command;
        if (result.IsOk)
        {
            // The task's own version, as a read of the task gives: what the next command on it sends back.
            if (result.Value.Tasks.FirstOrDefault(task => task.Id == taskId) is { } after)
            {
                Versioned.Mark(response, after.Version);
            }

            return TypedResults.Ok(result.Value);
        }

        if (result.Refusal.Kind != RefusalKind.Conflict)
        {
            return Problem.Of(result.Refusal);
        }

        var (task, view) = await FindAsync(queries, taskId, actor, cancellation);
        return Problem.Of(result.Refusal, new TaskConflict(task, view));
    }

    private static async Task<(CaseTask? Task, CaseView? Case)> FindAsync(CaseQueries queries, string taskId, Actor actor, CancellationToken cancellation)
    {
        var view = await queries.CaseOfTaskAsync(taskId, actor, cancellation);
        return (view?.Tasks.FirstOrDefault(task => task.Id == taskId), view);
    }
}
