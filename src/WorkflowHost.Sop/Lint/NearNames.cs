using System.Globalization;

namespace WorkflowHost.Sop.Lint;

/// <summary>What may be written in place of a name that nothing has: all there is, or of a long list those that are written most alike.</summary>
internal static class NearNames
{
    private const int MostShown = 8;

    // Whatever somebody pasted: comparing costs its length times that of every name.
    private const int LongestCompared = 100;

    public static LocalizedText Of(string found, IEnumerable<string> known)
    {
        var all = known.Order(StringComparer.Ordinal).ToList();
        if (all.Count <= MostShown)
        {
            return string.Join(", ", all);
        }

        var meant = found.Length > LongestCompared ? found[..LongestCompared] : found;
        var near = string.Join(", ", all.OrderBy(each => Distance(meant, each)).Take(MostShown));
        var count = all.Count.ToString(CultureInfo.InvariantCulture);
        return new($"{near} 等（共 {count} 个）", $"{near} … ({count} in all)");
    }

    /// <summary>Letters to put in, leave out or change to make one of the other.</summary>
    private static int Distance(string one, string other)
    {
        var before = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var now = new int[other.Length + 1];
            now[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                now[j] = Math.Min(Math.Min(now[j - 1], before[j]) + 1, before[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
            }

            before = now;
        }

        return before[other.Length];
    }
}
