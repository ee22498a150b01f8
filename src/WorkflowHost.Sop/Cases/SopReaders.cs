using System.Collections.Immutable;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Sop.Cases;

/// <summary>
/// Who may read the cases of an SOP (least privilege, 防止越权): members of its reading roles, and the persons of each case. A person a
/// case is about, such as a colleague under suspicion, never reads it, whatever role they hold.
/// </summary>
/// <param name="Roles">Role codes; empty lets everybody read who sees cases at all.</param>
/// <param name="PersonFields">Fields of the case that name members of staff, one or several, who read that case.</param>
/// <param name="BarredFields">Fields of the case that name members of staff who may not read that case.</param>
public sealed record SopReaders(ImmutableArray<string> Roles, ImmutableArray<string> PersonFields, ImmutableArray<string> BarredFields)
{
    /// <summary>Who took the matter in (首问负责制, A-R10) and who handles it.</summary>
    public static ImmutableArray<string> UsualPersons { get; } = ["firstReceiverId", "handlerId"];

    /// <summary>Every reader of cases; also stands for a plain workflow.</summary>
    public static SopReaders Everybody { get; } = new([], UsualPersons, []);

    public bool IsEverybody => Roles.IsEmpty;

    public static SopReaders Of(WorkflowDefinition definition) => SopProfile.Of(definition)?.Readers ?? Everybody;

    /// <summary>Ids, between spaces so that membership is one comparison, of those who had a task of the case or are named in it; null for nobody.</summary>
    public string? PersonsOf(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Ids((state.People ?? []).Concat(state.Tasks.Select(task => task.AssigneeId).OfType<string>()).Concat(Named(state, PersonFields)));
    }

    /// <summary>Ids between spaces of those the case is about; null for nobody.</summary>
    public string? BarredOf(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Ids(Named(state, BarredFields));
    }

    /// <param name="persons">As <see cref="PersonsOf"/> gives them.</param>
    /// <param name="barred">As <see cref="BarredOf"/> gives them.</param>
    public bool Admit(Actor actor, string? persons, string? barred)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var id = Between(actor.Id);
        return barred?.Contains(id, StringComparison.Ordinal) != true
            && (IsEverybody || actor.IsInAny(Roles) || persons?.Contains(id, StringComparison.Ordinal) == true);
    }

    /// <summary>An id as it stands among others.</summary>
    public static string Between(string staffId) => $" {staffId} ";

    private static IEnumerable<string> Named(CaseState state, ImmutableArray<string> fields) =>
        state.IsPlain ? [] : fields.SelectMany(field => state.Data.Text(field) is { } one ? [one] : state.Data.Texts(field));

    private static string? Ids(IEnumerable<string> ids) =>
        string.Join(' ', ids.Where(id => id.Length > 0 && id != Actor.System.Id).Distinct(StringComparer.Ordinal)) is { Length: > 0 } text ? Between(text) : null;
}
