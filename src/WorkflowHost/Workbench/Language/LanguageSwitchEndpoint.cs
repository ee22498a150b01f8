using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace WorkflowHost.Workbench.Language;

/// <summary>Remembers the chosen language in a cookie and goes back to the page the person came from.</summary>
internal static class LanguageSwitchEndpoint
{
    public const string Path = "/language";

    public static RouteHandlerBuilder MapLanguageSwitch(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, Switch).AllowAnonymous().ExcludeFromDescription();

    private static Results<LocalRedirect, BadRequest> Switch(string culture, string? back, HttpContext http)
    {
        if (!Texts.Cultures.Contains(culture))
        {
            return TypedResults.BadRequest();
        }

        http.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true });
        return new LocalRedirect(back);
    }

    /// <summary>A redirect that never leaves this site, whatever the address asked for.</summary>
    internal sealed class LocalRedirect(string? back) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var isLocal = back is ['/', ..] && !back.StartsWith("//", StringComparison.Ordinal) && !back.StartsWith("/\\", StringComparison.Ordinal);
            httpContext.Response.Redirect(isLocal ? back! : "/");
            return Task.CompletedTask;
        }
    }
}
