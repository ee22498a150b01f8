using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Rules;

/// <summary>Holds what this host takes for the rules in force: its files, and over them what was published on screen. Thread-safe.</summary>
internal sealed class RuleShelf(IDbContextFactory<WorkflowDbContext> contexts, SopPackSource packs, ILogger<RuleShelf> log)
{
    private readonly Lock _adopting = new();
    private volatile RuleComposition? _current;
    private volatile CaseRefusal? _unfit;

    /// <exception cref="InvalidOperationException">Asked before the start loaded it.</exception>
    public RuleComposition Current => _current ?? throw new InvalidOperationException("The rules are not loaded yet; the runtime's start loads them.");

    /// <summary>
    /// Why this host can publish nothing: what another host published does not fit its files, so it would check against rules no longer in
    /// force. Null while it follows.
    /// </summary>
    public CaseRefusal? Unfit => _unfit;

    /// <summary>The files with what the database has laid over them. Nothing is in force by it yet.</summary>
    public async Task<RuleComposition> ComposeAsync(RuleBook folder, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Rules.AsNoTracking().Where(rule => rule.State == RuleState.Published).ToListAsync(cancellationToken);
        return RuleComposition.Of(folder, rows);
    }

    /// <summary>From now on commands follow these rules.</summary>
    public void Adopt(RuleComposition composition, SopPack pack)
    {
        lock (_adopting)
        {
            Put(composition, pack);
        }
    }

    /// <summary>Takes over what another host published. Where that doesn't fit this host's files, what was in force stays so.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        while (_current is { } before)
        {
            var composition = await ComposeAsync(before.Folder, cancellationToken);
            var (pack, faults) = composition.Read();
            lock (_adopting)
            {
                // What this host published while that was read is newer.
                if (!ReferenceEquals(before, _current))
                {
                    continue;
                }

                if (pack is not null)
                {
                    Put(composition, pack);
                    return;
                }
            }

            _unfit = CaseRefusal.Conflict("rule.host_behind", ("fault", faults.Count > 0 ? faults[0].ToString() : string.Empty));
            log.LogError("The rules another host published do not fit this host's workflows folder, and are not in force here: {Faults}", string.Join("; ", faults));
            return;
        }
    }

    private void Put(RuleComposition composition, SopPack pack)
    {
        var known = _current?.Conflicts.Select(conflict => conflict.Key).ToHashSet() ?? [];
        // The pack first: who reads the sequence of these rules and then checks against a pack must not meet the one before.
        packs.Replace(pack);
        _current = composition;
        _unfit = null;
        foreach (var conflict in composition.Conflicts.Where(conflict => !known.Contains(conflict.Key)))
        {
            log.LogWarning(
                "{File} has changed, but {Rule} was edited on screen since (by {By}); what was published on screen stays in force until somebody decides on its page",
                conflict.File, conflict.Key, conflict.EditedBy);
        }
    }
}
