using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace WorkflowHost.Security.Pages;

/// <summary>Sign-in, sign-out and change of password: plain forms without script, protected by antiforgery tokens.</summary>
internal static class SignInEndpoints
{
    public const string LoginPath = "/login";
    public const string LogoutPath = "/logout";
    public const string PasswordPath = "/account/password";
    public const string ReturnUrl = "returnUrl";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(LoginPath, ShowLogin).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost(LoginPath, LoginAsync).AllowAnonymous().RequireRateLimiting(SignInPace.Policy).ExcludeFromDescription();
        endpoints.MapPost(LogoutPath, LogoutAsync).ExcludeFromDescription();
        endpoints.MapGet(PasswordPath, ShowPassword).ExcludeFromDescription();
        endpoints.MapPost(PasswordPath, ChangePasswordAsync).ExcludeFromDescription();
    }

    private static IResult ShowLogin(ClaimsPrincipal user, string? returnUrl) =>
        user.Identity is { IsAuthenticated: true } ? Results.LocalRedirect(Local(returnUrl)) : LoginPage(null, null, returnUrl, StatusCodes.Status200OK);

    private static async Task<IResult> LoginAsync(
        AccountDesk accounts, [FromForm] string? userName, [FromForm] string? password, [FromForm] string? stay, [FromForm] string? returnUrl)
    {
        if (string.IsNullOrWhiteSpace(userName) || string.IsNullOrEmpty(password))
        {
            return LoginPage("Incomplete", userName, returnUrl, StatusCodes.Status400BadRequest);
        }

        var result = await accounts.SignInAsync(userName.Trim(), password, stay is "on" or "true");

        // One answer for a wrong password, no such person and a locked account: another would tell which names exist.
        return result.Succeeded ? Results.LocalRedirect(Local(returnUrl)) : LoginPage("Wrong", userName, returnUrl, StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> LogoutAsync(ClaimsPrincipal user, AccountDesk accounts, [FromForm] string? returnUrl)
    {
        await accounts.SignOutAsync(user.ToActor());
        return Results.LocalRedirect(returnUrl is null ? LoginPath : Local(returnUrl));
    }

    private static RazorComponentResult ShowPassword(ClaimsPrincipal user) => PasswordPage([], user, StatusCodes.Status200OK);

    private static async Task<IResult> ChangePasswordAsync(
        ClaimsPrincipal user, AccountDesk accounts, [FromForm] string? current, [FromForm] string? replacement, [FromForm] string? repeated)
    {
        if (string.IsNullOrEmpty(current) || string.IsNullOrEmpty(replacement))
        {
            return PasswordPage(["Incomplete"], user, StatusCodes.Status400BadRequest);
        }

        if (replacement != repeated)
        {
            return PasswordPage(["PasswordsDiffer"], user, StatusCodes.Status400BadRequest);
        }

        var result = await accounts.ChangePasswordAsync(user.FindFirstValue(ClaimTypes.NameIdentifier)!, current, replacement);
        return result.Succeeded
            ? Results.LocalRedirect("/")
            : PasswordPage([.. result.Errors.Select(error => error.Code)], user, StatusCodes.Status400BadRequest);
    }

    internal static RazorComponentResult LoginPage(string? fault, string? userName, string? returnUrl, int status) =>
        new(typeof(LoginPage), new Dictionary<string, object?>
        {
            [nameof(Pages.LoginPage.Fault)] = fault,
            [nameof(Pages.LoginPage.UserName)] = userName,
            [nameof(Pages.LoginPage.ReturnUrl)] = returnUrl,
        })
        { StatusCode = status, PreventStreamingRendering = true };

    private static RazorComponentResult PasswordPage(IReadOnlyList<string> faults, ClaimsPrincipal user, int status) =>
        new(typeof(ChangePasswordPage), new Dictionary<string, object?>
        {
            [nameof(ChangePasswordPage.Faults)] = faults,
            [nameof(ChangePasswordPage.UserName)] = user.Identity?.Name,
            [nameof(ChangePasswordPage.IsDemanded)] = user.HasClaim(claim => claim.Type == StaffClaims.MustChangePassword),
        })
        { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>Where to go after signing in; not to the sign-in page again.</summary>
    internal static string Local(string? address) =>
        LocalAddress.Of(address) is var local && local.StartsWith(LoginPath, StringComparison.OrdinalIgnoreCase) ? LocalAddress.Start : local;
}
