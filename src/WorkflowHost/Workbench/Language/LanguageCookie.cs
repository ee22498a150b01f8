using Microsoft.AspNetCore.Localization;

namespace WorkflowHost.Workbench.Language;

/// <summary>The language a person chose, kept for a year.</summary>
internal static class LanguageCookie
{
    /// <returns>False when there are no texts in it.</returns>
    public static bool Keep(HttpContext http, string culture)
    {
        if (!Texts.Cultures.Contains(culture))
        {
            return false;
        }

        http.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true });
        return true;
    }
}
