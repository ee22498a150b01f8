using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Instances;

/// <param name="Result">What came of it; the step's result.</param>
public sealed record CompleteRequestedTaskRequest(JsonNode? Result);

/// <summary>Work that workflows ask other systems for (Run Task). The tasks of people are under <c>/tasks</c>.</summary>
internal static class RequestedTaskEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("/requested-tasks").WithTags("Requested tasks");
        tasks.MapGet("/", ListAsync).RequireAuthorization(AccessPolicies.ReadInstances).WithSummary("What workflows wait for another system to do, the oldest first.");
        tasks.MapPost("/{taskId}/complete", CompleteAsync).RequireAuthorization(AccessPolicies.RunWorkflows).WithSummary("Hands in the result; the workflow goes on at once.");
    }

    private static async Task<Ok<IReadOnlyList<RequestedTask>>> ListAsync(
        string? name, int? take, InstanceQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.TasksAsync(name, user.ToActor(), take ?? 200, cancellation));

    private static Task<Results<Ok<InstanceView>, Problem>> CompleteAsync(
        string taskId, CompleteRequestedTaskRequest? request, CommandHeaders headers, InstanceDesk desk, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellation) =>
        InstanceEndpoints.AnswerAsync(desk.CompleteTaskAsync(taskId, request?.Result, user.ToActor(), headers.IdempotencyKey, cancellation), response);
}
