namespace WorkflowHost.Engine.Activities;

/// <summary>The list behind <see cref="ActivityCatalog.Standard"/>.</summary>
internal static class StandardActivities
{
    public static IReadOnlyList<ActivityRegistration> All { get; } = [];
}
