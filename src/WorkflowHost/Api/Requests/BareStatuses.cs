using Microsoft.AspNetCore.Diagnostics;
using WorkflowHost.Api.Problems;

namespace WorkflowHost.Api.Requests;

/// <summary>Gives a body to the statuses the framework answers the API with on its own (no such address, wrong method).</summary>
internal static class BareStatuses
{
    public static Task ExplainAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (!http.Request.IsApi())
        {
            return Task.CompletedTask;
        }

        var status = http.Response.StatusCode;
        var code = status switch
        {
            StatusCodes.Status401Unauthorized => "session.sign_in_required",
            StatusCodes.Status403Forbidden => "session.not_permitted",
            StatusCodes.Status404NotFound => "request.not_found",
            StatusCodes.Status405MethodNotAllowed => "request.method_not_allowed",
            StatusCodes.Status413PayloadTooLarge => "request.too_large",
            StatusCodes.Status415UnsupportedMediaType => "request.unsupported_content",
            _ => "request.malformed",
        };
        return Problem.Of(status, code).ExecuteAsync(http);
    }
}
