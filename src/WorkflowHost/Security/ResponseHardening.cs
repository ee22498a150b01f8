using WorkflowHost.Api.Requests;

namespace WorkflowHost.Security;

/// <summary>Headers that keep a browser from framing, sniffing or leaking what it shows.</summary>
internal sealed class ResponseHardening(RequestDelegate next)
{
    // 'unsafe-inline' for styles only: the component library positions its pop-ups by style attributes.
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = ContentPolicy;
        if (context.Request.IsApi())
        {
            // Answers hold personal data and change with every command.
            headers.CacheControl = "no-store";
        }

        return next(context);
    }
}
