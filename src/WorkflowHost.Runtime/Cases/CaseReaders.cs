using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// Who may read which case: by the readers its SOP names in the version in force (<see cref="SopReaders"/>), on every way out.
/// What a person may not read is answered as if it did not exist. Thread-safe.
/// </summary>
internal sealed class CaseReaders(DefinitionStore definitions, CaseReader reader)
{
    /// <summary>The id of a case by its id or number; null when there is none, or none this person may read.</summary>
    public string? IdOf(string idOrNumber, Actor actor) =>
        CaseAccess.SeesCases(actor) && reader.IdOf(idOrNumber) is { } id && reader.Listed([id]).GetValueOrDefault(id) is { } row && MayRead(actor, row) ? id : null;

    /// <summary>Of the cases of these ids those a person may read.</summary>
    public HashSet<string> Readable(IReadOnlyCollection<string> ids, Actor actor) =>
        [.. reader.Listed(ids).Values.Where(row => MayRead(actor, row)).Select(row => row.Id)];

    public bool MayRead(Actor actor, CaseState state)
    {
        var readers = definitions.ReadersOf(state.DefinitionId);
        return actor.IsSystem || readers.Admit(actor, readers.PersonsOf(state), readers.BarredOf(state));
    }

    public bool MayRead(Actor actor, ListedCase row) => actor.IsSystem || definitions.ReadersOf(row.DefinitionId).Admit(actor, row.Persons, row.Barred);

    /// <summary>Whether a person could read any case of an SOP by their roles alone.</summary>
    public bool MayReadAll(Actor actor, string definitionId) => actor.IsSystem || definitions.ReadersOf(definitionId) is var readers && (readers.IsEverybody || actor.IsInAny(readers.Roles));

    /// <summary>Whether the command shows or does anything that only a reader may. Whoever has no role was let in for this case alone, by a link or an endpoint.</summary>
    public bool MayCommand(CaseCommand command, CaseState state) =>
        command.Actor.Roles.IsEmpty
        // Whom an event reaches, nobody sees; and rules and versions go for every case, which is shown by its number alone.
        || command is ReceiveEvent or Sop.Versions.MigrateCase or ReapplyRules
        || MayRead(command.Actor, state);

    /// <summary>Of the cases those a person may read.</summary>
    public IQueryable<T> Readable<T>(IQueryable<T> cases, Actor actor)
        where T : CaseColumns
    {
        if (actor.IsSystem)
        {
            return cases;
        }

        var me = SopReaders.Between(actor.Id);
        var closed = ClosedTo(actor);
        cases = cases.Where(c => c.Barred == null || !c.Barred.Contains(me));
        return closed.Length == 0 ? cases : cases.Where(c => !closed.Contains(c.DefinitionId) || (c.Persons != null && c.Persons.Contains(me)));
    }

    /// <summary>The same for all who read the same cases; empty where everybody reads everything.</summary>
    public string ScopeOf(Actor actor) => definitions.HidesAny ? actor.Id : string.Empty;

    /// <summary>SOPs of which a person reads only the cases they are a person of.</summary>
    public string[] ClosedTo(Actor actor) => actor.IsSystem
        ? []
        : [.. definitions.Restricted.Where(each => !actor.IsInAny(each.Readers.Roles)).Select(each => each.DefinitionId).Order(StringComparer.Ordinal)];
}
