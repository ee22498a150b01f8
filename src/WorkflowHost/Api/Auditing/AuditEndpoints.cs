using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Security;

namespace WorkflowHost.Api.Auditing;

internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/audit", ListAsync).RequireAuthorization(AccessPolicies.ReadAudit).WithTags("Audit")
            .WithSummary("Sign-ins, refusals and changes of access, the newest first; page on with `before` = `next`.");

    private static async Task<Ok<Page<AuditEntry>>> ListAsync(
        AuditTrail audit, string? action, string? actorId, long? before, int? take, CancellationToken cancellation) =>
        TypedResults.Ok(await audit.ListAsync(action, actorId, before, take ?? 100, cancellation));
}
