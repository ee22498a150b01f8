using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Archive;

/// <summary>A case in the archive, and the definition version that can read its state.</summary>
internal sealed record ArchivedCase(string DefinitionId, int DefinitionVersion, DateTimeOffset ArchivedAt, ArchivedContent Content)
{
    public StoredState State => new(DefinitionId, DefinitionVersion, Content.State);
}

/// <summary>
/// What a case had besides the columns it is found by, in one compressed piece. Notifications are left behind: they told the staff
/// of the day what to do. Every format ever released must load for ever.
/// </summary>
/// <param name="State">As it lay in its row.</param>
/// <param name="Clocks">Ended ones, each as it was kept beside its row.</param>
/// <param name="Revisits">As the clocks.</param>
internal sealed record ArchivedContent(
    byte[] State,
    IReadOnlyList<CaseTask> Tasks,
    IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<string> Clocks,
    IReadOnlyList<string> Revisits,
    IReadOnlyList<StoredOutboxMessage> Messages,
    IReadOnlyList<ArchivedCommit> Journal)
{
    private static readonly ArchivedContentJson Json = new(ArgsJson.Readable(ArchivedContentJson.Default.Options));

    /// <summary>The close type of a case that ended without being dealt with.</summary>
    [JsonIgnore]
    public string? BrokenOff =>
        Timeline.LastOrDefault(entry => entry.Kind == "case.closed")?.Args is { } args && args.GetValueOrDefault("brokenOff") is { Length: > 0 }
            ? args.GetValueOrDefault("closeType") ?? string.Empty
            : null;

    [JsonIgnore]
    public CaseHistory History => new(Tasks, Timeline, [.. Clocks.Select(EndedJson.ReadClock)], [.. Revisits.Select(EndedJson.ReadRevisit)], Messages);

    public static ArchivedContent Of(byte[] state, CaseHistory history, IReadOnlyList<ArchivedCommit> journal) => new(
        state, history.DoneTasks, history.Timeline, [.. history.EndedClocks.Select(EndedJson.Write)], [.. history.EndedRevisits.Select(EndedJson.Write)],
        history.Messages, journal);

    public byte[] Write()
    {
        using var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, CompressionLevel.Optimal))
        {
            JsonSerializer.Serialize(packed, this, Json.ArchivedContent);
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">These bytes are no archived case.</exception>
    public static ArchivedContent Read(byte[] bytes)
    {
        using var packed = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(packed, Json.ArchivedContent) ?? throw new InvalidDataException("A case was archived as null.");
    }
}

/// <summary>What the workflow did in one commit, see <see cref="StoredJournal"/>.</summary>
internal sealed record ArchivedCommit(long Version, DateTimeOffset At, string Entries);

[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArchivedContent))]
internal sealed partial class ArchivedContentJson : JsonSerializerContext;
