using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>What is published, as this host knows it: read at start, changed by its own desk, and taken over from other hosts.</summary>
public sealed partial class DefinitionStore
{
    // What a reload has read is taken over only while nothing was published or taken back on this host since: it may be older than that.
    private readonly SemaphoreSlim _reload = new(1, 1);
    private readonly Lock _changing = new();
    private long _ownChanges;

    public void Dispose() => _reload.Dispose();

    /// <summary>Makes a compiled version the one new cases start with, unless a later one is already.</summary>
    internal void Publish(StoredDefinition row, Compilation compilation) => ChangeOwn(() =>
    {
        if (_published.GetValueOrDefault(row.DefinitionId) <= row.Version)
        {
            Put(row, compilation);
        }
    });

    /// <summary>Versions that were deleted: nothing can run on them, and no other definition use them, any more.</summary>
    internal void Forget(string definitionId, IReadOnlyList<int> versions) => ChangeOwn(() =>
    {
        _usable.Remove(definitionId, versions);
        foreach (var version in versions)
        {
            _programs.TryRemove((definitionId, version), out _);
        }
    });

    /// <summary>No new case starts on the definition any more.</summary>
    internal void Withdraw(string definitionId) => ChangeOwn(() => _published.TryRemove(definitionId, out _));

    private void Put(StoredDefinition row, Compilation compilation)
    {
        _usable.Add(compilation.Program!.Definition, row.PublishedAt ?? row.ChangedAt);
        _programs[(row.DefinitionId, row.Version)] = compilation;
        _published[row.DefinitionId] = row.Version;
        _readers[row.DefinitionId] = SopReaders.Of(compilation.Program.Definition);
        LearnName(row);
    }

    /// <summary>Learns which workflows were ever published to be used as activities, and who may read the cases of what is published no more.</summary>
    internal async Task LoadUsableAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Definitions.Where(d => d.PublishedAt != null).OrderBy(d => d.PublishedAt).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            // Most definitions are no activity; reading them all would cost the start.
            var mayBeUsable = row.Json.AsSpan().IndexOf("sableAsActivity"u8) >= 0;
            LearnReaders(row);
            LearnName(row);
            _usable.Add(mayBeUsable ? WorkflowDefinition.Read(row.Json, row.FileName).Definition : null, row.PublishedAt!.Value);
        }
    }

    /// <summary>Compiles every published version that is not known yet. One that no longer fits the pack is named in the log; if it does not compile, no case starts on it.</summary>
    internal async Task LoadPublishedAsync(ILogger log, CancellationToken cancellationToken)
    {
        while (!await TryLoadPublishedAsync(OwnChanges, log, cancellationToken))
        {
        }
    }

    private long OwnChanges => Interlocked.Read(ref _ownChanges);

    /// <returns>False when this host has published or taken back something meanwhile; then what was read is too old.</returns>
    private async Task<bool> TryLoadPublishedAsync(long seen, ILogger log, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Definitions.Where(d => d.State == DefinitionState.Published).OrderBy(d => d.DefinitionId).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(row => row.DefinitionId);
        foreach (var row in rows)
        {
            if (_published.GetValueOrDefault(row.DefinitionId) == row.Version && _programs.ContainsKey((row.DefinitionId, row.Version)))
            {
                continue;
            }

            var (compilation, check) = Examine(row.Json, row.FileName, row.PublishedAt, ids);
            foreach (var fault in check.Faults)
            {
                log.LogError("{DefinitionId} version {Version}: {Path} {Code}: {Message}", row.DefinitionId, row.Version, fault.Path, fault.Code, fault.Message.Text.En);
            }

            if (compilation?.Program is not null)
            {
                if (!TryTakeOver(seen, () => Put(row, compilation)))
                {
                    return false;
                }

                log.LogInformation("{DefinitionId} version {Version} is published", row.DefinitionId, row.Version);
            }
        }

        return true;
    }

    /// <summary>Takes over what another host published, retracted or deleted.</summary>
    internal async Task ReloadAsync(ILogger log, CancellationToken cancellationToken)
    {
        await _reload.WaitAsync(cancellationToken);
        try
        {
            while (!await TryReloadAsync(OwnChanges, log, cancellationToken))
            {
            }
        }
        finally
        {
            _reload.Release();
        }
    }

    private async Task<bool> TryReloadAsync(long seen, ILogger log, CancellationToken cancellationToken)
    {
        await using (var context = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            var stored = await context.Definitions.Select(d => new { d.DefinitionId, d.Version, d.State }).ToListAsync(cancellationToken);
            var versions = stored.Select(d => (d.DefinitionId, d.Version)).ToHashSet();
            var published = stored.Where(d => d.State == DefinitionState.Published).Select(d => d.DefinitionId).ToHashSet(StringComparer.Ordinal);
            if (!TryTakeOver(seen, () => KeepOnly(versions, published)))
            {
                return false;
            }
        }

        await LoadUsableAsync(cancellationToken);
        return await TryLoadPublishedAsync(seen, log, cancellationToken);
    }

    private bool TryTakeOver(long seen, Action change)
    {
        lock (_changing)
        {
            if (seen != _ownChanges)
            {
                return false;
            }

            change();
            return true;
        }
    }

    private void ChangeOwn(Action change)
    {
        lock (_changing)
        {
            _ownChanges++;
            change();
        }
    }

    private void KeepOnly(HashSet<(string, int)> versions, HashSet<string> published)
    {
        foreach (var (id, version) in _programs.Keys.Where(key => !versions.Contains(key)).ToList())
        {
            // A number that was deleted may be given again, to other content.
            _programs.TryRemove((id, version), out _);
            _usable.Remove(id, [version]);
        }

        foreach (var id in _published.Keys.Where(id => !published.Contains(id)).ToList())
        {
            _published.TryRemove(id, out _);
        }
    }
}
