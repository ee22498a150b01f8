using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Triggers;

/// <summary>The path of an HTTP endpoint, <c>/orders/{id}</c>. One without parameters is found by its hash alone.</summary>
internal static class HttpRouteText
{
    /// <summary>The path when it has parameters; null for any other, and for what is no HTTP endpoint.</summary>
    public static string? PatternOf(string stimulus, JsonObject? payload) =>
        stimulus == OutsideWait.HttpEndpoint && payload?.Text("Path") is { } path && path.Contains('{', StringComparison.Ordinal) ? path : null;
}
