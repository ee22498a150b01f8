using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Security;

namespace WorkflowHost.Workbench.Language;

/// <summary>Remembers the chosen language in a cookie and goes back to the page the person came from.</summary>
internal static class LanguageSwitchEndpoint
{
    public const string Path = "/language";

    public static RouteHandlerBuilder MapLanguageSwitch(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, Switch).AllowAnonymous().ExcludeFromDescription();

    private static Results<RedirectHttpResult, BadRequest> Switch(string culture, string? back, HttpContext http) =>
        LanguageCookie.Keep(http, culture) ? TypedResults.LocalRedirect(LocalAddress.Of(back)) : TypedResults.BadRequest();
}
