using System.Globalization;

namespace WorkflowHost.Engine.Bursts;

/// <summary>Ids of activity instances: numbers while a burst runs, 16 lower-case hexadecimal digits for everybody else.</summary>
internal static class InstanceNumber
{
    public static string Text(ulong number) => number.ToString("x16", CultureInfo.InvariantCulture);

    public static bool TryParse(string text, out ulong number)
    {
        number = 0;
        return text.Length == 16 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
