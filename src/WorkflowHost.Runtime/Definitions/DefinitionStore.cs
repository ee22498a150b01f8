using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>Published workflow definitions and their programs, compiled once and shared. Thread-safe.</summary>
public sealed partial class DefinitionStore : IDisposable
{
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly SopPackSource _packs;
    private readonly StaffDirectory _staff;
    private readonly UsableWorkflows _usable;
    // Only versions that were published once: their content never changes again.
    private readonly ConcurrentDictionary<(string DefinitionId, int Version), Compilation> _programs = [];
    private readonly ConcurrentDictionary<string, int> _published = new(StringComparer.Ordinal);
    // Kept when a definition is taken back: its cases still say what they are.
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Reviewed> _reviews = new(StringComparer.Ordinal);

    internal DefinitionStore(IDbContextFactory<WorkflowDbContext> contexts, SopPackSource packs, StaffDirectory staff, IOptions<RuntimeOptions> options, TimeProvider time)
    {
        _contexts = contexts;
        _packs = packs;
        _staff = staff;
        _usable = new(time, options.Value.FlowchartMode);
    }

    /// <summary>Every definition by the version new cases start on, or by its draft when none was published; by name.</summary>
    public async Task<IReadOnlyList<DefinitionSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        var versions = await AllVersionsAsync(cancellationToken);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var running = await RunningAsync(context, cancellationToken);
        var list = new List<DefinitionSummary>();
        var rules = new ReviewGround(_packs.Current, _staff.Snapshot, LastPublication);
        foreach (var group in versions.GroupBy(v => v.DefinitionId, StringComparer.Ordinal))
        {
            var latest = group.First(v => v.IsLatest);
            var shown = group.FirstOrDefault(v => v.IsPublished) ?? latest;
            var (profile, check) = await ReviewAsync(shown, rules, cancellationToken);
            list.Add(new(
                shown.DefinitionId, shown.Name, shown.Description, shown.Version, shown.State, shown.PublishedAt,
                latest.Version == shown.Version ? null : latest.Version, shown.FileName,
                profile,
                running.Where(r => r.Key.DefinitionId == shown.DefinitionId).Sum(r => r.Value),
                check.Faults.Count,
                check.Warnings.Count));
        }

        return [.. list.OrderBy(each => each.Name, StringComparer.Ordinal)];
    }

    /// <summary>What a list says of a version beyond its columns; made anew only where the version or what it is checked against has changed.</summary>
    private async Task<(SopProfile? Profile, DefinitionCheck Check)> ReviewAsync(DefinitionVersion version, ReviewGround ground, CancellationToken cancellationToken)
    {
        if (_reviews.TryGetValue(version.DefinitionId, out var known) && known.VersionId == version.Id && known.Revision == version.Revision && known.Ground == ground)
        {
            return (known.Profile, known.Check);
        }

        var stored = await GetAsync(version.DefinitionId, version.Version, cancellationToken);
        if (stored is null)
        {
            return (null, new([], []));
        }

        var check = Check(stored.Json.Span, stored.FileName, stored.PublishedAt);
        var profile = WorkflowDefinition.Read(stored.Json.Span, stored.FileName).Definition is { } definition ? SopProfile.Of(definition) : null;
        _reviews[version.DefinitionId] = new(version.Id, stored.Revision, ground, profile, check);
        return (profile, check);
    }

    /// <summary>Every version of every definition without its JSON, the latest version of each definition first.</summary>
    public async Task<IReadOnlyList<DefinitionVersion>> AllVersionsAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Definitions
            .OrderBy(d => d.DefinitionId).ThenByDescending(d => d.Version)
            .Select(d => new StoredDefinition
            {
                DefinitionId = d.DefinitionId,
                Version = d.Version,
                Id = d.Id,
                Name = d.Name,
                Description = d.Description,
                Json = Array.Empty<byte>(),
                State = d.State,
                Origin = d.Origin,
                Revision = d.Revision,
                FileName = d.FileName,
                CreatedAt = d.CreatedAt,
                ChangedAt = d.ChangedAt,
                ChangedById = d.ChangedById,
                ChangedByName = d.ChangedByName,
                PublishedAt = d.PublishedAt,
            })
            .ToListAsync(cancellationToken);
        return [.. rows.Select((row, index) => VersionOf(row, index == 0 || rows[index - 1].DefinitionId != row.DefinitionId, running: 0))];
    }

    /// <summary>One version by its own id, or null.</summary>
    public async Task<DefinitionVersion?> FindVersionAsync(string versionId, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Definitions.FirstOrDefaultAsync(d => d.Id == versionId, cancellationToken);
        return row is null ? null : VersionOf(row, await IsLatestAsync(context, row, cancellationToken), running: 0);
    }

    /// <summary>All versions of a definition, the latest first; empty when there is none.</summary>
    public async Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(string definitionId, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Definitions.Where(d => d.DefinitionId == definitionId)
            .OrderByDescending(d => d.Version)
            .ToListAsync(cancellationToken);
        var running = await RunningAsync(context, cancellationToken, definitionId);
        return [.. rows.Select((row, index) => VersionOf(row, index == 0, running.GetValueOrDefault((row.DefinitionId, row.Version))))];
    }

    /// <param name="version">The latest when null.</param>
    public async Task<DefinitionVersion?> GetAsync(string definitionId, int? version = null, CancellationToken cancellationToken = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Definitions.Where(d => d.DefinitionId == definitionId && (version == null || d.Version == version))
            .OrderByDescending(d => d.Version)
            .FirstOrDefaultAsync(cancellationToken);
        return row is null ? null : VersionOf(row, version is null || await IsLatestAsync(context, row, cancellationToken), running: 0);
    }

    /// <summary>Reads and compiles without storing: every fault and warning of a definition, as publishing would find them.</summary>
    /// <param name="publishedAt">When the version was published for the first time, since it uses the workflows of that day; null if it is not yet.</param>
    public DefinitionCheck Check(ReadOnlySpan<byte> utf8Json, string? fileName = null, DateTimeOffset? publishedAt = null) => Examine(utf8Json, fileName, publishedAt).Check;

    /// <summary>The program of a version, compiled at most once per host.</summary>
    /// <param name="version">The one new cases start on when null.</param>
    /// <returns>Null when there is no such version, it is a draft, or it does not compile any more.</returns>
    public async ValueTask<WorkflowProgram?> ProgramAsync(string definitionId, int? version = null, CancellationToken cancellationToken = default)
    {
        if (!_published.TryGetValue(definitionId, out var published) && version is null)
        {
            return null;
        }

        var number = version ?? published;
        await CompilationAsync(definitionId, number, cancellationToken);
        // Only what is kept: nothing may run on a draft, whose next save would change it under the running case.
        return Compiled(definitionId, number);
    }

    /// <summary>The program new instances start on; null when nothing is published under that id.</summary>
    internal WorkflowProgram? PublishedProgram(string definitionId) =>
        _published.TryGetValue(definitionId, out var version) && _programs.TryGetValue((definitionId, version), out var compilation) ? compilation.Program : null;

    /// <summary>The programs new instances start on.</summary>
    internal IReadOnlyList<WorkflowProgram> PublishedPrograms() => [.. _published.Keys.Select(PublishedProgram).OfType<WorkflowProgram>()];

    /// <summary>The definitions new cases start on, SOPs only, by id.</summary>
    public IReadOnlyList<WorkflowDefinition> PublishedSops() =>
    [
        .. PublishedPrograms().Select(program => program.Definition).Where(definition => SopProfile.Of(definition) is not null)
            .OrderBy(definition => definition.DefinitionId, StringComparer.Ordinal),
    ];

    /// <summary>The name under which a definition was published that nothing starts on any more; null for every other.</summary>
    public string? RetractedName(string definitionId) => _published.ContainsKey(definitionId) ? null : _names.GetValueOrDefault(definitionId);

    /// <summary>The workflows that others may use as activities, in every version that was ever published; those of published versions are to be offered.</summary>
    public IReadOnlyList<ActivityDescriptor> UsableAsActivities() =>
        [.. _usable.Descriptors.Select(each => each with { IsBrowsable = _published.GetValueOrDefault((string)each.CustomProperties["WorkflowDefinitionId"]) == each.Version })];

    /// <param name="publishedAt">When the version was published for the first time; null if it is not yet.</param>
    /// <param name="alsoPublished">Ids of what is published too but not taken over yet, as at start, where one definition comes after another.</param>
    internal (Compilation? Compilation, DefinitionCheck Check) Examine(
        ReadOnlySpan<byte> utf8Json, string? fileName = null, DateTimeOffset? publishedAt = null, IReadOnlyCollection<string>? alsoPublished = null)
    {
        var reading = WorkflowDefinition.Read(utf8Json, fileName);
        if (reading.Definition is not { } definition)
        {
            return (null, new([.. reading.Faults.Select(FindingOf)], []));
        }

        var compilation = _usable.CompilerFor(definition, publishedAt).Compile(definition);
        var report = SopLint.Check(new()
        {
            Definition = definition,
            Pack = _packs.Current,
            Compilation = compilation,
            MembersOf = MembersOf,
            Sops = [.. PublishedSops().Select(sop => sop.DefinitionId).Append(definition.DefinitionId), .. alsoPublished ?? []],
        });
        return (compilation, new([.. report.Errors], [.. report.Warnings]));
    }

    /// <summary>The workflows that may be used as activities now.</summary>
    internal WorkflowLibrary Library => _usable.Library;

    /// <summary>All versions of all definitions but one, with their JSON, the latest of each first.</summary>
    internal async Task<IReadOnlyList<StoredDefinition>> OthersAsync(string definitionId, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Definitions.AsNoTracking().Where(d => d.DefinitionId != definitionId)
            .OrderBy(d => d.DefinitionId).ThenByDescending(d => d.Version)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The program of a version somebody has asked for before, as everybody has who has loaded a case of it; null otherwise.</summary>
    internal WorkflowProgram? Compiled(string definitionId, int version) => _programs.GetValueOrDefault((definitionId, version))?.Program;

    /// <param name="beside">What is about to be published together with it.</param>
    internal Compilation Compile(WorkflowDefinition definition, IReadOnlyCollection<WorkflowDefinition> beside) =>
        _usable.CompilerFor(definition, publishedAt: null, beside).Compile(definition);

    /// <summary>See <see cref="UsableWorkflows.LastPublication"/>.</summary>
    internal DateTimeOffset LastPublication => _usable.LastPublication;

    /// <summary>See <see cref="UsableWorkflows.PublicationInstant"/>.</summary>
    internal DateTimeOffset PublicationInstant(WorkflowDefinition definition, DateTimeOffset now) => _usable.PublicationInstant(definition, now);

    internal async Task<StoredDefinition?> LatestAsync(string definitionId, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Definitions.Where(d => d.DefinitionId == definitionId)
            .OrderByDescending(d => d.Version)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The highest number a version of the definition ever had, deleted ones too; 0 when there never was one.</summary>
    internal async Task<int> HighestVersionAsync(string definitionId, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.DefinitionSaves.Where(s => s.DefinitionId == definitionId && s.Kind != DefinitionSaveKind.Parked).MaxAsync(s => (int?)s.Version, cancellationToken) ?? 0;
    }

    private void LearnName(StoredDefinition row)
    {
        if (!string.IsNullOrEmpty(row.Name))
        {
            _names[row.DefinitionId] = row.Name;
        }
    }

    private int MembersOf(string role) => _staff.Snapshot.Count(member => member.IsActive && member.Roles.Contains(role));

    private static LintFinding FindingOf(DefinitionFault fault) =>
        new(fault.Code, LintSeverity.Error, fault.ActivityId, fault.ActivityName, fault.Path, Sentence.Of("compile", ("detail", fault.Message))) { Line = fault.Line, Column = fault.Column };

    internal static DefinitionVersion VersionOf(StoredDefinition row, bool isLatest, int running) => new(
        row.DefinitionId, row.Id, row.Name, row.Description, row.Version, row.State, row.Origin, row.Revision, row.CreatedAt, row.ChangedAt,
        row.ChangedByName, row.PublishedAt, row.FileName, isLatest, running, row.Json);

    private static async Task<bool> IsLatestAsync(WorkflowDbContext context, StoredDefinition row, CancellationToken cancellationToken) =>
        !await context.Definitions.AnyAsync(d => d.DefinitionId == row.DefinitionId && d.Version > row.Version, cancellationToken);

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
        var compilation = reading.Definition is { } definition ? _usable.CompilerFor(definition, row.PublishedAt).Compile(definition) : new Compilation(null, reading.Faults);
        // A draft is compiled to be looked at and never kept: its next save changes it.
        return row.PublishedAt is null ? compilation : _programs.GetOrAdd((definitionId, version), compilation);
    }

    /// <param name="definitionId">All definitions when null.</param>
    private static async Task<Dictionary<(string DefinitionId, int Version), int>> RunningAsync(WorkflowDbContext context, CancellationToken cancellationToken, string? definitionId = null)
    {
        // A plain instance has no case to end: it is over when its workflow is.
        var counts = await context.Cases.Where(c => c.Status != CaseStatus.Ended && (definitionId == null || c.DefinitionId == definitionId)
                && !(c.IsPlain && (c.SubStatus == WorkflowSubStatus.Finished || c.SubStatus == WorkflowSubStatus.Cancelled)))
            .GroupBy(c => new { c.DefinitionId, c.DefinitionVersion })
            .Select(g => new { g.Key.DefinitionId, g.Key.DefinitionVersion, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return counts.ToDictionary(c => (c.DefinitionId, c.DefinitionVersion), c => c.Count);
    }

    /// <summary>What a check looks at besides the version: the rules, who has which role, which workflows there are.</summary>
    private readonly record struct ReviewGround(SopPack Pack, object Staff, DateTimeOffset LastPublication);

    private sealed record Reviewed(string VersionId, int Revision, ReviewGround Ground, SopProfile? Profile, DefinitionCheck Check);
}
