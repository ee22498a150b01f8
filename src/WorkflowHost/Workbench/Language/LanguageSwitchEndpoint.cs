using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using WorkflowHost.Security;

namespace WorkflowHost.Workbench.Language;

/// <summary>Remembers the chosen language in a cookie and goes back to the page the person came from.</summary>
internal static class LanguageSwitchEndpoint
{
    public const string Path = "/language";

    public static RouteHandlerBuilder MapLanguageSwitch(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, Switch).AllowAnonymous().ExcludeFromDescription();

    private static Results<RedirectHttpResult, BadRequest> Switch(string culture, string? back, HttpContext http)
    {
        if (!Texts.Cultures.Contains(culture))
        {
            return TypedResults.BadRequest();
        }

        http.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true });
        return TypedResults.LocalRedirect(LocalAddress.Of(back));
    }
}
