using Microsoft.AspNetCore.Http.Extensions;

namespace WorkflowHost.Security;

/// <summary>Where a request asks to be led afterwards, kept within this site.</summary>
internal static class LocalAddress
{
    public const string Start = "/";

    /// <summary>
    /// The address, fit for a header, if it is one of ours; else the start page. Browsers read <c>/\</c> as <c>//</c>, and
    /// drop tabs and line breaks before they look, so that either would lead to another site.
    /// </summary>
    public static string Of(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) && Uri.TryCreate(address, UriKind.Relative, out var local)
            ? UriHelper.Encode(local)
            : Start;
}
