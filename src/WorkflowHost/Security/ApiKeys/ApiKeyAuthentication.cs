using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace WorkflowHost.Security.ApiKeys;

/// <summary>Signs a machine in by its <c>X-Api-Key</c> header, for this one request.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeyRing ring) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ Length: > 0 } text])
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
}
