using System.ComponentModel.DataAnnotations;

namespace WorkflowHost.HttpEndpoints;

/// <summary>How the host serves the HTTP endpoints that workflows declare. Section <c>HttpEndpoints</c>.</summary>
public sealed class HttpEndpointOptions
{
    public const string Section = "HttpEndpoints";

    /// <summary>Where they are served; begins with a slash.</summary>
    [RegularExpression("/[A-Za-z0-9/_-]*[A-Za-z0-9_-]", ErrorMessage = "Expected a path such as /workflows.")]
    public string BasePath { get; set; } = "/workflows";

    /// <summary>
    /// Paths that may be called without sign-in, e.g. <c>/webhooks/payment</c>; <c>*</c> for all. Only those whose endpoint does
    /// not ask for sign-in itself: opening one needs both the author and the operator.
    /// </summary>
    public HashSet<string> AnonymousPaths { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The largest request body; an endpoint may set a smaller limit of its own.</summary>
    [Range(1, 256L * 1024 * 1024)]
    public long LargestRequestBytes { get; set; } = 1024 * 1024;
}
