using System.Globalization;
using WorkflowHost.Runtime.Definitions;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>Which versions a caller asks for, as Elsa's clients write it in the query.</summary>
internal sealed record DefinitionQuery(
    string VersionOptions, string? SearchTerm, IReadOnlyList<string> DefinitionIds, IReadOnlyList<string> Ids, string OrderBy, bool IsDescending, int Page, int PageSize)
{
    private const int LargestPage = 500;

    public static DefinitionQuery Of(HttpRequest request)
    {
        var query = request.Query;
        return new(
            query["versionOptions"].ToString(), query["SearchTerm"].ToString() is { Length: > 0 } term ? term : null,
            Values("DefinitionIds"), Values("Ids"), query["OrderBy"].ToString(),
            query["OrderDirection"].ToString().StartsWith("Desc", StringComparison.OrdinalIgnoreCase),
            Number("Page"), Math.Min(Number("PageSize"), LargestPage));

        string[] Values(string name) => [.. query[name].OfType<string>().Where(value => value.Length > 0)];
        int Number(string name) => int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    public IReadOnlyList<DefinitionVersion> Choose(IEnumerable<DefinitionVersion> all)
    {
        var chosen = all.Where(version => IsMeant(VersionOptions, version) && IsNamed(version) && IsFound(version));
        return OrderBy.ToUpperInvariant() switch
        {
            "VERSION" => Ordered(chosen, version => version.Version),
            "CREATED" or "CREATEDAT" => Ordered(chosen, version => version.CreatedAt),
            _ => Ordered(chosen, version => version.Name ?? version.DefinitionId, StringComparer.CurrentCulture),
        };
    }

    /// <summary><c>Latest</c>, <c>Published</c>, <c>Draft</c>, <c>LatestOrPublished</c>, <c>LatestAndPublished</c>, a number; anything else means all.</summary>
    public static bool IsMeant(string? options, DefinitionVersion version) => options?.ToUpperInvariant() switch
    {
        "LATEST" => version.IsLatest,
        "PUBLISHED" => version.IsPublished,
        "DRAFT" => version.State == DefinitionState.Draft,
        "LATESTORPUBLISHED" => version.IsLatest || version.IsPublished,
        "LATESTANDPUBLISHED" => version.IsLatest && version.IsPublished,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => version.Version == number,
        _ => true,
    };

    private bool IsNamed(DefinitionVersion version) =>
        (DefinitionIds.Count == 0 || DefinitionIds.Contains(version.DefinitionId, StringComparer.Ordinal))
        && (Ids.Count == 0 || Ids.Contains(version.Id, StringComparer.Ordinal));

    private bool IsFound(DefinitionVersion version) => SearchTerm is not { } term
        || Holds(version.Name, term) || Holds(version.Description, term) || Holds(version.DefinitionId, term) || version.Id == term;

    private static bool Holds(string? text, string term) => text?.Contains(term.Trim(), StringComparison.CurrentCultureIgnoreCase) == true;

    private IReadOnlyList<DefinitionVersion> Ordered<TKey>(IEnumerable<DefinitionVersion> rows, Func<DefinitionVersion, TKey> key, IComparer<TKey>? comparer = null) =>
        [.. IsDescending ? rows.OrderByDescending(key, comparer) : rows.OrderBy(key, comparer)];
}
