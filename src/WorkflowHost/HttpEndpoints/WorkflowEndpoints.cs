using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Options;
using WorkflowHost.Api.Problems;
using WorkflowHost.Api.Requests;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Http;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.HttpEndpoints;

/// <summary>
/// Serves the HTTP endpoints that workflows declare: a request starts or resumes the workflow that answers its path and method,
/// and is answered with what the workflow wrote.
/// </summary>
internal static class WorkflowEndpoints
{
    private const string CorrelationHeader = "X-Correlation-Id";
    private const string CorrelationParameter = "correlationId";
    private const string InstanceHeader = "X-Workflow-Instance-Id";
    private const string InstanceParameter = "workflowInstanceId";

    public static IServiceCollection AddWorkflowEndpoints(this IServiceCollection services)
    {
        services.AddOptions<HttpEndpointOptions>().BindConfiguration(HttpEndpointOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Marks the one endpoint of the host behind which all those of workflows lie.</summary>
    private sealed class WorkflowSurface;

    /// <summary>Whether a request is meant for a workflow, answered or not; the designer has a few pages of its own below the same path.</summary>
    public static bool IsForAWorkflow(this HttpRequest request) =>
        request.HttpContext.GetEndpoint() is { } endpoint
            ? endpoint.Metadata.GetMetadata<WorkflowSurface>() is not null
            : request.HttpContext.RequestServices.GetRequiredService<IOptions<HttpEndpointOptions>>().Value is var options
                && request.Path.StartsWithSegments(options.BasePath, StringComparison.OrdinalIgnoreCase);

    public static void MapWorkflowEndpoints(this IEndpointRouteBuilder endpoints)
    {
        var basePath = endpoints.ServiceProvider.GetRequiredService<IOptions<HttpEndpointOptions>>().Value.BasePath;
        // Open to the routing; each request is let in, or not, by its own endpoint below.
        endpoints.Map(basePath + "/{**path}", HandleAsync).WithMetadata(new WorkflowSurface()).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> HandleAsync(
        string? path, HttpContext context, EndpointDesk desk, IAuthorizationService authorization, IOptions<HttpEndpointOptions> options, CancellationToken cancellation)
    {
        var request = context.Request;
        var headers = CommandHeaders.Read(request.Headers);
        var asked = "/" + (path ?? string.Empty).Trim('/');
        var correlationId = ValueOf(request, CorrelationHeader, CorrelationParameter);
        var (matches, routeValues) = Find(desk, asked, request.Method, ValueOf(request, InstanceHeader, InstanceParameter), correlationId);
        if (matches.Count == 0)
        {
            return Problem.Of(StatusCodes.Status404NotFound, "endpoint.not_found", ("method", request.Method), ("path", asked));
        }

        if (await RefusalAsync(context, matches, options.Value, authorization) is { } refusal)
        {
            return refusal;
        }

        if (matches.Count > 1)
        {
            return Problem.Of(StatusCodes.Status409Conflict, "endpoint.ambiguous", ("method", request.Method), ("path", asked));
        }

        if (headers.Fault is { } fault)
        {
            return fault;
        }

        var received = await RequestReading.ReadAsync(request, asked, routeValues, options.Value.LargestRequestBytes, cancellation);
        var actor = context.User.Identity is { IsAuthenticated: true } ? context.User.ToActor() : Actor.Anybody;
        var result = await desk.RunAsync(matches[0], received, correlationId, actor, headers.IdempotencyKey, cancellation);
        return result.IsOk ? AnswerOf(result.Value) : Problem.Of(result.Refusal);
    }

    /// <summary>By the path as it stands, else by the pattern with the most fixed parts.</summary>
    private static (IReadOnlyList<EndpointMatch> Matches, RouteValueDictionary Values) Find(
        EndpointDesk desk, string path, string method, string? instanceId, string? correlationId)
    {
        if (desk.Find(path, method, instanceId, correlationId) is { Count: > 0 } exact)
        {
            return (exact, []);
        }

        foreach (var route in desk.Routes().OrderBy(r => r.Count(c => c == '{')).ThenByDescending(r => r.Length))
        {
            var values = new RouteValueDictionary();
            if (TemplateOf(route) is { } template
                && new TemplateMatcher(template, []).TryMatch(path, values)
                && desk.Find(route, method, instanceId, correlationId) is { Count: > 0 } matches)
            {
                return (matches, values);
            }
        }

        return ([], []);
    }

    /// <returns>Null for a pattern that cannot be read: it answers nothing, and must not keep the others from answering.</returns>
    private static RouteTemplate? TemplateOf(string route)
    {
        try
        {
            return TemplateParser.Parse(route.TrimStart('/'));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Sign-in is needed unless the author left the endpoint open and the operator listed its path; a policy is needed where the
    /// author names one. With a cookie a request must prove that it comes from no other site, whatever its method: it may change things.
    /// </summary>
    private static async Task<IResult?> RefusalAsync(
        HttpContext context, IReadOnlyList<EndpointMatch> matches, HttpEndpointOptions options, IAuthorizationService authorization)
    {
        var user = context.User;
        var isSignedIn = user.Identity is { IsAuthenticated: true };
        if (!isSignedIn && !matches.All(m => IsOpen(m.Route, options)))
        {
            return Problem.Of(StatusCodes.Status401Unauthorized, "session.sign_in_required");
        }

        if (isSignedIn && user.HasClaim(claim => claim.Type == StaffClaims.MustChangePassword))
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "session.password_change_required");
        }

        if (CrossSiteGuard.IsByCookie(user) && !context.Request.Headers.ContainsKey(CrossSiteGuard.Header))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "request.cross_site");
        }

        foreach (var policy in matches.Select(m => m.Route.Policy).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (!AccessPolicies.All.Contains(policy) || !(await authorization.AuthorizeAsync(user, policy)).Succeeded)
            {
                return Problem.Of(StatusCodes.Status403Forbidden, "session.not_permitted");
            }
        }

        return null;
    }

    private static bool IsOpen(HttpRoute route, HttpEndpointOptions options) =>
        !route.Authorize && route.Policy is null
        && (options.AnonymousPaths.Contains("*") || options.AnonymousPaths.Contains(route.Path) || options.AnonymousPaths.Contains(route.Path.TrimStart('/')));

    private static IResult AnswerOf(EndpointAnswer answer)
    {
        if (answer.Response is { } response)
        {
            return new WrittenAnswer(response);
        }

        var body = new JsonObject { ["workflowInstanceId"] = answer.InstanceId, ["status"] = answer.SubStatus.ToString() };
        return answer.SubStatus switch
        {
            WorkflowSubStatus.Faulted => Problem.Of(StatusCodes.Status500InternalServerError, "endpoint.workflow_faulted", ("instance", answer.InstanceId)),
            WorkflowSubStatus.Suspended => TypedResults.Json(body, statusCode: StatusCodes.Status202Accepted),
            _ => TypedResults.Ok(body),
        };
    }

    private static string? ValueOf(HttpRequest request, string header, string parameter) =>
        request.Headers[header].FirstOrDefault() is { Length: > 0 } value ? value : request.Query[parameter].FirstOrDefault() is { Length: > 0 } text ? text : null;
}
