using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime;
using WorkflowHost.Security.ApiKeys;
using WorkflowHost.Security.Auditing;
using WorkflowHost.Security.Pages;
using WorkflowHost.Security.Postgres;
using WorkflowHost.Security.SqlServer;

namespace WorkflowHost.Security;

/// <summary>Sign-in by cookie or API key, roles from the staff directory, deny by default, audit of access.</summary>
public static class SecurityRegistration
{
    private const string CookieOrKey = "CookieOrKey";

    /// <summary>A shift and its overtime; sliding, so that nobody is thrown out while working.</summary>
    private static readonly TimeSpan _sessionLength = TimeSpan.FromHours(12);

    /// <summary>How soon a session ends everywhere after its password was replaced.</summary>
    internal static readonly TimeSpan StampInterval = TimeSpan.FromMinutes(1);

    /// <summary>Keeps accounts and keys behind <paramref name="connectionString"/>, in the same database the cases are in.</summary>
    public static IServiceCollection AddHostSecurity(this IServiceCollection services, DatabaseProvider provider, string connectionString)
    {
        switch (provider)
        {
            case DatabaseProvider.Postgres:
                services.AddServer<PostgresSecurityDbContext>(options => PostgresSecurityDbContext.UseServer(options, connectionString));
                break;
            case DatabaseProvider.SqlServer:
                services.AddServer<SqlServerSecurityDbContext>(options => SqlServerSecurityDbContext.UseServer(options, connectionString));
                break;
            default:
                services.AddDbContextFactory<SecurityDbContext>(options => SecurityDbContext.UseFile(options, connectionString));
                break;
        }

        services.AddDataProtection().SetApplicationName("WorkflowHost").PersistKeysToDbContext<SecurityDbContext>();
        services.AddSingleton<ApiKeyRing>();
        services.AddScoped<AccountDesk>();
        services.AddScoped<StaffHiring>();
        services.AddScoped<FirstAdministrator>();
        AddSignIn(services);
        services.AddSignInPace();
        services.AddAuthorization(AccessPolicies.Declare);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, DeniedAnswers>();
        services.AddTransient<IClaimsTransformation, StaffClaims>();
        services.AddAntiforgery(options => options.Cookie.Name = "workflowhost.form");
        services.AddCascadingAuthenticationState();
        return services;
    }

    /// <summary>Who is asking, may they, and what they were refused. After routing, before every endpoint.</summary>
    public static void UseHostSecurity(this WebApplication app)
    {
        app.UseMiddleware<ResponseHardening>();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<DeniedAuditing>();
        app.UseMiddleware<PasswordChangeGate>();
        app.UseAuthorization();
        app.UseMiddleware<CrossSiteGuard>();
        app.UseAntiforgery();
    }

    public static void MapHostSecurity(this IEndpointRouteBuilder endpoints) => SignInEndpoints.Map(endpoints);

    /// <summary>What of the options the tables are made by; a change needs migrations.</summary>
    internal static void ShapeTables(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version2;

    private static void AddServer<TContext>(this IServiceCollection services, Action<DbContextOptionsBuilder> use)
        where TContext : SecurityDbContext
    {
        services.AddDbContextFactory<TContext>(use);
        services.AddSingleton<IDbContextFactory<SecurityDbContext>, SecurityDbContextFactory<TContext>>();
        services.AddScoped<SecurityDbContext>(sp => sp.GetRequiredService<TContext>());
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddIdentityCore<Account>(options =>
            {
                options.User.AllowedUserNameCharacters = "";
                options.Password.RequiredLength = PasswordRules.ShortestLength;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 5;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                ShapeTables(options);
            })
            .AddEntityFrameworkStores<SecurityDbContext>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddUserValidator<UserNameRules>()
            .AddPasswordValidator<PasswordRules>()
            .AddDefaultTokenProviders();
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = StampInterval);

        var authentication = services.AddAuthentication(CookieOrKey);
        authentication.AddPolicyScheme(CookieOrKey, null, options => options.ForwardDefaultSelector = context =>
            ApiKeyAuthentication.IsSentWith(context.Request) ? ApiKeyAuthentication.SchemeName : IdentityConstants.ApplicationScheme);
        authentication.AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        authentication.AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(ShapeCookie));
    }

    private static void ShapeCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "workflowhost.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = _sessionLength;
        options.SlidingExpiration = true;
        options.LoginPath = SignInEndpoints.LoginPath;
        options.ReturnUrlParameter = SignInEndpoints.ReturnUrl;
    }
}
