using System.Globalization;
using System.Reflection;
using WorkflowHost.Api.Problems;
using WorkflowHost.Runtime.Cases;

namespace WorkflowHost.Api.Requests;

/// <summary>
/// The headers of a command. <c>Idempotency-Key</c>: the same key with the same body is applied once, however often it is
/// sent. <c>If-Match</c>: refused with 409 unless the thing still has this version. <c>Prefer: return=minimal</c> (RFC 7240):
/// the answer is the case in brief.
/// </summary>
/// <param name="IdempotencyKey">1 to 100 visible ASCII characters; null when not sent.</param>
/// <param name="ExpectedVersion">Null when not sent, or <c>*</c>.</param>
/// <param name="Fault">What is wrong with the headers; the request is then answered with it and the command not given.</param>
public sealed record CommandHeaders(string? IdempotencyKey, long? ExpectedVersion, Problem? Fault)
{
    public const string IdempotencyKeyHeader = "Idempotency-Key";
    public const string PreferHeader = "Prefer";
    private const string Minimal = "return=minimal";
    private const int LongestKey = 100;

    /// <summary>The caller only goes on from here and needs no whole case.</summary>
    public bool PrefersMinimal { get; init; }

    /// <summary>The desk that answers as the caller prefers; the answer says that it does.</summary>
    public CaseDesk On(CaseDesk desk, HttpResponse response)
    {
        if (!PrefersMinimal)
        {
            return desk;
        }

        response.Headers["Preference-Applied"] = Minimal;
        return desk.Brief;
    }

    /// <summary>Called by the framework to bind the parameter.</summary>
    public static ValueTask<CommandHeaders?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<CommandHeaders?>(Read(context.Request.Headers));

    internal static CommandHeaders Read(IHeaderDictionary headers)
    {
        var key = headers[IdempotencyKeyHeader];
        if (key.Count > 1 || (key.Count == 1 && !IsKey(key[0])))
        {
            return new(null, null, Problem.Of(StatusCodes.Status400BadRequest, "request.idempotency_key_invalid"));
        }

        return TryVersion(headers.IfMatch.ToString(), out var version)
            ? new(key.Count == 1 ? key[0] : null, version, null) { PrefersMinimal = IsMinimal(headers[PreferHeader].ToString()) }
            : new(null, null, Problem.Of(StatusCodes.Status400BadRequest, "request.if_match_invalid"));
    }

    private static bool IsKey(string? text) => text is { Length: > 0 and <= LongestKey } && text.All(c => c is > ' ' and <= '~');

    /// <summary>Preferences nobody knows are passed over, as the standard has it.</summary>
    private static bool IsMinimal(string preferences) =>
        preferences.Split(',', StringSplitOptions.TrimEntries).Any(each => string.Equals(each.Split(';')[0].Replace(" ", string.Empty, StringComparison.Ordinal), Minimal, StringComparison.OrdinalIgnoreCase));

    private static bool TryVersion(string text, out long? version)
    {
        version = null;
        if (text is "" or "*")
        {
            return true;
        }

        var digits = text.AsSpan().Trim();
        digits = digits.StartsWith("W/") ? digits[2..] : digits;
        digits = digits is ['"', .. var inner, '"'] ? inner : digits;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        version = number;
        return true;
    }
}

/// <summary>Answers a command with malformed headers before its handler runs.</summary>
internal sealed class CommandHeadersFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<CommandHeaders>().FirstOrDefault()?.Fault ?? Unhonoured(context.HttpContext) ?? await next(context);

    /// <summary>A condition that would silently not be checked is worse than none: the caller believes the edit to be safe.</summary>
    private static Problem? Unhonoured(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.IfMatch.ToString() is not ("" or "*")
            && context.GetEndpoint()?.Metadata.GetMetadata<HonoursIfMatch>() is null
            ? Problem.Of(StatusCodes.Status400BadRequest, "precondition.unsupported")
            : null;
}

/// <summary>Marks a command that checks <c>If-Match</c>; any other refuses the header.</summary>
internal sealed record HonoursIfMatch;
