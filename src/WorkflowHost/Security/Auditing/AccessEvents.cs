using System.Security.Claims;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Security.Auditing;

/// <summary>The actions that the host writes to the audit; what happens to cases, their timelines tell.</summary>
public static class AccessEvents
{
    public const string SignedIn = "signed_in";
    public const string SignInFailed = "sign_in_failed";
    public const string LockedOut = "locked_out";
    public const string SignedOut = "signed_out";
    public const string PasswordChanged = "password_changed";
    public const string PasswordReset = "password_reset";
    public const string Denied = "denied";
    public const string ApiKeyCreated = "api_key_created";
    public const string ApiKeyRevoked = "api_key_revoked";
    public const string StaffChanged = "staff_changed";
    public const string TimerRetried = "timer_retried";
    public const string MessageRetried = "message_retried";

    /// <summary>The demo is whole; a database without it was left by a start that was cut off.</summary>
    public const string DemoCompleted = "demo_completed";

    /// <summary>
    /// Records that <paramref name="user"/> was not permitted to do <paramref name="subject"/> ("POST /api/v1/…" or a page).
    /// The subject holds no query, since that may hold personal data.
    /// </summary>
    public static Task DeniedAsync(this AuditTrail audit, ClaimsPrincipal user, string subject, string? detail = null)
    {
        ArgumentNullException.ThrowIfNull(audit);
        ArgumentNullException.ThrowIfNull(user);
        var actor = user.Identity is { IsAuthenticated: true } ? user.ToActor() : Nobody(null);
        return audit.RecordAsync(actor, Denied, subject, detail);
    }

    /// <summary>Somebody who is not signed in and calls himself <paramref name="name"/>.</summary>
    internal static Actor Nobody(string? name) => new("anonymous", name is { Length: > 100 } ? name[..100] : name ?? "anonymous", null, []);
}
