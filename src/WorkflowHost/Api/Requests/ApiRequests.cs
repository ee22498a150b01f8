using WorkflowHost.HttpEndpoints;

namespace WorkflowHost.Api.Requests;

/// <summary>Tells calls of programs from visits of browsers: the former are answered with problem details, never with a page.</summary>
internal static class ApiRequests
{
    public static bool IsApi(this HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments("/elsa/api", StringComparison.OrdinalIgnoreCase)
        || request.IsForAWorkflow();
}
