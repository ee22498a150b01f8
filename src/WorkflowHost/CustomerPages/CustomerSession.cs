using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using WorkflowHost.Runtime.CustomerLinks;

namespace WorkflowHost.CustomerPages;

/// <summary>Remembers in a sealed cookie of the link's own path that its code was given, for half an hour. Thread safe.</summary>
internal sealed class CustomerSession(IDataProtectionProvider protection, TimeProvider time)
{
    private const string Cookie = "workflowhost.customer";
    private static readonly TimeSpan _length = TimeSpan.FromMinutes(30);
    private readonly IDataProtector _seal = protection.CreateProtector("customer-link");

    public bool IsOpen(HttpContext context, LiveCustomerLink link)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } sealedText)
        {
            return false;
        }

        try
        {
            var parts = _seal.Unprotect(sealedText).Split(' ');
            return parts.Length == 2 && parts[0] == link.Id
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var until) && until > time.GetUtcNow().ToUnixTimeMilliseconds();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public void Open(HttpContext context, LiveCustomerLink link, string path)
    {
        var until = (time.GetUtcNow() + _length).ToUnixTimeMilliseconds();
        context.Response.Cookies.Append(Cookie, _seal.Protect(string.Create(CultureInfo.InvariantCulture, $"{link.Id} {until}")), new CookieOptions
        {
            Path = path,
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            // Lax: the message's link is followed from another program.
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
            MaxAge = _length,
        });
    }
}
