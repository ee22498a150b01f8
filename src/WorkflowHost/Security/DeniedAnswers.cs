using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Security.Pages;

namespace WorkflowHost.Security;

/// <summary>
/// Answers who is not signed in or not permitted: the API with problem details (never a redirect to a page), a browser
/// with the sign-in page or a page that says what is missing.
/// </summary>
internal sealed class DeniedAnswers : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _standard = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        // Somebody deactivated still has a good cookie or key, which the framework answers with "forbidden".
        var isApi = context.Request.IsApi();
        if (authorizeResult.Challenged || context.User.Identity is not { IsAuthenticated: true })
        {
            return isApi
                ? Problem.Of(StatusCodes.Status401Unauthorized, "session.sign_in_required").ExecuteAsync(context)
                : _standard.HandleAsync(next, context, policy, PolicyAuthorizationResult.Challenge());
        }

        return isApi
            ? Problem.Of(StatusCodes.Status403Forbidden, "session.not_permitted").ExecuteAsync(context)
            : new RazorComponentResult<DeniedPage> { StatusCode = StatusCodes.Status403Forbidden }.ExecuteAsync(context);
    }
}
