using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Http;

/// <summary>Reads status codes as designers write them: numbers or texts.</summary>
internal static class ExpectedStatusCodes
{
    public static bool TryRead(JsonNode? json, out int code)
    {
        code = ValueConverter.Convert(json is JsonValue ? json : null, new DeclaredType(ValueKind.Int32)) is int number ? number : 0;
        return code is >= 100 and <= 599;
    }
}
