using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace WorkflowHost.Designer;

/// <summary>One of the designer's files and the compressed twins that came with it.</summary>
/// <param name="Length">Bytes, uncompressed.</param>
/// <param name="Brotli">Path of the twin, or null.</param>
/// <param name="Gzip">Path of the twin, or null.</param>
internal sealed partial record StudioFile(string Physical, string ContentType, long Length, string? Brotli, string? Gzip)
{
    /// <summary>Its name holds a hash of what is in it.</summary>
    public bool NamesItsContent { get; } = Hashed().IsMatch(Physical);

    /// <summary>The smallest form the caller understands. Browsers take Brotli only over HTTPS or from this machine.</summary>
    public (string? Encoding, string Physical) For(StringValues acceptEncoding)
    {
        if (StringWithQualityHeaderValue.TryParseList(acceptEncoding!, out var accepted))
        {
            var taken = accepted.Where(one => one.Quality is null or > 0).Select(one => one.Value.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (Brotli is not null && taken.Contains("br"))
            {
                return ("br", Brotli);
            }

            if (Gzip is not null && taken.Contains("gzip"))
            {
                return ("gzip", Gzip);
            }
        }

        return (null, Physical);
    }

    [GeneratedRegex(@"\.[a-z0-9]{10}\.[a-z.]+$")]
    private static partial Regex Hashed();
}
