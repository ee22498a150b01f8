using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Runtime.Definitions;

/// <summary>
/// Loads what the process owner edits: reads and checks every file, and only when all are good stores changed workflows as
/// new versions and puts the pack in force.
/// </summary>
internal sealed class WorkflowsFolder(
    IOptions<RuntimeOptions> options,
    DefinitionStore definitions,
    SopPackSource packs,
    TimeProvider time,
    ILogger<WorkflowsFolder> log)
{
    private sealed record Candidate(StoredDefinition Row, Compilation Compilation, bool IsNew);

    /// <exception cref="PackRejectedException">There are faults; nothing was loaded.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Value.WorkflowsFolder);
        var faults = new List<StartFault>();
        var (workflows, parts) = Read(folder, faults);
        var reading = SopPackReader.Read(parts);
        faults.AddRange(reading.Faults.Select(f => new StartFault(f.File, f.Line, f.Column, f.JsonPath, f.Code, f.Message)));
        var candidates = new List<Candidate>();
        foreach (var file in workflows)
        {
            if (await CandidateAsync(file, reading.Pack, faults, cancellationToken) is { } candidate)
            {
                candidates.Add(candidate);
            }
        }

        faults.AddRange(Duplicates(candidates));
        if (faults.Count > 0 || reading.Pack is not { } pack)
        {
            throw new PackRejectedException(folder, faults);
        }

        await PublishAsync(candidates, pack);
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

    /// <param name="pack">Null when the pack itself has faults; what the workflow names in it is then not checked.</param>
    private async Task<Candidate?> CandidateAsync(PackFile file, SopPack? pack, List<StartFault> faults, CancellationToken cancellationToken)
    {
        var reading = WorkflowDefinition.Read(file.Utf8, file.Path);
        faults.AddRange(reading.Faults.Select(f => FaultOf(file.Path, f)));
        if (reading.Definition is not { } definition)
        {
            return null;
        }

        // Compiled as it stands in the file, so that lines and columns are those the process owner sees.
        var compilation = definitions.Compile(definition);
        faults.AddRange(compilation.Faults.Select(f => FaultOf(file.Path, f)));
        if (pack is not null)
        {
            var places = JsonLocator.Of(file.Utf8);
            faults.AddRange(SopCheck.Faults(definition, pack).Select(f => FaultOf(file.Path, Placed(f, places))));
        }

        if (compilation.Program is null)
        {
            return null;
        }

        foreach (var warning in compilation.Warnings)
        {
            log.LogWarning("{Warning}", FaultOf(file.Path, warning));
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Utf8));
        var latest = await definitions.LatestAsync(definition.DefinitionId, cancellationToken);
        return latest is not null && latest.SourceHash == hash
            ? Stored(latest)
            : Next(file, definition, hash, latest?.Version ?? 0);
    }

    private Candidate Stored(StoredDefinition row)
    {
        var definition = WorkflowDefinition.Read(row.Json, row.FileName).Definition
            ?? throw new InvalidOperationException($"Definition {row.DefinitionId} version {row.Version} in the database cannot be read; restore the database from its backup.");
        return new(row, definitions.Compile(definition), IsNew: false);
    }

    /// <summary>A changed file is a new version; its number and version id are made unique here, since people copy files without touching them.</summary>
    private Candidate Next(PackFile file, WorkflowDefinition definition, string hash, int latestVersion)
    {
        var version = Math.Max(latestVersion + 1, definition.Version);
        var document = (JsonObject)definition.Document.DeepClone();
        document["version"] = version;
        document["isLatest"] = true;
        document["isPublished"] = true;
        if (latestVersion > 0 || string.IsNullOrEmpty(definition.Id))
        {
            document["id"] = $"{definition.DefinitionId}-v{version}";
        }

        var json = WorkflowDefinition.Read(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString())).Definition?.ToUtf8Json()
            ?? throw new InvalidOperationException($"{file.Path} could be read but not written back.");
        var row = new StoredDefinition
        {
            DefinitionId = definition.DefinitionId,
            Version = version,
            Name = definition.Name,
            Json = json,
            SourceHash = hash,
            FileName = file.Path,
            PublishedAt = time.GetUtcNow(),
        };
        return Stored(row) with { IsNew = true };
    }

    private static IEnumerable<StartFault> Duplicates(List<Candidate> candidates) => candidates
        .GroupBy(c => c.Row.DefinitionId, StringComparer.Ordinal)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group.Skip(1).Select(c => new StartFault(
            c.Row.FileName ?? c.Row.DefinitionId, null, null, "$.definitionId", "definition.duplicate_id",
            $"The id '{group.Key}' is used by {group.First().Row.FileName} too; give each workflow its own.")));

    private async Task PublishAsync(List<Candidate> candidates, SopPack pack)
    {
        if (await definitions.StoreAsync([.. candidates.Where(c => c.IsNew).Select(c => c.Row)]) is { } fault)
        {
            throw new IOException($"The definitions could not be stored ({fault.Code}): {fault.Detail}");
        }

        packs.Replace(pack);
        foreach (var candidate in candidates)
        {
            definitions.Publish(candidate.Row.DefinitionId, candidate.Row.Version, candidate.Compilation);
            log.LogInformation(
                "{DefinitionId} version {Version} is {State}", candidate.Row.DefinitionId, candidate.Row.Version, candidate.IsNew ? "published" : "unchanged");
        }
    }

    private static DefinitionFault Placed(DefinitionFault fault, JsonLocator places) =>
        fault.Line is null && places.Find(fault.Path) is var (line, column) ? fault with { Line = line, Column = column } : fault;

    private static StartFault FaultOf(string file, DefinitionFault fault)
    {
        var at = fault.ActivityName ?? fault.ActivityId;
        return new(file, fault.Line, fault.Column, fault.Path, fault.Code, at is null ? fault.Message : $"[{at}] {fault.Message}");
    }
}
