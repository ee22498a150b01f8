using System.Text.Json.Serialization;

namespace WorkflowHost.Sop.Clocks;

/// <summary>Source-generated JSON of clocks: camelCase names, enumerations by name, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Clock))]
[JsonSerializable(typeof(IReadOnlyList<Clock>))]
public sealed partial class ClocksJson : JsonSerializerContext;
