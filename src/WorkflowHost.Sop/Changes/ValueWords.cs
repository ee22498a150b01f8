using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Activities;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Changes;

/// <summary>The words of two versions: each value is named by the pack of its own.</summary>
internal sealed record VersionWords(ValueWords Before, ValueWords After);

/// <summary>Puts types, properties, ports and values of a definition into the words people use for them.</summary>
internal sealed class ValueWords(WorkflowDefinition definition, SopPack? pack)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SopProfile? _profile = SopProfile.Of(definition);

    public static LocalizedText None => Word("value.none", "-");

    /// <summary>The word the language files have for a code, else the given one.</summary>
    public static LocalizedText Word(string code, string otherwise) => SentenceTexts.Find(code) ?? otherwise;

    public static LocalizedText Type(string type) =>
        SentenceTexts.Find("type." + type) ?? Words(SopCatalog.Activities.Find(type)?.Descriptor.DisplayName) ?? type;

    public static LocalizedText Property(string type, string property) =>
        SentenceTexts.Find($"property.{type}.{property}")
        ?? SentenceTexts.Find("property." + property)
        ?? Words(SopCatalog.Activities.Find(type)?.Descriptor.Inputs.FirstOrDefault(input => string.Equals(input.Name, property, StringComparison.OrdinalIgnoreCase))?.DisplayName)
        ?? property;

    /// <summary>An outcome of a task by its form's label, one of another activity by its word.</summary>
    public LocalizedText Port(OutlineActivity step, string port)
    {
        if (step.Type == "Sop.HumanTask"
            && step.Input("form") is { Texts: [var formId] }
            && pack?.Forms.GetValueOrDefault(formId)?.Outcomes.FirstOrDefault(each => each.Value == port) is { } outcome)
        {
            return outcome.Label;
        }

        return SentenceTexts.Find("port." + port)
            ?? Words(SopCatalog.Activities.Find(step.Type)?.Descriptor.Ports.FirstOrDefault(each => each.Name == port)?.DisplayName)
            ?? port;
    }

    /// <summary>What an input says, by names where it names something of the pack; an expression as it is written.</summary>
    public LocalizedText Value(OutlineActivity step, string property)
    {
        if (step.Input(property) is not { } input)
        {
            return StepValues.BehaviourOf(step, property) is { } behaviour ? Named(step, property, behaviour.ToString()) : Raw(step.Json[property]);
        }

        if (!input.IsLiteral)
        {
            return input.Value?.ToString() is { Length: > 0 } source ? source : None;
        }

        return input.Json switch
        {
            JsonArray list => List([.. list.Select(each => Named(step, property, each?.ToString() ?? string.Empty))]),
            JsonValue value when value.TryGetValue(out bool flag) => Word(flag ? "value.yes" : "value.no", flag ? "true" : "false"),
            JsonValue value when value.ToString() is { Length: > 0 } text => Named(step, property, text),
            JsonObject json => json.ToJsonString(Plain),
            _ => None,
        };
    }

    public LocalizedText Form(string formId) => pack?.Forms.GetValueOrDefault(formId)?.Title ?? formId;

    public LocalizedText Roles(IEnumerable<string> roles) => List([.. roles.Select(role => pack?.Roles.GetValueOrDefault(role) ?? role)]);

    public static LocalizedText List(IReadOnlyList<LocalizedText> items) =>
        items.Count == 0 ? None : new(string.Join("、", items.Select(each => each.Zh)), string.Join(", ", items.Select(each => each.En)));

    private static LocalizedText? Words(BilingualText? text) => text is null ? null : new(text.Chinese, text.English);

    private LocalizedText Named(OutlineActivity step, string property, string text) => property switch
    {
        "role" or "roles" or "approverRole" => pack?.Roles.GetValueOrDefault(text) ?? text,
        "clock" or "clocks" or "group" or "beforeDueOf" or "pauses" or "window" => pack?.ClockPolicies.GetValueOrDefault(text)?.Name ?? text,
        "form" => Form(text),
        "table" => pack?.DecisionTables.GetValueOrDefault(text)?.Name ?? text,
        "notice" => pack?.Notices.GetValueOrDefault(text)?.Name ?? text,
        "ladder" => pack?.Ladders.GetValueOrDefault(text)?.Name ?? text,
        "plan" => pack?.RevisitPlans.GetValueOrDefault(text)?.Name ?? text,
        "policy" => pack?.RevisitPolicies.GetValueOrDefault(text)?.Name ?? text,
        "stage" => _profile?.Stages.FirstOrDefault(each => each.Code == text) is { } stage ? new LocalizedText(stage.Zh, stage.En) : text,
        "outcomes" => Port(step, text),
        "channel" => Word("channel." + text, text),
        "mergeMode" => Word("merge." + text, text),
        "rule" => step.Input("clock") is { Texts: [var clock] }
            && pack?.ClockPolicies.GetValueOrDefault(clock)?.Extensions.FirstOrDefault(each => each.Id == text) is { } rule ? rule.Name : text,
        _ => text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase)
            ? Word(text.Equals("true", StringComparison.OrdinalIgnoreCase) ? "value.yes" : "value.no", text)
            : text,
    };

    private static LocalizedText Raw(JsonNode? node) => node switch
    {
        null => None,
        JsonObject wrapper when wrapper["memoryReference"] is JsonObject reference => reference.Text("id") ?? string.Empty,
        JsonObject { Count: > 0 } or JsonArray => node.ToJsonString(Plain),
        JsonValue value => value.ToString(),
        _ => None,
    };
}
