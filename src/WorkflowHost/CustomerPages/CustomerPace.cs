using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using WorkflowHost.Security;

namespace WorkflowHost.CustomerPages;

/// <summary>How often one address may ask for codes, try them and answer, besides the limits of each link. Many customers share the address of their mobile network.</summary>
internal static class CustomerPace
{
    public const string Policy = "customer-link";

    /// <summary>Per minute and address.</summary>
    private const string Setting = "CustomerLinks:PerMinute";
    private const int DefaultPerMinute = 60;

    public static IServiceCollection AddCustomerPace(this IServiceCollection services) => services.AddRateLimiter(options =>
        options.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
            ClientBlock.Of(context),
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = Math.Max(1, context.RequestServices.GetRequiredService<IConfiguration>().GetValue(Setting, DefaultPerMinute)),
                Window = TimeSpan.FromMinutes(1),
            })));

    /// <summary>Whether a request that was turned away was one of these.</summary>
    public static bool Limits(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>() is { PolicyName: Policy };
}
