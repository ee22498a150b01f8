using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using WorkflowHost.Api.Problems;
using WorkflowHost.CustomerPages;
using WorkflowHost.Security.Pages;

namespace WorkflowHost.Api.Requests;

/// <summary>
/// Turns what the framework throws about a request into problem details: unreadable JSON, wrong type of a parameter, too
/// large a body. Anything else is a bug: the caller gets a trace id, the log the rest.
/// </summary>
internal sealed class RequestFaults(ILogger<RequestFaults> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var request = exception as BadHttpRequestException;
        if (request is null)
        {
            log.LogError(exception, "{Method} {Path} failed.", httpContext.Request.Method, CustomerAddress.Shown(httpContext.Request.Path));
        }

        await Answer(httpContext, request).ExecuteAsync(httpContext);
        return true;
    }

    private static IResult Answer(HttpContext context, BadHttpRequestException? request)
    {
        if (!context.Request.IsApi())
        {
            return FaultPage.Of(request?.StatusCode ?? StatusCodes.Status500InternalServerError);
        }

        return request is null ? Problem.Of(StatusCodes.Status500InternalServerError, "server.fault") : Of(request);
    }

    private static Problem Of(BadHttpRequestException fault) => fault.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => Problem.Of(StatusCodes.Status413PayloadTooLarge, "request.too_large"),
        StatusCodes.Status415UnsupportedMediaType => Problem.Of(StatusCodes.Status415UnsupportedMediaType, "request.unsupported_content"),

        _ => Problem.Of(StatusCodes.Status400BadRequest, "request.malformed", ("reason", ReasonOf(fault))),
    };

    /// <summary>Where in the JSON, without the names of our types that the exception's message holds.</summary>
    private static string ReasonOf(BadHttpRequestException fault) => fault.InnerException is JsonException json
        ? string.Create(CultureInfo.InvariantCulture, $"JSON {json.Path ?? "$"}, line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}")
        : fault.Message;
}
