using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace WorkflowHost.Security.ApiKeys;

/// <summary>Signs a machine in by its <c>X-Api-Key</c> header, or as Elsa's clients send it by <c>Authorization: ApiKey …</c>, for this one request.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeyRing ring) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";
    private const string Prefix = "ApiKey ";

    /// <summary>Whether the request brings a key, good or bad.</summary>
    public static bool IsSentWith(HttpRequest request) => TextOf(request) is not null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TextOf(Request) is not { Length: > 0 } text)
        {
            return AuthenticateResult.NoResult();
        }

        if (await ring.FindAsync(text, Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("The API key is unknown, expired or revoked.");
        }

        // Only the id: the staff directory adds name and roles, as it does for people.
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, key.StaffId)], SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private static string? TextOf(HttpRequest request) =>
        request.Headers[Header] is [{ } own] ? own
        : request.Headers.Authorization is [{ } sent] && sent.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? sent[Prefix.Length..].Trim()
        : null;
}
