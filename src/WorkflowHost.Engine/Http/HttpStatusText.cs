using System.Globalization;
using System.Net;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Http;

/// <summary>Status codes as definitions write them: a number, a text with the number, or .NET's name such as <c>NotFound</c>.</summary>
internal static class HttpStatusText
{
    /// <summary>The codes a designer offers.</summary>
    public static IReadOnlyList<InputChoice> Choices { get; } =
    [
        .. Enum.GetValues<HttpStatusCode>()
            .Distinct()
            .Where(each => (int)each >= 200)
            .Select(each => new InputChoice(each.ToString(), string.Create(CultureInfo.InvariantCulture, $"{(int)each} {each}"))),
    ];

    /// <exception cref="ActivityFaultException">It is no status code.</exception>
    public static int Read(object? value, int absent)
    {
        var text = ValueText.Of(value);
        if (string.IsNullOrWhiteSpace(text))
        {
            return absent;
        }

        var code = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : Enum.TryParse<HttpStatusCode>(text, ignoreCase: true, out var named) ? (int)named : 0;
        return code is >= 100 and <= 599 && double.IsInteger(code)
            ? (int)code
            : throw new ActivityFaultException($"'{text}' is no HTTP status code; write a number from 100 to 599 or a name such as NotFound.");
    }
}
