using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Sop.Cases;

/// <summary>A stage of an SOP as screens show it: the seven steps of a complaint, for instance.</summary>
public sealed record SopStage(string Code, string Zh, string En);

/// <summary>A form that is filled several times side by side: where each filling is kept, and what screens call it.</summary>
/// <param name="Field">The field of the case that holds the values together.</param>
/// <param name="Group">Fillings of one group are made independently: none is shown while a task of the group is open. Null: shown at once.</param>
public sealed record SopScope(string Field, string FormId, string Zh, string En, string? Group = null);

/// <summary>
/// What makes a workflow definition an SOP: how its cases are numbered, opened and staged. Read from the definition's
/// <c>customProperties.sop</c>, which Elsa's format keeps, so that the process owner's file says it all.
/// </summary>
/// <param name="NumberPrefix">Start of the case numbers, e.g. <c>TS</c> (投诉); 1 to 8 letters.</param>
/// <param name="OpenForm">The form a new case is opened with.</param>
/// <param name="OpenRoles">Who may open a case.</param>
/// <param name="CalendarId">The working calendar its clocks count by.</param>
/// <param name="Facts">What notices may name beyond the case's fields, e.g. <c>companyName</c>.</param>
/// <param name="DueFacts">Facts that are due times: fact name to clock policy, e.g. <c>statutoryDueAt</c> to <c>complaint-statutory</c>.</param>
public sealed record SopProfile(
    string NameZh,
    string NameEn,
    string NumberPrefix,
    string OpenForm,
    ImmutableArray<string> OpenRoles,
    string CalendarId,
    ImmutableArray<SopStage> Stages,
    ImmutableDictionary<string, string> Facts,
    ImmutableDictionary<string, string> DueFacts)
{
    private static readonly ConditionalWeakTable<WorkflowDefinition, StrongBox<SopProfile?>> Known = [];

    /// <summary>Fillings of one form by several people, shown each for itself.</summary>
    public ImmutableArray<SopScope> Scopes { get; init; } = [];

    /// <summary>Case facts (of the pack) that the case page shows beside the forms' fields, e.g. <c>ltcGradeName</c>.</summary>
    public ImmutableArray<string> ShownFacts { get; init; } = [];

    /// <summary>What to mind when a case is opened, shown beside the opening form.</summary>
    public ImmutableArray<LocalizedText> OpenTips { get; init; } = [];

    /// <summary>Fields that linked cases are told when this one is closed or over, e.g. the result of a mediation.</summary>
    public ImmutableArray<string> Reports { get; init; } = [];

    /// <summary>Who may read its cases.</summary>
    public SopReaders Readers { get; init; } = SopReaders.Everybody;

    /// <summary>The profile, or null when the definition is a plain workflow and not an SOP. Read once for each definition, as every command asks for it.</summary>
    public static SopProfile? Of(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Known.GetValue(definition, static definition => new(Read(definition))).Value;
    }

    private static SopProfile? Read(WorkflowDefinition definition)
    {
        if (definition.Document["customProperties"] is not JsonObject custom || custom["sop"] is not JsonObject sop)
        {
            return null;
        }

        var name = definition.Name ?? definition.DefinitionId;
        return new(
            Text(sop, "nameZh") ?? name,
            Text(sop, "nameEn") ?? name,
            Text(sop, "numberPrefix") ?? "CASE",
            Text(sop, "openForm") ?? string.Empty,
            [.. Texts(sop["openRoles"])],
            Text(sop, "calendar") ?? "cn",
            [.. (sop["stages"] as JsonArray ?? []).OfType<JsonObject>().Select(s => new SopStage(Text(s, "code") ?? string.Empty, Text(s, "zh") ?? string.Empty, Text(s, "en") ?? string.Empty))],
            Map(sop["facts"]),
            Map(sop["dueFacts"]))
        {
            Scopes = [.. (sop["scopes"] as JsonArray ?? []).OfType<JsonObject>().Select(s => new SopScope(Text(s, "field") ?? string.Empty, Text(s, "form") ?? string.Empty, Text(s, "zh") ?? string.Empty, Text(s, "en") ?? string.Empty, Text(s, "group")))],
            ShownFacts = [.. Texts(sop["shownFacts"])],
            OpenTips = [.. (sop["openTips"] as JsonArray ?? []).OfType<JsonObject>().Select(t => new LocalizedText(Text(t, "zh") ?? string.Empty, Text(t, "en") ?? string.Empty))],
            Reports = [.. Texts(sop["reports"])],
            Readers = new(
                [.. Texts(sop["readRoles"])], sop["readPersons"] is null ? SopReaders.UsualPersons : [.. Texts(sop["readPersons"])], [.. Texts(sop["barredPersons"])]),
        };
    }

    /// <summary>What stands in for the profile of a workflow that is no SOP: no form, no stages, the calendar of the pack.</summary>
    public static SopProfile Plain(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var name = definition.Name ?? definition.DefinitionId;
        return new(name, name, "WF", string.Empty, [], "cn", [], ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty);
    }

    private static ImmutableDictionary<string, string> Map(JsonNode? node) =>
        (node as JsonObject ?? []).ToImmutableDictionary(p => p.Key, p => p.Value?.ToString() ?? string.Empty, StringComparer.Ordinal);


    private static string? Text(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node is JsonArray array ? array.OfType<JsonValue>().Select(v => v.TryGetValue<string>(out var text) ? text : string.Empty) : [];
}
