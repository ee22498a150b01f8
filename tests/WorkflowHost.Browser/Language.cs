using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Journeys;

namespace WorkflowHost.Browser;

/// <summary>The words a person reads in one language: the workbench's own, and those of the SOP pack's forms.</summary>
internal sealed class Language(string culture)
{
    private readonly JsonObject _texts = (JsonObject)JsonNode.Parse(File.ReadAllText(
        Path.Combine(Checkout.Root, "src", "WorkflowHost", "Workbench", "Language", culture + ".json")))!;

    public string Culture { get; } = culture;

    /// <summary>A text of the workbench.</summary>
    public string this[string key] => (string?)_texts[key] ?? throw new KeyNotFoundException($"{Culture}.json has no '{key}'.");

    /// <summary>Picks this language from a text of the pack.</summary>
    public string Of(JsonNode text) => (string)text[Culture == "en" ? "en" : "zh"]!;

    public static JsonNode Form(string id) => JsonNode.Parse(
        File.ReadAllText(Path.Combine(Checkout.Workflows, "forms", id + ".json")),
        documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;

    public string TitleOf(string form) => Of(Form(form)["title"]!);

    /// <summary>A step of the complaint as its task is headed: as the process owner drew it; in English by the title of its form.</summary>
    public string StepOf(string form) => Culture == "en" ? TitleOf(form) : (string)Drawn(form)["name"]!;

    /// <summary>What the button of an outcome says.</summary>
    public string OutcomeOf(string form, string outcome) =>
        Of(((JsonArray)Form(form)["outcomes"]!).Single(one => (string?)one!["value"] == outcome)!["label"]!);

    /// <summary>The first step with the form: a later one with the same form is a second round.</summary>
    private static JsonNode Drawn(string form) =>
        ((JsonArray)JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Workflows, "complaint.json")))!["root"]!["activities"]!)
            .First(step => (string?)step!["type"] == "Sop.HumanTask" && (string?)step["form"]!["expression"]!["value"] == form)!;
}
