using System.Globalization;

namespace WorkflowHost.Api.Requests;

/// <summary>Marks an answer with the version of what it shows, to be sent back as <c>If-Match</c>.</summary>
internal static class Versioned
{
    public static void Mark(HttpResponse response, long version) =>
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
