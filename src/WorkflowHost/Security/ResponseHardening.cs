using WorkflowHost.Api.Requests;
using WorkflowHost.CustomerPages;

namespace WorkflowHost.Security;

/// <summary>Headers that keep a browser from framing, sniffing or leaking what it shows.</summary>
internal sealed class ResponseHardening(RequestDelegate next)
{
    // 'unsafe-inline' for styles only: the component library positions its pop-ups by style attributes.
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; ";

    /// <summary>
    /// The designer runs as WebAssembly and in a worker. Its editor and its list of instances start their hot keys by a script
    /// within the page, each named by its hash.
    /// </summary>
    private static readonly PathString _designer = "/designer";

    private const string DesignerScripts =
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' 'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='; worker-src 'self' blob:; ";

    /// <summary>Hangfire's dashboard starts itself by a script within its page.</summary>
    private static readonly PathString _dashboard = "/jobs";

    /// <summary>Customers' pages have no scripts and load nothing but their style sheets; their address is a secret that no other site may be told.</summary>
    private const string CustomersPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = ContentPolicy + ScriptsOf(context.Request);
        if (CustomerAddress.IsOne(context.Request.Path))
        {
            headers["Referrer-Policy"] = "no-referrer";
            headers.ContentSecurityPolicy = CustomersPolicy;
            headers.CacheControl = "no-store";
        }

        if (context.Request.IsApi())
        {
            // Answers hold personal data and change with every command.
            headers.CacheControl = "no-store";
        }

        return next(context);
    }

    /// <summary>Older browsers do not count a web socket to the same host as <c>'self'</c>, so it is named.</summary>
    private static string ScriptsOf(HttpRequest request)
    {
        var scripts = request.Path.StartsWithSegments(_dashboard, StringComparison.OrdinalIgnoreCase) ? "script-src 'self' 'unsafe-inline'; "
            : request.Path.StartsWithSegments(_designer, StringComparison.OrdinalIgnoreCase) ? DesignerScripts
            : "script-src 'self'; ";
        var isPlain = Uri.CheckHostName(request.Host.Host) is UriHostNameType.Dns or UriHostNameType.IPv4;
        return isPlain ? $"{scripts}connect-src 'self' ws://{request.Host} wss://{request.Host}" : scripts + "connect-src 'self'";
    }
}
