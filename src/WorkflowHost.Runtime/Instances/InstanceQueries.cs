using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Instances;

/// <summary>
/// What screens and the API read of workflows as such: plain ones, and cases as what runs their SOP. Each takes who asks and
/// answers with what that person may see (<see cref="CaseAccess"/>): nothing, rather than an error, for what they may not. Thread-safe.
/// </summary>
public sealed class InstanceQueries
{
    private const int MostListed = 500;

    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly CaseReader _reader;
    private readonly CaseReaders _readers;
    private readonly DefinitionStore _definitions;
    private readonly SopPackSource _packs;

    internal InstanceQueries(IDbContextFactory<WorkflowDbContext> contexts, CaseReader reader, CaseReaders readers, DefinitionStore definitions, SopPackSource packs)
    {
        _contexts = contexts;
        _reader = reader;
        _readers = readers;
        _definitions = definitions;
        _packs = packs;
    }

    public async Task<InstancePage<InstanceRow>> ListAsync(InstanceFilter filter, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (!CaseAccess.SeesInstances(actor))
        {
            return new([], 0);
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var seesCases = CaseAccess.SeesCases(actor);
        var instances = InstanceListing.Filtered(_readers.Readable(context.Cases, actor), filter, seesCases);
        var total = await instances.CountAsync(cancellationToken);
        var rows = await InstanceListing.Ordered(instances, filter, seesCases)
            .Skip(Math.Max(0, filter.Skip)).Take(Math.Clamp(filter.Take, 1, 200))
            .Select(c => new
            {
                c.Id, c.Number, c.DefinitionId, c.DefinitionVersion, c.IsPlain, c.SubStatus, c.CorrelationId, c.Name, c.ParentId, c.IncidentCount,
                c.OpenedAt, c.UpdatedAt, c.FinishedAt,
            })
            .ToListAsync(cancellationToken);
        return new(
            [.. rows.Select(c => new InstanceRow(
                c.Id, c.Number, c.DefinitionId, c.DefinitionVersion, !c.IsPlain, StatusOf(c.SubStatus), c.SubStatus, c.IsPlain || seesCases ? c.CorrelationId : null,
                c.IsPlain || seesCases ? c.Name : null, c.ParentId, c.IncidentCount, c.OpenedAt, c.UpdatedAt, c.FinishedAt))],
            total);
    }

    /// <param name="idOrNumber">An instance id, or the number of a case.</param>
    /// <returns>Null when there is no such instance or the person may not see it.</returns>
    public async Task<InstanceView?> GetAsync(string idOrNumber, Actor actor, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(idOrNumber, actor, cancellationToken) is not { } state)
        {
            return null;
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var updatedAt = await context.Cases.Where(c => c.Id == state.Id).Select(c => c.UpdatedAt)
            .Concat(context.ArchivedCases.Where(c => c.Id == state.Id).Select(c => c.UpdatedAt))
            .FirstOrDefaultAsync(cancellationToken);
        return ViewOf(state, updatedAt, actor);
    }

    /// <summary>Lines of the journal, oldest first, and how many match in all.</summary>
    /// <returns>Null when there is no such instance or the person may not see it.</returns>
    public async Task<InstancePage<JournalRow>?> JournalAsync(string instanceId, JournalFilter filter, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (await FindAsync(instanceId, actor, cancellationToken) is not { } state)
        {
            return null;
        }

        var rows = (await JournalOfAsync(state, actor, cancellationToken)).Where(r => Matches(filter, r)).ToList();
        return new([.. rows.Skip(Math.Max(0, filter.Skip)).Take(Math.Clamp(filter.Take, 1, 1_000))], rows.Count);
    }

    /// <summary>The runs of activities, in the order they started.</summary>
    /// <param name="nodeId">Of one activity only; null for all.</param>
    /// <returns>Null when there is no such instance or the person may not see it.</returns>
    public async Task<IReadOnlyList<ActivityExecution>?> ExecutionsAsync(
        string instanceId, string? nodeId, Actor actor, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(instanceId, actor, cancellationToken) is not { } state)
        {
            return null;
        }

        var journal = await JournalOfAsync(state, actor, cancellationToken);
        return JournalReader.Executions(state.Id, nodeId is null ? journal : journal.Where(r => r.NodeId == nodeId), WaitsOf(state));
    }

    /// <summary>One run of an activity, by <see cref="ActivityExecution.Id"/>.</summary>
    public async Task<ActivityExecution?> ExecutionAsync(string executionId, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executionId);
        var dash = executionId.LastIndexOf('-');
        return dash > 0 && await ExecutionsAsync(executionId[..dash], null, actor, cancellationToken) is { } executions
            ? executions.FirstOrDefault(e => e.Id == executionId)
            : null;
    }

    /// <summary>How often each activity ran, by node; what never ran is not in it.</summary>
    /// <returns>Null when there is no such instance or the person may not see it.</returns>
    public async Task<IReadOnlyList<ActivityCount>?> CountsAsync(string instanceId, Actor actor, CancellationToken cancellationToken = default) =>
        await ExecutionsAsync(instanceId, null, actor, cancellationToken) is { } executions ? JournalReader.Counts(executions) : null;

    /// <summary>Work that workflows wait for somebody outside to do, the oldest first.</summary>
    /// <param name="name">Tasks of this name only; null for all.</param>
    public async Task<IReadOnlyList<RequestedTask>> TasksAsync(string? name, Actor actor, int take = 200, CancellationToken cancellationToken = default)
    {
        if (!CaseAccess.SeesInstances(actor))
        {
            return [];
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Bookmarks.Where(b => b.Key != null)
            .Join(_readers.Readable(context.Cases, actor), b => b.CaseId, c => c.Id, (b, c) => new { b.Key, b.Payload, b.CaseId, b.CorrelationId, b.CreatedAt, c.Number, c.DefinitionId, c.IsPlain })
            .OrderBy(t => t.CreatedAt).ThenBy(t => t.Key);
        var most = Math.Clamp(take, 1, MostListed);
        var (seesCases, mask) = (CaseAccess.SeesCases(actor), SensitiveMask.ByName(actor, _packs.Current));
        var found = new List<RequestedTask>();
        // The name stands within the payload, which only this reads: no more is fetched than is needed to find enough of it.
        await foreach (var row in (name is null ? rows.Take(most) : rows).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var task = JsonNode.Parse(row.Payload ?? "{}") as JsonObject ?? [];
            var called = task.Text("name") ?? string.Empty;
            if (name is null || called == name)
            {
                found.Add(new(
                    row.Key!, called, row.IsPlain ? task["payload"]?.DeepClone() : seesCases ? mask.Of(task["payload"])?.DeepClone() : null,
                    row.CaseId, row.Number, row.DefinitionId, row.IsPlain || seesCases ? row.CorrelationId : null, row.CreatedAt));
            }

            if (found.Count == most)
            {
                break;
            }
        }

        return found;
    }

    internal InstanceView ViewOf(CaseState state, DateTimeOffset updatedAt, Actor actor)
    {
        var (workflow, seesValues) = (state.Workflow, SeesValues(state, actor));
        var mask = SensitiveMask.For(actor, state, _packs.Current);
        return new(
            new(
                state.Id, state.Number, state.DefinitionId, state.DefinitionVersion, !state.IsPlain, workflow.Status, workflow.SubStatus, state.IsPlain || seesValues ? workflow.CorrelationId : null,
                state.IsPlain || seesValues ? workflow.Name : null, state.Parent?.CaseId, workflow.Incidents.Count, state.OpenedAt, updatedAt, workflow.FinishedAt),
            workflow.DefinitionVersionId,
            state.Version,
            workflow.IsStalled,
            seesValues ? new(mask.Of(workflow.Input)!, mask.Of(workflow.Variables)!, mask.Of(workflow.Outputs)!) : null,
            [.. WaitsOf(state).Select(b => b with { Payload = seesValues ? mask.Of(b.Payload) : null })],
            [.. workflow.Incidents.Select(incident => seesValues ? CaseAccess.Masked(incident, mask) : CaseAccess.WithoutValues(incident))],
            [.. workflow.LiveActivities]);
    }

    /// <summary>Values of a case are its customer's matter, the sensitive ones masked for who isn't at work on it; those of a plain workflow belong to who runs the host.</summary>
    private static bool SeesValues(CaseState state, Actor actor) => state.IsPlain || CaseAccess.SeesCases(actor);

    internal static WorkflowStatus StatusOf(WorkflowSubStatus subStatus) =>
        subStatus is WorkflowSubStatus.Executing or WorkflowSubStatus.Suspended ? WorkflowStatus.Running : WorkflowStatus.Finished;

    /// <summary>A fault leaves its bookmarks, but nothing wakes what is over.</summary>
    private static IReadOnlyList<Bookmark> WaitsOf(CaseState state) => state.Workflow.Status == WorkflowStatus.Running ? state.Workflow.Bookmarks : [];

    private async Task<CaseState?> FindAsync(string idOrNumber, Actor actor, CancellationToken cancellationToken) =>
        CaseAccess.SeesInstances(actor) && _reader.IdOf(idOrNumber) is { } id && await _reader.FindAsync(id, cancellationToken) is { } state && _readers.MayRead(actor, state)
            ? state
            : null;

    private async Task<List<JournalRow>> JournalOfAsync(CaseState state, Actor actor, CancellationToken cancellationToken)
    {
        var program = await _definitions.ProgramAsync(state.DefinitionId, state.DefinitionVersion, cancellationToken);
        var rows = JournalReader.Read(_reader.Journal(state.Id), state.Id, program);
        // The message of a fault often quotes the value it failed on.
        if (!SeesValues(state, actor))
        {
            return rows.ConvertAll(r => r with { Message = null, Values = null });
        }

        var mask = SensitiveMask.For(actor, state, _packs.Current);
        return mask.IsNone ? rows : rows.ConvertAll(r => r with { Message = mask.Of(r.Message), Values = mask.Of(r.Values) });
    }

    private static bool Matches(JournalFilter filter, JournalRow row) =>
        (filter.ActivityIds.IsDefaultOrEmpty || filter.ActivityIds.Contains(row.ActivityId, StringComparer.Ordinal))
        && (filter.NodeIds.IsDefaultOrEmpty || filter.NodeIds.Contains(row.NodeId, StringComparer.Ordinal))
        && (filter.Events.IsDefaultOrEmpty || filter.Events.Contains(row.Event))
        && (filter.ExcludedTypes.IsDefaultOrEmpty || !filter.ExcludedTypes.Contains(row.ActivityType, StringComparer.Ordinal));
}
