using System.Reflection;

namespace WorkflowHost.Runtime.Storage;

/// <summary>Search within queries, which each database says in its own words.</summary>
internal static class Search
{
    public static MethodInfo Method { get; } = typeof(Search).GetMethod(nameof(Matches))!;

    /// <summary>Whether a text fits a LIKE pattern; capitals and small letters of ASCII are the same.</summary>
    /// <exception cref="NotSupportedException">Called outside a query.</exception>
    public static bool Matches(string text, string pattern, string escape) =>
        throw new NotSupportedException($"{text}, {pattern}, {escape}: to be used within queries only.");
}
