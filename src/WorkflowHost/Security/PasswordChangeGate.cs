using Microsoft.AspNetCore.Authorization;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Security.Pages;

namespace WorkflowHost.Security;

/// <summary>Lets a person whose password somebody else knows do nothing but replace it.</summary>
internal sealed class PasswordChangeGate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (!context.User.HasClaim(claim => claim.Type == StaffClaims.MustChangePassword)
            || path.StartsWithSegments(SignInEndpoints.PasswordPath, StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments(SignInEndpoints.LogoutPath, StringComparison.OrdinalIgnoreCase)
            || IsOpenToAnybody(context)
            || path.StartsWithSegments("/language", StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        if (context.Request.IsApi())
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "session.password_change_required").ExecuteAsync(context);
        }

        context.Response.Redirect(SignInEndpoints.PasswordPath);
        return Task.CompletedTask;
    }

    /// <summary>Styles and pictures, which the page that asks for the new password is made of.</summary>
    private static bool IsOpenToAnybody(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
}
