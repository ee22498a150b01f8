using System.Security.Cryptography;
using System.Text;

namespace WorkflowHost.Runtime.Instances;

/// <summary>Ids that come out the same when the same thing is done again, so that a second delivery starts nothing twice.</summary>
internal static class DerivedId
{
    private const int Bytes = 8;

    /// <returns>16 lower-case hexadecimal digits, as every id has.</returns>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts)));
        return Convert.ToHexStringLower(hash.AsSpan(0, Bytes));
    }
}
