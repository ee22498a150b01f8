namespace WorkflowHost.CustomerPages;

/// <summary>Addresses of customers' pages. Who has one has half of what opens a case, so that traces and logs name only their shape.</summary>
internal static class CustomerAddress
{
    public const string Pattern = "/c/{token}";

    private static readonly PathString _root = "/c";

    public static bool IsOne(PathString path) => path.StartsWithSegments(_root, StringComparison.OrdinalIgnoreCase);

    /// <summary>A path as it may be written down.</summary>
    public static string Shown(PathString path) => IsOne(path) ? Pattern : path.ToString();
}
