using System.Text.Json.Serialization;

namespace WorkflowHost.Sop.Revisits;

/// <summary>Source-generated JSON of revisits: camelCase names, enumerations by name, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Revisit))]
[JsonSerializable(typeof(IReadOnlyList<Revisit>))]
public sealed partial class RevisitsJson : JsonSerializerContext;
