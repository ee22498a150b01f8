using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WorkflowHost.Runtime.CustomerLinks;

/// <summary>Tokens and codes of customers' links, and the hashes that are kept of them.</summary>
internal static class CustomerSecrets
{
    private const int TokenBytes = 24;
    private const int CodeEnd = 1_000_000;
    private const int CodeRounds = 20_000;
    private const int HashBytes = 32;

    /// <summary>A token of 192 random bits in base64url: nobody finds one by trying.</summary>
    public static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(TokenBytes)).Replace('+', '-').Replace('/', '_');

    public static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Six digits.</summary>
    public static string NewCode() => RandomNumberGenerator.GetInt32(CodeEnd).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Slow, since there are only a million codes; the link's id is the salt.</summary>
    public static string HashOf(string code, string linkId) =>
        Convert.ToHexString(Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(linkId), CodeRounds, HashAlgorithmName.SHA256, HashBytes));
}
