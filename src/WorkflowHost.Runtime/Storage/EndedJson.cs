using System.Text.Json;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Storage;

/// <summary>What has ended in a case, kept beside its row for the case page. Every format ever released must load for ever.</summary>
internal static class EndedJson
{
    private static readonly ClocksJson Clocks = new(ArgsJson.Readable(ClocksJson.Default.Options));
    private static readonly RevisitsJson Revisits = new(ArgsJson.Readable(RevisitsJson.Default.Options));

    /// <summary>Without the derivation, which the calendar gives again.</summary>
    public static string Write(Clock clock) => JsonSerializer.Serialize(clock with { Derivation = [] }, Clocks.Clock);

    public static string Write(Revisit revisit) => JsonSerializer.Serialize(revisit, Revisits.Revisit);

    public static Clock ReadClock(string json) =>
        JsonSerializer.Deserialize(json, Clocks.Clock) ?? throw new InvalidDataException("A clock was stored as null.");

    public static Revisit ReadRevisit(string json) =>
        JsonSerializer.Deserialize(json, Revisits.Revisit) ?? throw new InvalidDataException("A revisit was stored as null.");
}
