using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Notifications;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Notifications;

/// <param name="Ids">1 to 500 ids.</param>
public sealed record ReadRequest(IReadOnlyList<string>? Ids);

internal static class NotificationEndpoints
{
    private const int MostIds = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var notifications = api.MapGroup("/notifications").WithTags("Notifications");
        notifications.MapGet("/", ListAsync).WithSummary("Reminders and escalations for me and my roles, the newest first.");
        notifications.MapPost("/read", ReadAsync).WithSummary("Marks reminders as read, for me; unknown ids are passed over.");
    }

    private static async Task<Ok<IReadOnlyList<NotificationView>>> ListAsync(
        bool? unreadOnly, int? take, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await queries.NotificationsAsync(user.ToActor(), unreadOnly ?? false, take ?? 100, cancellation));

    private static async Task<Results<NoContent, Problem>> ReadAsync(ReadRequest request, CaseQueries queries, ClaimsPrincipal user, CancellationToken cancellation) =>
        request.Ids is not { Count: > 0 and <= MostIds } ids ? Problem.OfFields(FieldFaults.Required("ids"))
        : await queries.MarkReadAsync(user.ToActor(), ids, cancellation) is { } refusal ? Problem.Of(refusal)
        : TypedResults.NoContent();
}
