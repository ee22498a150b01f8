namespace WorkflowHost.Engine.Values;

/// <summary>The types variables and inputs may have, named as Elsa names them.</summary>
internal enum ValueKind
{
    Object,
    String,
    Boolean,
    Int32,
    Int64,
    Double,
    Decimal,
    DateTime,
    DateTimeOffset,
    TimeSpan,
    Guid,

    /// <summary>A JSON object.</summary>
    ObjectDictionary,

    /// <summary>Any JSON value; text that holds JSON is parsed. No Elsa name, used by inputs of <c>JsonNode</c>.</summary>
    Json,

    /// <summary>A JSON array; text that holds one is parsed. No Elsa name, used by inputs of <c>JsonArray</c>.</summary>
    Array,
}
