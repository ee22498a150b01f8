using Microsoft.AspNetCore.Identity;

namespace WorkflowHost.Security;

/// <summary>
/// The credentials of one person or machine. Its id is the id of the staff member it belongs to; name, roles and
/// absence are the staff directory's, so that there is one truth for "who may do what".
/// </summary>
public sealed class Account : IdentityUser
{
    /// <summary>True until a password that somebody else has seen (printed at first start, set by an administrator) is replaced.</summary>
    public bool MustChangePassword { get; set; }
}
