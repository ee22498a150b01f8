using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using WorkflowHost.CustomerPages;

namespace WorkflowHost.Security.Pages;

/// <summary>
/// How many sign-ins one address may try. The lock of an account stops guessing at one name; this stops trying one password
/// at every name. A branch office behind one address still gets in at the start of a shift.
/// </summary>
internal static class SignInPace
{
    public const string Policy = "sign-in";

    /// <summary>Sign-ins per minute and address.</summary>
    private const string Setting = "SignIn:PerMinute";
    private const int DefaultPerMinute = 60;

    public static IServiceCollection AddSignInPace(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
            ClientBlock.Of(context),
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = Math.Max(1, context.RequestServices.GetRequiredService<IConfiguration>().GetValue(Setting, DefaultPerMinute)),
                Window = TimeSpan.FromMinutes(1),
            }));
        options.OnRejected = AnswerAsync;
    });

    private static async ValueTask AnswerAsync(OnRejectedContext context, CancellationToken cancellation)
    {
        if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            context.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var page = CustomerPace.Limits(context.HttpContext)
            ? CustomerEndpoints.Message("link.too_many", null, StatusCodes.Status429TooManyRequests)
            : SignInEndpoints.LoginPage("TooMany", null, null, StatusCodes.Status429TooManyRequests);
        await page.ExecuteAsync(context.HttpContext);
    }
}
