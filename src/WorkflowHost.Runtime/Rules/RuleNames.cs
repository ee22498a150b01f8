using System.Text.Json.Nodes;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Rules;

/// <summary>Reads what a list shows of a rule, from drafts too that no reader would take.</summary>
internal static class RuleNames
{
    public static LocalizedText NameOf(RuleKey key, RuleContent? content)
    {
        var root = content?.ToObject();
        return root?["name"] as JsonObject is { } name ? Of(name, key.Id)
            : root?["title"] as JsonObject is { } title ? Of(title, key.Id)
            : key.Kind == RuleKind.Calendar && root?["year"] is { } year ? new LocalizedText($"{year} 年工作日历（{root["id"]}）", $"Calendar {year} ({root["id"]})")
            : key.Id;
    }

    public static Provenance ProvenanceOf(RuleContent? content)
    {
        var root = content?.ToObject();
        return new(root?["source"]?.ToString() ?? string.Empty, root?["evidence"]?.ToString() switch
        {
            "V" => Evidence.Verified,
            "V2" => Evidence.Secondary,
            "M" => Evidence.Memory,
            _ => Evidence.ProductDefault,
        });
    }

    private static LocalizedText Of(JsonObject text, string id) => new(text["zh"]?.ToString() ?? id, text["en"]?.ToString() ?? id);
}
