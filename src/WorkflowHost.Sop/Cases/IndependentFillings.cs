namespace WorkflowHost.Sop.Cases;

/// <summary>
/// Forms that several people fill side by side without knowing of each other, such as the scale of two assessors: what one
/// has handed in is shown to nobody until the last of the group has, or the second opinion would only repeat the first.
/// </summary>
public static class IndependentFillings
{
    /// <summary>Argument of a timeline entry that names the filling it speaks of.</summary>
    public const string ScopeArgument = "scope";

    /// <summary>The fields of the case that hold such fillings and are kept back as things stand.</summary>
    public static IReadOnlySet<string> Withheld(CaseState state, SopProfile profile)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(profile);
        var open = state.Tasks.Where(task => task.Scope is not null).Select(task => task.Scope!).ToHashSet(StringComparer.Ordinal);
        var groups = profile.Scopes.Where(scope => scope.Group is not null && open.Contains(scope.Field)).Select(scope => scope.Group!).ToHashSet(StringComparer.Ordinal);
        return profile.Scopes.Where(scope => scope.Group is not null && groups.Contains(scope.Group)).Select(scope => scope.Field).ToHashSet(StringComparer.Ordinal);
    }
}
