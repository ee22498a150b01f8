using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Archive;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Contacts;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Runtime.Cases;

/// <summary>The reads of the command path.</summary>
internal sealed class CaseReader(ReadPool reads, DefinitionStore definitions, CaseCache cache)
{
    /// <exception cref="InvalidOperationException">The case is pinned to a definition version that is gone or does not compile.</exception>
    public async Task<CaseState?> LoadAsync(string caseId, CancellationToken cancellationToken)
    {
        return reads.Read(r => r.State(caseId)) is { } stored ? await ReadAsync(caseId, stored, cancellationToken) : null;
    }

    /// <summary>A case wherever it is, also in the archive: for who reads it.</summary>
    /// <exception cref="InvalidOperationException">As <see cref="LoadAsync"/>.</exception>
    public async Task<CaseState?> FindAsync(string caseId, CancellationToken cancellationToken) =>
        await LoadAsync(caseId, cancellationToken) is { } state ? state
        : Archived(caseId) is { } archived ? await ReadAsync(caseId, archived.State, cancellationToken)
        : null;

    /// <summary>Null when the case is at hand, or there is none.</summary>
    public ArchivedCase? Archived(string caseId) => reads.Read(r => r.Archived(caseId));

    /// <summary>What the workflow did, commit by commit.</summary>
    public IReadOnlyList<ArchivedCommit> Journal(string caseId) => Archived(caseId)?.Content.Journal ?? reads.Read(r => r.Journal(caseId));

    /// <summary>What failed in a case, as this person may see it. A state that cannot be read is itself what failed, so that it hides no other case from a list.</summary>
    public async Task<IReadOnlyList<Incident>> IncidentsOfAsync(string caseId, StoredState stored, DateTimeOffset storedAt, Actor actor, SopPack pack, CancellationToken cancellationToken)
    {
        try
        {
            var state = await ReadAsync(caseId, stored, cancellationToken);
            var mask = SensitiveMask.For(actor, state, pack);
            return [.. state.Workflow.Incidents.Select(incident => CaseAccess.Masked(incident, mask))];
        }
#pragma warning disable CA1031 // Boundary: whatever one state does to its reader, the list of what failed must come.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return [new(string.Empty, string.Empty, string.Empty, string.Empty, "The stored state of this case cannot be read.", error.Message, storedAt)];
        }
    }

    /// <summary>What the timers of a case are for, by timer id. Empty when the case is gone or cannot be read.</summary>
    public async Task<IReadOnlyDictionary<string, TimerSubject>> TimerSubjectsOfAsync(string caseId, SopPack pack, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var subjects = new Dictionary<string, TimerSubject>(StringComparer.Ordinal);
        try
        {
            var state = await LoadAsync(caseId, cancellationToken);
            var program = state is null ? null : await definitions.ProgramAsync(state.DefinitionId, state.DefinitionVersion, cancellationToken);
            foreach (var timer in state is null || program is null ? [] : state.Timers)
            {
                if (TimerSubject.Of(state!, timer, pack, program!, now) is { } subject)
                {
                    subjects[timer.Id] = subject;
                }
            }

            return subjects;
        }
#pragma warning disable CA1031 // Boundary: whatever one state does to its reader, the list of timers must come.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return subjects;
        }
    }

    /// <summary>What is known of a number that is not to be called.</summary>
    public ContactBlock? BlockOf(string number) => reads.Read(r => r.ContactBlock(number));

    /// <summary>What a case number in a form's field names; null when there is no such case.</summary>
    public MergeTarget? MergeTargetOf(string number) => reads.Read(r => r.MergeTargetOf(number));

    public string? CaseOfTask(string taskId) => cache.CaseOfTask(taskId) ?? reads.Read(r => r.CaseOfTask(taskId));

    public string? CaseOfRevisit(string revisitId) => reads.Read(r => r.CaseOfRevisit(revisitId));

    public AppliedCommand? Command(string key, string actorId) => reads.Read(r => r.Command(key, actorId));

    /// <summary>A case id from an id or a number.</summary>
    public string? IdOf(string idOrNumber) => cache.Knows(idOrNumber) ? idOrNumber : reads.Read(r => r.IdOf(idOrNumber));

    /// <summary>The rows of a case at hand, and of no other version than this where nobody changes it meanwhile.</summary>
    public CaseHistory History(CaseState state) => reads.Read(r =>
    {
        if (cache.History(state.Id, state.Version) is { } known)
        {
            return known with { Messages = r.Messages(state.Id) };
        }

        var (history, version) = r.HistoryOfOneMoment(state.Id);
        if (version == state.Version)
        {
            cache.Keep(state.Id, state.Version, history);
        }

        return history;
    });

    /// <summary>Cases as lists show them, by id; those that are not there are left out.</summary>
    public IReadOnlyDictionary<string, ListedCase> Listed(IReadOnlyCollection<string> caseIds) =>
        caseIds.Count == 0 ? [] : reads.Read(r => r.Listed(caseIds)).ToDictionary(row => row.Id, StringComparer.Ordinal);

    /// <summary>Other cases of the same contact or policy, the latest first.</summary>
    public IReadOnlyList<ListedCase> Related(string? contact, string? policyNo, string? exceptId, int most) =>
        contact is null && policyNo is null ? [] : reads.Read(r => r.Related(contact, policyNo, exceptId, most));

    /// <summary>How many cases of the same customer or policy there are since an instant (A-R7; raises severity, domain §3.2).</summary>
    public int CountEarlier(string definitionId, string? contact, string? policyNo, DateTimeOffset since) =>
        contact is null && policyNo is null ? 0 : reads.Read(r => r.CountEarlier(definitionId, contact, policyNo, since));

    private async Task<CaseState> ReadAsync(string caseId, StoredState stored, CancellationToken cancellationToken)
    {
        var program = await definitions.ProgramAsync(stored.DefinitionId, stored.DefinitionVersion, cancellationToken)
            ?? throw new InvalidOperationException($"Case {caseId} runs on {stored.DefinitionId} version {stored.DefinitionVersion}, which is not in the database or does not compile in this release.");
        return CaseStateJson.Read(stored.State, program);
    }
}
