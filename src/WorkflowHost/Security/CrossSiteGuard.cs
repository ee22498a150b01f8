using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;

namespace WorkflowHost.Security;

/// <summary>
/// Refuses a changing API call that rides on a browser's cookie unless it carries <c>X-Requested-With</c>. A page of
/// another site cannot add that header without a CORS preflight, and no origin is ever allowed. API keys are not sent by
/// browsers on their own, so they need no such proof.
/// </summary>
internal sealed class CrossSiteGuard(RequestDelegate next)
{
    public const string Header = "X-Requested-With";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isChange = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        if (isChange && IsByCookie(context.User) && request.IsApi() && !request.Headers.ContainsKey(Header))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "request.cross_site").ExecuteAsync(context);
        }

        return next(context);
    }

    /// <summary>Whether the browser signed the caller in, which it does for requests of any page.</summary>
    public static bool IsByCookie(ClaimsPrincipal user) => user.Identities.Any(identity => identity.AuthenticationType == IdentityConstants.ApplicationScheme);
}
