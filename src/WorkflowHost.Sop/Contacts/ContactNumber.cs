namespace WorkflowHost.Sop.Contacts;

/// <summary>One spelling of a telephone number, so that a wish holds however the number was typed.</summary>
public static class ContactNumber
{
    private const string China = "86";

    /// <summary>Digits of a mobile number of the country, without its code.</summary>
    private const int MobileLength = 11;

    /// <summary>The digits alone; a mobile number of the country without <c>+86</c> or <c>0086</c>. Null when there are none.</summary>
    public static string? Of(string? text)
    {
        if (text is null || text.Contains('@', StringComparison.Ordinal))
        {
            return null;
        }

        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        foreach (var code in new[] { "00" + China, China })
        {
            if (digits.Length == code.Length + MobileLength && digits.StartsWith(code + "1", StringComparison.Ordinal))
            {
                return digits[code.Length..];
            }
        }

        return digits.Length == 0 ? null : digits;
    }
}
