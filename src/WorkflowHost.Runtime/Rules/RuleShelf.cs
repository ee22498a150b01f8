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

    /// <inheritdoc cref="ReloadAsync(RuleBook?, CancellationToken)"/>
    public Task ReloadAsync(CancellationToken cancellationToken) => ReloadAsync(null, cancellationToken);

    /// <summary>Takes over what this or another host published. Where that doesn't fit this host's files, what was in force stays so.</summary>
    /// <param name="written">The files as they now stand, where this host wrote some; null: as it knows them.</param>
    public async Task ReloadAsync(RuleBook? written, CancellationToken cancellationToken)
    {
        while (_current is { } before)
        {
            var composition = await ComposeAsync(written ?? before.Folder, cancellationToken);
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

                // What was written stands there, whatever is in force.
                _current = written is null ? before : before with { Folder = written };
                _unfit = CaseRefusal.Conflict("rule.host_behind", ("fault", string.Join(" · ", faults.Take(1).SelectMany(PlaceOf))));
            }

            log.LogError("The rules published on screen do not fit this host's workflows folder, and are not in force here: {Faults}", string.Join("; ", faults));
            return;
        }
    }

    /// <summary>The rule and its file. What is wrong there is in the log: the reader says it in English.</summary>
    private static IEnumerable<string> PlaceOf(RuleFault fault) => new[] { fault.Rule?.Id, fault.Fault.File }.OfType<string>().Where(part => part.Length > 0);

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
