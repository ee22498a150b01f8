using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>
/// Loads what the process owner keeps in files: reads and checks every file, and only when all are good stores changed
/// workflows as new versions and puts the pack in force. A workflow that was edited on screen since is not replaced by its
/// file: that is reported and left to a person.
/// </summary>
internal sealed class WorkflowsFolder(
    IOptions<RuntimeOptions> options,
    DefinitionStore definitions,
    DefinitionFiles files,
    WriteQueue writes,
    RuleShelf rules,
    IDbContextFactory<WorkflowDbContext> contexts,
    TimeProvider time,
    ILogger<WorkflowsFolder> log)
{
    private sealed record Candidate(PackFile File, WorkflowDefinition Definition, string Hash);

    /// <exception cref="PackRejectedException">There are faults; nothing was loaded.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        while (!await TryLoadAsync(cancellationToken))
        {
            // Somebody saved or published on a host that runs already: what was checked was checked against what is in force no longer.
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Value.WorkflowsFolder);
        var faults = new List<StartFault>();
        var (workflows, parts) = Read(folder, faults);
        var composition = await rules.ComposeAsync(RuleBook.Of(parts), cancellationToken);
        var inForce = ReadPack(composition, faults);
        await definitions.LoadUsableAsync(cancellationToken);
        var known = new KnownPublications(definitions.LastPublication, composition.Sequence);
        var read = workflows.Select(file => (File: file, Reading: WorkflowDefinition.Read(file.Utf8, file.Path))).ToList();
        faults.AddRange(read.SelectMany(each => each.Reading.Faults.Select(f => FaultOf(each.File.Path, f))));
        var inFiles = read.Select(each => each.Reading.Definition).OfType<WorkflowDefinition>().ToList();
        var candidates = new List<Candidate>();
        foreach (var (file, definition) in read.Select(each => (each.File, each.Reading.Definition)))
        {
            if (definition is not null && CandidateOf(file, definition, inFiles, inForce, faults) is { } candidate)
            {
                candidates.Add(candidate);
            }
        }

        faults.AddRange(Duplicates(candidates));
        if (faults.Count > 0 || inForce is not { } pack)
        {
            throw new PackRejectedException(folder, faults);
        }

        await CheckStoredAsync(folder, candidates, pack, cancellationToken);
        if (!await TryStoreAsync(candidates, known, cancellationToken))
        {
            return false;
        }

        rules.Adopt(composition, pack);
        await definitions.LoadUsableAsync(cancellationToken);
        await definitions.LoadPublishedAsync(log, cancellationToken);
        await IndexAsync();
        return true;
    }

    /// <summary>The pack in force: the files', with what was published on screen laid over them. A fault of the files alone is told as such.</summary>
    private static SopPack? ReadPack(RuleComposition composition, List<StartFault> faults)
    {
        var (pack, ofFiles) = composition.Folder.Read();
        faults.AddRange(ofFiles.Select(f => StartFaultOf(f.Fault, string.Empty)));
        if (pack is null || composition.IsFolderAlone)
        {
            return pack;
        }

        (pack, var together) = composition.Read();
        faults.AddRange(together.Select(f => StartFaultOf(f.Fault, " (The files are good in themselves; with the rules published on screen laid over them they are not. Put back what those rules name.)")));
        return pack;

        static StartFault StartFaultOf(PackFault fault, string more) => new(fault.File, fault.Line, fault.Column, fault.JsonPath, fault.Code, fault.Message + more);
    }

    /// <summary>Files can be good and yet stop cases that run on an older version, or break the law on a version edited on screen.</summary>
    private async Task CheckStoredAsync(string folder, List<Candidate> candidates, SopPack pack, CancellationToken cancellationToken)
    {
        var known = await files.DealtWithAsync(cancellationToken);
        var filed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in candidates.Select(candidate => candidate.Definition.DefinitionId))
        {
            if (await definitions.LatestAsync(id, cancellationToken) is not { } latest || !IsAPersons(latest, known.GetValueOrDefault(id)))
            {
                filed.Add(id);
            }
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var faults = await OpenCaseChecks.FaultsAsync(context, pack, filed, log, cancellationToken);
        if (faults.Count > 0)
        {
            throw new PackRejectedException(folder, faults);
        }
    }

    /// <summary>Of unchanged versions too: a release that reads triggers otherwise than the one before brings the index along.</summary>
    private async Task IndexAsync()
    {
        var triggers = definitions.PublishedPrograms().OrderBy(program => program.DefinitionId, StringComparer.Ordinal)
            .Select(program => (Of: TriggerIndex.Of(program, time.GetUtcNow()), program.Definition.Version)).ToList();
        // Hosts that run already go on publishing: what they publish meanwhile has stored its own.
        var written = await writes.RunAsync(sql => triggers.Sum(each => sql.RepairTriggers(each.Of, each.Version)));
        if (written.Fault is { } fault)
        {
            throw NotStored("triggers", fault);
        }
    }

    private static (List<PackFile> Workflows, List<PackFile> Parts) Read(string folder, List<StartFault> faults)
    {
        var workflows = new List<PackFile>();
        var parts = new List<PackFile>();
        if (!Directory.Exists(folder))
        {
            faults.Add(new(folder, null, null, "$", "workflows.folder_missing", "Expected a folder with the SOP pack; set Workflows:Folder to it."));
            return (workflows, parts);
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (name.Split('/').Any(part => part.StartsWith('.')))
            {
                continue;
            }

            try
            {
                var file = new PackFile(name, File.ReadAllBytes(path));
                (name.Contains('/', StringComparison.Ordinal) || !name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? parts : workflows).Add(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                faults.Add(new(name, null, null, "$", "file.unreadable", error.Message));
            }
        }

        return (workflows, parts);
    }

    /// <param name="inFiles">All definitions of the folder: a file may use what another one brings.</param>
    /// <param name="pack">Null when the pack itself has faults; what the workflow names in it is then not checked.</param>
    private Candidate? CandidateOf(PackFile file, WorkflowDefinition definition, List<WorkflowDefinition> inFiles, SopPack? pack, List<StartFault> faults)
    {
        // Compiled as it stands in the file, so that lines and columns are those the process owner sees.
        var compilation = definitions.Compile(definition, inFiles);
        faults.AddRange(compilation.Faults.Select(f => FaultOf(file.Path, f)));
        if (pack is not null)
        {
            var places = JsonLocator.Of(file.Utf8);
            faults.AddRange(SopCheck.Faults(definition, pack, SopsOf(inFiles)).Concat(OpenCaseChecks.LimitFaults(definition, pack)).Select(f => FaultOf(file.Path, Placed(f, places))));
        }

        if (compilation.Program is null)
        {
            return null;
        }

        foreach (var warning in compilation.Warnings)
        {
            log.LogWarning("{Warning}", FaultOf(file.Path, warning));
        }

        return new(file, definition, HashOf(file.Utf8));
    }

    /// <summary>What linked cases can be opened of: the SOPs of the folder and those drawn on screen.</summary>
    private List<string> SopsOf(List<WorkflowDefinition> inFiles) =>
        [.. inFiles.Where(each => SopProfile.Of(each) is not null).Concat(definitions.PublishedSops()).Select(each => each.DefinitionId).Distinct(StringComparer.Ordinal)];

    internal static string HashOf(byte[] utf8) => Convert.ToHexStringLower(SHA256.HashData(utf8));

    private static IEnumerable<StartFault> Duplicates(List<Candidate> candidates) => candidates
        .GroupBy(c => c.Definition.DefinitionId, StringComparer.Ordinal)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group.Skip(1).Select(c => new StartFault(
            c.File.Path, null, null, "$.definitionId", "definition.duplicate_id",
            $"The id '{group.Key}' is used by {group.First().File.Path} too; give each workflow its own.")));

    /// <returns>False when another host was faster; nothing was stored.</returns>
    private async Task<bool> TryStoreAsync(List<Candidate> candidates, KnownPublications publications, CancellationToken cancellationToken)
    {
        var known = await files.DealtWithAsync(cancellationToken);
        var fresh = new List<(StoredDefinition Row, StoredDefinitionFile File)>();
        var conflicts = new List<DefinitionFileConflict>();

        // All at one instant, for they may use each other.
        var now = candidates.Select(c => definitions.PublicationInstant(c.Definition, time.GetUtcNow())).DefaultIfEmpty().Max();
        foreach (var (file, definition, hash) in candidates)
        {
            var latest = await definitions.LatestAsync(definition.DefinitionId, cancellationToken);
            if (latest is not null && known.GetValueOrDefault(definition.DefinitionId)?.Hash == hash)
            {
                continue;
            }

            if (latest is not null && IsAPersons(latest, known.GetValueOrDefault(definition.DefinitionId)))
            {
                var isRetracted = latest.State == DefinitionState.Retired;
                conflicts.Add(new(definition.DefinitionId, definition.Name, file.Path, latest.ChangedByName, latest.ChangedAt, isRetracted));
                log.LogWarning(
                    "{File} has changed, but {DefinitionId} was {What} since (version {Version}, by {By}); the file was left alone until somebody decides on the page of SOPs",
                    file.Path, definition.DefinitionId, isRetracted ? "retracted" : "edited on screen", latest.Version, latest.ChangedByName);
                continue;
            }

            var row = DefinitionFiles.RowOf(file, definition, latest, now);
            fresh.Add((row, DefinitionFiles.MarkOf(definition.DefinitionId, file, row.Revision)));
        }

        if (!await KeepAsync(fresh, publications))
        {
            return false;
        }

        files.Replace(candidates.ToDictionary(c => c.Definition.DefinitionId, c => c.File.Path, StringComparer.Ordinal), conflicts);
        return true;
    }

    /// <summary>
    /// Whether a person decided what the latest version is: edited it on screen and has not written it to the file since, or
    /// retracted it. A file must not undo that unasked.
    /// </summary>
    private static bool IsAPersons(StoredDefinition latest, StoredDefinitionFile? mark) =>
        latest.State == DefinitionState.Retired
        || (latest.Origin == DefinitionOrigin.Screen && !(latest.State == DefinitionState.Published && mark?.AgreedRevision == latest.Revision));

    /// <summary>Stores new versions, all or none.</summary>
    private async Task<bool> KeepAsync(List<(StoredDefinition Row, StoredDefinitionFile File)> fresh, KnownPublications publications)
    {
        if (fresh.Count == 0)
        {
            return true;
        }

        var written = await writes.RunAsync(
            sql => !publications.AreOld(sql) && fresh.TrueForAll(each => DefinitionFiles.TryStore(sql, each.Row, each.File)), isKept: kept => kept);
        if (written.Fault is { } fault)
        {
            throw NotStored("definitions", fault);
        }

        return written.Value;
    }

    private static StorageRefusedException NotStored(string what, StorageFault fault) => new(
        $"The {what} of the workflows folder could not be stored ({fault.Code}): {fault.Detail}. See that the host's user may write the database, that its disk has room and that nobody else holds it; then start again.");

    private static DefinitionFault Placed(DefinitionFault fault, JsonLocator places) =>
        fault.Line is null && places.Find(fault.Path) is var (line, column) ? fault with { Line = line, Column = column } : fault;

    private static StartFault FaultOf(string file, DefinitionFault fault)
    {
        var at = fault.ActivityName ?? fault.ActivityId;
        return new(file, fault.Line, fault.Column, fault.Path, fault.Code, at is null ? fault.Message : $"[{at}] {fault.Message}");
    }
}
