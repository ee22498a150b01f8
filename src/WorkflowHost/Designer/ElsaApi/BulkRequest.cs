using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Designer.ElsaApi;

/// <summary>
/// Actions on many things at once. A body that cannot be read, or names more than one request may touch, is refused before anything is done:
/// an action on the wrong things could not be taken back. Refusals on the way stop nothing; they are all named, after how many were done.
/// </summary>
internal static class BulkRequest
{
    /// <summary>Things one request may touch.</summary>
    public const int Most = 200;

    /// <summary>What the body says, or why it is refused.</summary>
    /// <param name="ids">Gives the chosen ids of the body.</param>
    public static async Task<(T Body, IReadOnlyList<string> Ids, StudioProblem? Refusal)> ReadAsync<T>(HttpRequest request, Func<T, IReadOnlyList<string?>?> ids)
        where T : class, new()
    {
        if (await ElsaJson.ReadAsync<T>(request) is not { } body)
        {
            return (new(), [], StudioProblem.Of("request.malformed"));
        }

        IReadOnlyList<string> chosen = [.. (ids(body) ?? []).OfType<string>().Distinct(StringComparer.Ordinal)];
        return (body, chosen, IfTooMany(chosen.Count));
    }

    public static StudioProblem? IfTooMany(int count) => count <= Most
        ? null
        : StudioProblem.Of("request.too_many", ("count", Number(count)), ("max", Number(Most)));

    /// <summary>Does it to each; what is refused does not keep the others from it.</summary>
    /// <returns>How many it was done to, and the refusals.</returns>
    public static async Task<(int Done, IReadOnlyList<CaseRefusal> Refusals)> EachAsync(IReadOnlyList<string> ids, Func<string, Task<CaseRefusal?>> act)
    {
        var refusals = new List<CaseRefusal>();
        foreach (var id in ids)
        {
            if (await act(id) is { } refusal)
            {
                refusals.Add(refusal);
            }
        }

        return (ids.Count - refusals.Count, refusals);
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
