using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace WorkflowHost.Designer;

/// <summary>
/// The designer's own files (Elsa Studio's web components), as the build left them beside the program. They are the same for
/// everybody and change only with the package's version. Only what was there when first asked is served, so no path can lead
/// outside. Thread-safe.
/// </summary>
internal sealed class StudioFiles
{
    private static readonly FileExtensionContentTypeProvider _types = Types();

    private readonly Lazy<FrozenDictionary<string, StudioFile>> _files;

    public StudioFiles(IConfiguration settings)
    {
        Folder = settings["Designer:Folder"] is { Length: > 0 } named ? Path.GetFullPath(named) : Path.Combine(AppContext.BaseDirectory, "designer");
        _files = new(() => Find(Folder));
        Version = VersionIn(Folder);
    }

    /// <summary>Setting <c>Designer:Folder</c>; by default <c>designer</c> beside the program.</summary>
    public string Folder { get; }

    /// <summary>The package's version; null when the files are not there.</summary>
    public string? Version { get; }

    public bool AreThere => Version is not null;

    /// <summary>The address, below the designer's, of a file whose name does not change with its content.</summary>
    public string Versioned(string path) => $"{path}?v={Version}";

    public IResult Serve(HttpContext context, string path)
    {
        if (!AreThere || !_files.Value.TryGetValue(path, out var file))
        {
            return Results.NotFound();
        }

        var (encoding, physical) = file.For(context.Request.Headers.AcceptEncoding);
        var headers = context.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        // What names its content, or is asked for by version, never changes under its address.
        headers.CacheControl = file.NamesItsContent || context.Request.Query["v"] == Version ? "public, max-age=31536000, immutable" : "no-cache";
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        return Results.File(physical, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{Version}-{file.Length}-{encoding ?? "plain"}\""));
    }

    private static FrozenDictionary<string, StudioFile> Find(string folder)
    {
        var found = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .ToHashSet(StringComparer.Ordinal);
        var files = new Dictionary<string, StudioFile>(StringComparer.Ordinal);
        foreach (var path in found.Where(path => path.StartsWith('_') || path.EndsWith(".styles.css", StringComparison.Ordinal)))
        {
            if (!IsTwin(path, found) && _types.TryGetContentType(path, out var type))
            {
                var physical = Path.Combine(folder, path);
                files[path] = new(
                    physical, type, new FileInfo(physical).Length,
                    found.Contains(path + ".br") ? physical + ".br" : null,
                    found.Contains(path + ".gz") ? physical + ".gz" : null);
            }
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static bool IsTwin(string path, HashSet<string> found) =>
        Path.GetExtension(path) is ".br" or ".gz" && found.Contains(path[..^3]);

    private static string? VersionIn(string folder)
    {
        var package = Path.Combine(folder, "package.json");
        if (!File.Exists(package) || !Directory.Exists(Path.Combine(folder, "_framework")))
        {
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(package));
        return json.RootElement.GetProperty("version").GetString();
    }

    private static FileExtensionContentTypeProvider Types()
    {
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".dat"] = "application/octet-stream";
        types.Mappings[".cur"] = "image/x-icon";
        return types;
    }
}
