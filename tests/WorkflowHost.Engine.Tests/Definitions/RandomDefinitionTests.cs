using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Definitions;

public sealed class RandomDefinitionTests
{
    private const int Runs = 400;

    [Fact]
    public void RoundTrip_AnyDefinition_KeepsItsMeaning() => ForAll(document =>
    {
        var exported = WorkflowDefinition.Read(WorkflowDefinition.Read(Bytes(document)).Definition!.ToUtf8Json()).Definition!.Document;

        Assert.Equal(CanonicalForm.Of(document).ToJsonString(), CanonicalForm.Of(exported).ToJsonString());
    });

    [Fact]
    public void Complete_AnyDefinition_AddsOnlyWhatWasUnderstood() => ForAll(document =>
    {
        var complete = new CompleteForm().Of(document);

        Assert.Equal(complete.ToJsonString(), new CompleteForm().Of(complete).ToJsonString());
        var canonical = CanonicalForm.Of(complete);
        Assert.Equal(CanonicalForm.Of(new CompleteForm().Of(Parsed(Bytes(document)))).ToJsonString(), canonical.ToJsonString());
        Assert.Equal(Codes(document), Codes(complete));
    });

    [Fact]
    public void Placeholders_InAnyDefinition_MeanWhatWasThere() => ForAll(document =>
    {
        var catalog = ActivityCatalog.Standard();
        var complete = new CompleteForm().Of(document);

        var shown = new CompleteForm(type => catalog.Find(type) is not null).Of(document);

        Assert.DoesNotContain("\"type\":\"Acme.Robot\",\"nodeId\"", shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(CanonicalForm.Of(complete).ToJsonString(), CanonicalForm.Of(new CompleteForm().Of(Restored(shown))).ToJsonString());
    });

    private static JsonObject Restored(JsonObject shown) => (JsonObject)JsonNode.Parse(CanonicalForm.Of(shown).ToJsonString())!;

    private static string Codes(JsonObject document) => string.Join(' ', Workflow.Compile(document).Faults.Select(each => each.Code).Order(StringComparer.Ordinal));

    private static JsonObject Parsed(byte[] json) => (JsonObject)JsonNode.Parse(json)!;

    private static byte[] Bytes(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString());

    private static void ForAll(Action<JsonObject> property)
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            try
            {
                property(new RandomDefinition(seed).Create());
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}: {error.Message}", error);
            }
        }
    }
}
