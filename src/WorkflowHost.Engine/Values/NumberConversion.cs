using System.Globalization;
using System.Numerics;

namespace WorkflowHost.Engine.Values;

/// <summary>Conversions to numbers and flags: text that is none becomes 0 or false, blank text null, and what does not fit overflows.</summary>
internal static class NumberConversion
{
    public static object? ToBoolean(object value) => value switch
    {
        string text => ValueConverter.NullIfBlank(text, bool.TryParse(text, out var flag) && flag),
        double number => number != 0,
        int number => number != 0,
        long number => number != 0,
        decimal number => number != 0,
        _ => false,
    };

    public static object? ToInt32(object value) => value switch
    {
        string text => Integer(text) is not { } number
            ? ValueConverter.NullIfBlank(text, 0)
            : number >= int.MinValue && number <= int.MaxValue ? (int)number : throw new OverflowException("Value was either too large or too small for an Int32."),
        bool flag => flag ? 1 : 0,
        double or decimal or long => System.Convert.ToInt32(value, CultureInfo.InvariantCulture),
        _ => 0,
    };

    public static object? ToInt64(object value) => value switch
    {
        string text => Integer(text) is not { } number
            ? ValueConverter.NullIfBlank(text, 0L)
            : number >= long.MinValue && number <= long.MaxValue ? (long)number : throw new OverflowException("Value was either too large or too small for an Int64."),
        bool flag => flag ? 1L : 0L,
        double or decimal or int => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => 0L,
    };

    public static bool IsWhole(string text) => Integer(text) is not null;

    // .NET's converters of whole numbers also take hexadecimal digits after # , 0x or &h.
    private static BigInteger? Integer(string text)
    {
        var digits = text.AsSpan().Trim();
        var hexadecimal = digits switch
        {
            ['#', .. var rest] => rest,
            ['0' or '&', 'x' or 'X' or 'h' or 'H', .. var rest] when digits[0] == '0' == digits[1] is 'x' or 'X' => rest,
            _ => [],
        };
        if (hexadecimal.Length > 0)
        {
            return long.TryParse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var coded) ? coded : null;
        }

        return BigInteger.TryParse(digits, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static object? ToDouble(object value) => value switch
    {
        string text => double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : ValueConverter.NullIfBlank(text, 0d),
        bool flag => flag ? 1d : 0d,
        int or long or decimal => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => 0d,
    };

    public static object? ToDecimal(object value) => value switch
    {
        string text when decimal.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) => number,
        string text when Integer(text) is { } large && large > new BigInteger(decimal.MaxValue) => throw new OverflowException("Value was either too large or too small for a Decimal."),
        string text => ValueConverter.NullIfBlank(text, 0m),
        bool flag => flag ? 1m : 0m,
        int or long or double => System.Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => 0m,
    };
}
