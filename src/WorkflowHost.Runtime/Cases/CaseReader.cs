using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>The reads of the command path.</summary>
internal sealed class CaseReader(IDbContextFactory<WorkflowDbContext> contexts, DefinitionStore definitions)
{
    private static readonly Func<WorkflowDbContext, string, CancellationToken, Task<StoredState?>> StateById =
        EF.CompileAsyncQuery((WorkflowDbContext context, string id, CancellationToken _) => context.Cases
            .Where(c => c.Id == id)
            .Select(c => new StoredState(c.DefinitionId, c.DefinitionVersion, c.State))
            .FirstOrDefault());

    private static readonly Func<WorkflowDbContext, string, CancellationToken, Task<string?>> CaseOfTask =
        EF.CompileAsyncQuery((WorkflowDbContext context, string id, CancellationToken _) => context.Tasks
            .Where(t => t.Id == id)
            .Select(t => t.CaseId)
            .FirstOrDefault());

    private static readonly Func<WorkflowDbContext, string, CancellationToken, Task<string?>> CaseOfRevisit =
        EF.CompileAsyncQuery((WorkflowDbContext context, string id, CancellationToken _) => context.Revisits
            .Where(r => r.Id == id)
            .Select(r => r.CaseId)
            .FirstOrDefault());

    private static readonly Func<WorkflowDbContext, string, string, CancellationToken, Task<AppliedCommand?>> CommandByKey =
        EF.CompileAsyncQuery((WorkflowDbContext context, string key, string actorId, CancellationToken _) => context.Commands
            .Where(c => c.Key == key && c.ActorId == actorId)
            .Select(c => new AppliedCommand(c.RequestHash, c.CaseId))
            .FirstOrDefault());

    private sealed record StoredState(string DefinitionId, int DefinitionVersion, byte[] State);

    /// <exception cref="InvalidOperationException">The case is pinned to a definition version that is gone or does not compile.</exception>
    public async Task<CaseState?> LoadAsync(string caseId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await StateById(context, caseId, cancellationToken) is not { } stored)
        {
            return null;
        }

        var program = await definitions.ProgramAsync(stored.DefinitionId, stored.DefinitionVersion, cancellationToken)
            ?? throw new InvalidOperationException($"Case {caseId} runs on {stored.DefinitionId} version {stored.DefinitionVersion}, which is not in the database or does not compile in this release.");
        return CaseStateJson.Read(stored.State, program);
    }

    public async Task<string?> CaseOfTaskAsync(string taskId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await CaseOfTask(context, taskId, cancellationToken);
    }

    public async Task<string?> CaseOfRevisitAsync(string revisitId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await CaseOfRevisit(context, revisitId, cancellationToken);
    }

    public async Task<AppliedCommand?> CommandAsync(string key, string actorId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await CommandByKey(context, key, actorId, cancellationToken);
    }

    /// <summary>A case id from an id or a number.</summary>
    public async Task<string?> IdOfAsync(string idOrNumber, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Cases.Where(c => c.Id == idOrNumber || c.Number == idOrNumber).Select(c => c.Id).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Earlier cases of the same customer or policy since an instant (A-R7; raises severity, domain §3.2).</summary>
    public async Task<int> CountEarlierAsync(string definitionId, string? contact, string? policyNo, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (contact is null && policyNo is null)
        {
            return 0;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Cases.CountAsync(
            c => c.DefinitionId == definitionId && c.OpenedAt >= since
                && ((contact != null && c.CustomerContact == contact) || (policyNo != null && c.PolicyNo == policyNo)),
            cancellationToken);
    }
}
