using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Activities;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>Published workflow definitions and their programs, compiled once and shared. Thread-safe.</summary>
public sealed class DefinitionStore
{
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly WriteQueue _writes;
    private readonly SopPackSource _packs;
    private readonly ProgramCompiler _compiler = SopCatalog.Compiler();
    private readonly ConcurrentDictionary<(string DefinitionId, int Version), Compilation> _programs = [];
    private readonly ConcurrentDictionary<string, int> _latest = new(StringComparer.Ordinal);

    internal DefinitionStore(IDbContextFactory<WorkflowDbContext> contexts, WriteQueue writes, SopPackSource packs)
    {
        _contexts = contexts;
        _writes = writes;
        _packs = packs;
    }

    /// <summary>Every definition with its latest version, by name.</summary>
    public async Task<IReadOnlyList<DefinitionSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Definitions
            .Where(d => d.Version == context.Definitions.Where(o => o.DefinitionId == d.DefinitionId).Max(o => o.Version))
            .OrderBy(d => d.Name)
            .Select(d => new { d.DefinitionId, d.Name, d.Version, d.PublishedAt, d.FileName })
            .ToListAsync(cancellationToken);
        var running = await RunningAsync(context, cancellationToken);
        var list = new List<DefinitionSummary>(rows.Count);
        foreach (var row in rows)
        {
            var compilation = await CompilationAsync(row.DefinitionId, row.Version, cancellationToken);
            var definition = compilation?.Program?.Definition;
            list.Add(new(
                row.DefinitionId, row.Name, definition?.Description, row.Version, row.PublishedAt, row.FileName,
                definition is null ? null : SopProfile.Of(definition),
                running.Where(r => r.Key.DefinitionId == row.DefinitionId).Sum(r => r.Value),
                compilation is null ? [] : [.. compilation.Faults, .. compilation.Warnings]));
        }

        return list;
    }

    /// <summary>All versions of a definition, the latest first; empty when there is none.</summary>
    public async Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(string definitionId, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Definitions.Where(d => d.DefinitionId == definitionId)
            .OrderByDescending(d => d.Version)
            .ToListAsync(cancellationToken);
        var running = await RunningAsync(context, cancellationToken);
        return [.. rows.Select((row, index) => VersionOf(row, index == 0, running))];
    }

    /// <param name="version">The latest when null.</param>
    public async Task<DefinitionVersion?> GetAsync(string definitionId, int? version = null, CancellationToken cancellationToken = default)
    {
        var versions = await VersionsAsync(definitionId, cancellationToken);
        return versions.FirstOrDefault(v => version is null || v.Version == version);
    }

    /// <summary>Reads and compiles without storing: every fault and warning of a definition, as a save would find them.</summary>
    public DefinitionCheck Check(ReadOnlySpan<byte> utf8Json, string? fileName = null)
    {
        var reading = WorkflowDefinition.Read(utf8Json, fileName);
        if (reading.Definition is not { } definition)
        {
            return new(reading.Faults, []);
        }

        var compilation = _compiler.Compile(definition);
        return new([.. reading.Faults, .. compilation.Faults, .. SopCheck.Faults(definition, _packs.Current)], compilation.Warnings);
    }

    /// <summary>The program of a version, compiled at most once per host.</summary>
    /// <param name="version">The latest when null.</param>
    /// <returns>Null when there is no such version or it does not compile any more.</returns>
    public async ValueTask<WorkflowProgram?> ProgramAsync(string definitionId, int? version = null, CancellationToken cancellationToken = default)
    {
        if (version is null && !_latest.TryGetValue(definitionId, out _))
        {
            return null;
        }

        var number = version ?? _latest[definitionId];
        return _programs.TryGetValue((definitionId, number), out var cached)
            ? cached.Program
            : (await CompilationAsync(definitionId, number, cancellationToken))?.Program;
    }

    internal Compilation Compile(WorkflowDefinition definition) => _compiler.Compile(definition);

    internal async Task<StoredDefinition?> LatestAsync(string definitionId, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Definitions.Where(d => d.DefinitionId == definitionId)
            .OrderByDescending(d => d.Version)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Stores new versions, all or none.</summary>
    internal async Task<StorageFault?> StoreAsync(IReadOnlyList<StoredDefinition> definitions)
    {
        if (definitions.Count == 0)
        {
            return null;
        }

        var result = await _writes.RunAsync(sql => definitions.Sum(sql.StoreDefinition));
        return result.Fault;
    }

    /// <summary>Makes a compiled version the one new cases start with.</summary>
    internal void Publish(string definitionId, int version, Compilation compilation)
    {
        _programs[(definitionId, version)] = compilation;
        _latest[definitionId] = version;
    }

    private async Task<Compilation?> CompilationAsync(string definitionId, int version, CancellationToken cancellationToken)
    {
        if (_programs.TryGetValue((definitionId, version), out var cached))
        {
            return cached;
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Definitions.FirstOrDefaultAsync(d => d.DefinitionId == definitionId && d.Version == version, cancellationToken);
        if (row is null)
        {
            return null;
        }

        var reading = WorkflowDefinition.Read(row.Json, row.FileName);
        var compilation = reading.Definition is { } definition ? _compiler.Compile(definition) : new Compilation(null, reading.Faults);
        return _programs.GetOrAdd((definitionId, version), compilation);
    }

    private static async Task<Dictionary<(string DefinitionId, int Version), int>> RunningAsync(WorkflowDbContext context, CancellationToken cancellationToken)
    {
        var counts = await context.Cases.Where(c => c.Status != CaseStatus.Ended)
            .GroupBy(c => new { c.DefinitionId, c.DefinitionVersion })
            .Select(g => new { g.Key.DefinitionId, g.Key.DefinitionVersion, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return counts.ToDictionary(c => (c.DefinitionId, c.DefinitionVersion), c => c.Count);
    }

    private static DefinitionVersion VersionOf(StoredDefinition row, bool isLatest, Dictionary<(string DefinitionId, int Version), int> running) => new(
        row.DefinitionId, row.Name, row.Version, row.PublishedAt, row.FileName, isLatest,
        running.GetValueOrDefault((row.DefinitionId, row.Version)), row.Json);
}
