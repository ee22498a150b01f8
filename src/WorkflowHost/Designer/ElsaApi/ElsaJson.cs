using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>
/// JSON as Elsa's clients read and write it, which is not as the product API does: choices in PascalCase, and members nobody
/// knows are passed over, since a newer client may send them.
/// </summary>
internal static class ElsaJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter() },
        MaxDepth = 128,
    };

    public static IResult Of<T>(T value) => Results.Json(value, Options);

    /// <summary>An empty body counts as an object without members.</summary>
    /// <returns>Null when the body is no JSON of this shape.</returns>
    public static async Task<T?> ReadAsync<T>(HttpRequest request)
        where T : class, new()
    {
        try
        {
            return request.ContentLength is 0 ? new() : await JsonSerializer.DeserializeAsync<T>(request.Body, Options, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A list that is not cut into pages.</summary>
internal sealed record ElsaList<T>(IReadOnlyList<T> Items)
{
    public int Count => Items.Count;
}

/// <summary>One page of a list, and what the caller may do with the list.</summary>
internal sealed record ElsaPage<T>(IReadOnlyList<T> Items, int TotalCount, IReadOnlyList<ElsaLink>? Links = null)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ElsaLink>? Links { get; } = Links;

    /// <param name="page">From 0.</param>
    /// <param name="pageSize">All when 0.</param>
    public static ElsaPage<T> Of<TRow>(IReadOnlyList<TRow> all, int page, int pageSize, Func<TRow, T> shape, IReadOnlyList<ElsaLink>? links = null) => new(
        [.. (pageSize <= 0 ? all : all.Skip(Math.Max(page, 0) * pageSize).Take(pageSize)).Select(shape)], all.Count, links);
}

/// <summary>Something the caller may do; Studio offers only what it finds a link for.</summary>
internal sealed record ElsaLink(string Href, string Rel, string Method);
