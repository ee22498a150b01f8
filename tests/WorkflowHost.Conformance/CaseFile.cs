using System.Text.Json.Nodes;

namespace WorkflowHost.Conformance;

/// <summary>One recorded case: a definition, what was done to it, and what stock Elsa 3.7.1 did.</summary>
public sealed record CaseFile(string Name, string Folder, JsonObject Expected)
{
    public byte[] Definition => Rewrite(File.ReadAllBytes(Path.Combine(Folder, Name + ".json")));

    /// <summary>What happens to the definition before it is read.</summary>
    public Func<byte[], byte[]> Rewrite { get; init; } = static json => json;

    public JsonObject Stock => (JsonObject)Expected["stock"]!;

    public JsonObject? StockContinuing => Expected["stockIncidentContinue"] as JsonObject;

    public JsonObject? StockByTokens => Expected["stockTokenMode"] as JsonObject;

    public IEnumerable<byte[]> Also =>
        (Expected["also"] as JsonArray ?? []).Select(each => File.ReadAllBytes(ChildFile(each!.GetValue<string>())));

    public static CaseFile Load(string folder, string name) =>
        new(name, folder, (JsonObject)JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, name + ".expected.json")))!);

    private string ChildFile(string name)
    {
        string[] candidates = [Path.Combine(Folder, name), Path.Combine(Folder, "children", name), Path.Combine(Folder, "children", name + ".json")];
        return Array.Find(candidates, File.Exists) ?? throw new FileNotFoundException($"{Name} needs {name}.");
    }
}
