using System.Globalization;
using System.Security.Cryptography;

namespace WorkflowHost.Security;

/// <summary>Ids of staff members: 16 lower-case hexadecimal digits, like every id of the product.</summary>
internal static class StaffIds
{
    public static string New() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    public static bool IsWellFormed(string? id) =>
        id is { Length: 16 } && ulong.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
}
