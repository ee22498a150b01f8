using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace WorkflowHost.Security;

/// <summary>
/// What a password must be beyond length and kinds of characters: not the user name in disguise and not one of the words
/// that attackers try first. Length counts more than symbols (NIST SP 800-63B §5.1.1.2).
/// </summary>
internal sealed class PasswordRules : IPasswordValidator<Account>
{
    public const int ShortestLength = 10;

    // No 0/O, 1/l/I: the one-time password is read from a console and typed by hand.
    private const string Readable = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static readonly string[] _tooCommon = ["password", "qwerty", "123456", "abc123", "admin", "workflow", "mima", "woaini"];

    /// <summary>A password for one use, 95 random bits, satisfying the rules.</summary>
    public static string OneTime()
    {
        while (true)
        {
            var text = RandomNumberGenerator.GetString(Readable, 16);
            if (text.Any(char.IsUpper) && text.Any(char.IsLower) && text.Any(char.IsDigit))
            {
                return text;
            }
        }
    }

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var text = password ?? string.Empty;
        if (user.UserName is { Length: > 2 } name && text.Contains(name, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(IdentityResult.Failed(new IdentityError { Code = "PasswordHoldsUserName", Description = "The password contains the user name." }));
        }

        return Task.FromResult(_tooCommon.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? IdentityResult.Failed(new IdentityError { Code = "PasswordTooCommon", Description = "The password contains a word that attackers try first." })
            : IdentityResult.Success);
    }
}
