using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Jobs;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Timers;

/// <param name="DueAt">The instant the timer was seen set to; another one by now is a conflict.</param>
/// <param name="Reason">1 to 200 characters, kept in the timeline and the audit.</param>
public sealed record TimerInterventionRequest(DateTimeOffset DueAt, string Reason);

internal static class TimerEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var timers = api.MapGroup("/timers").RequireAuthorization(AccessPolicies.Operate).WithTags("Timers");
        timers.MapGet("/", ListAsync).WithSummary("Pending, late and failed timers, the earliest first, with what each will do.");
        timers.MapPost("/{caseId}/{timerId}/retry", RetryAsync).WithSummary("Has a failing timer tried now.");
        timers.MapPost("/{caseId}/{timerId}/run", RunAsync).WithSummary("Has what a timer waits for happen now; team lead, manager or administrator.");
        timers.MapPost("/{caseId}/{timerId}/skip", SkipAsync).WithSummary("Leaves out what a timer waits for; team lead, manager or administrator.");
    }

    private static async Task<Ok<Page<TimerView>>> ListAsync(
        Code<TimerState>? state, string? definitionId, string? cursor, int? take, TimerQueries timers, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await timers.PageAsync(new TimerFilter(state?.Value, definitionId, cursor, take ?? 50), user.ToActor(), cancellation));

    private static async Task<Results<NoContent, Problem>> RetryAsync(string caseId, string timerId, Retries retries, ClaimsPrincipal user, CancellationToken cancellation) =>
        await retries.TimerAsync(caseId, timerId, user.ToActor(), cancellation) ? TypedResults.NoContent() : Problem.NotFound("timer.not_found", timerId);

    private static async Task<Results<Ok<TimerReceipt>, Problem>> RunAsync(
        string caseId, string timerId, TimerInterventionRequest request, CommandHeaders headers, TimerDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        AnswerOf(await desk.RunNowAsync(caseId, timerId, request.DueAt, request.Reason, user.ToActor(), headers.IdempotencyKey, cancellation));

    private static async Task<Results<Ok<TimerReceipt>, Problem>> SkipAsync(
        string caseId, string timerId, TimerInterventionRequest request, CommandHeaders headers, TimerDesk desk, ClaimsPrincipal user, CancellationToken cancellation) =>
        AnswerOf(await desk.SkipAsync(caseId, timerId, request.DueAt, request.Reason, user.ToActor(), headers.IdempotencyKey, cancellation));

    private static Results<Ok<TimerReceipt>, Problem> AnswerOf(CommandResult<TimerReceipt> result) =>
        result.IsOk ? TypedResults.Ok(result.Value) : Problem.Of(result.Refusal);
}
