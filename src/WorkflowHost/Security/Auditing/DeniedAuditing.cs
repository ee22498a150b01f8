using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Audit;

namespace WorkflowHost.Security.Auditing;

/// <summary>
/// Writes to the audit every 403 that a policy or a gate gave. Refusals of the case rules are written by the runtime, where
/// every surface meets them.
/// </summary>
internal sealed class DeniedAuditing(RequestDelegate next, AuditTrail audit)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status403Forbidden && !Problem.IsOfCaseRules(context))
        {
            await audit.DeniedAsync(context.User, $"{context.Request.Method} {context.Request.Path}", Problem.CodeOf(context));
        }
    }
}
