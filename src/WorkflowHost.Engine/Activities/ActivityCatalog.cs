using System.Collections.Frozen;

namespace WorkflowHost.Engine.Activities;

/// <summary>An activity type: how it is described and how a node of it is made.</summary>
public sealed record ActivityRegistration(ActivityDescriptor Descriptor, Func<Activity> Create)
{
    public static ActivityRegistration Of<T>()
        where T : Activity, Activity.IDescribed, new() => new(T.Descriptor, static () => new T());
}

/// <summary>
/// The activity types a compiler knows. Immutable, thread-safe. The highest version of a type serves every version a definition names.
/// </summary>
public sealed class ActivityCatalog
{
    private readonly FrozenDictionary<string, ActivityRegistration> _byType;

    private ActivityCatalog(IEnumerable<ActivityRegistration> registrations)
    {
        var byType = new Dictionary<string, ActivityRegistration>(StringComparer.Ordinal);
        foreach (var registration in registrations)
        {
            byType[registration.Descriptor.TypeName] = registration;
        }

        _byType = byType.ToFrozenDictionary(StringComparer.Ordinal);
        Descriptors = [.. byType.Values.Select(each => each.Descriptor).OrderBy(each => each.TypeName, StringComparer.Ordinal)];
    }

    /// <summary>All types, ordered by type name.</summary>
    public IReadOnlyList<ActivityDescriptor> Descriptors { get; }

    /// <summary>The activities that come with the engine.</summary>
    public static ActivityCatalog Standard() => new(StandardActivities.All);

    /// <summary>This catalog and more; a type that is already there is replaced.</summary>
    public ActivityCatalog With(params IEnumerable<ActivityRegistration> registrations) => new([.. _byType.Values, .. registrations]);

    /// <summary>This catalog and one more type.</summary>
    public ActivityCatalog Add<T>()
        where T : Activity, Activity.IDescribed, new() => With(ActivityRegistration.Of<T>());

    public ActivityRegistration? Find(string typeName) => _byType.GetValueOrDefault(typeName);
}
