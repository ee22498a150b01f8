using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Definitions;

public sealed class DefinitionFormTests
{
    /// <summary>As Elsa Studio posts it: numbers and yes or no as texts, variables and JSON in texts, types left out, things nobody knows.</summary>
    private const string Posted = """
        {
          "id": "claim.v3", "definitionId": "claim", "name": "理赔", "version": 3, "links": null, "zeta": { "own": [1, 2.50, null] },
          "isLatest": true, "isPublished": false, "outcomes": null, "inputs": null,
          "options": { "activationStrategyType": null, "usableAsActivity": "True", "autoUpdateConsumingWorkflows": false, "activityCategory": "险种", "commitStrategyName": "x" },
          "variables": [
            { "id": "v1", "name": "amount", "typeName": "Decimal", "isArray": false, "value": "12.50", "storageDriverTypeName": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core" },
            { "name": "list", "value": 5 }
          ],
          "customProperties": { "stamp": "s" },
          "root": {
            "id": "flow", "type": "Elsa.Flowchart", "version": 1, "name": "Flowchart1", "metadata": null, "customProperties": null, "start": "one",
            "activities": [
              { "id": "one", "nodeId": "stale:one", "type": "Elsa.For", "version": 1,
                "start": { "typeName": null, "expression": { "type": "Literal", "value": "1" }, "memoryReference": null },
                "end": { "typeName": null, "expression": { "type": "Literal", "value": "3" } },
                "outerBoundInclusive": { "expression": { "type": "Literal", "value": "False" } },
                "body": { "id": "line", "type": "Elsa.WriteLine",
                  "text": { "typeName": "String", "expression": { "type": "Variable", "value": "{\"id\":\"v1\",\"name\":\"amount\"}" } } } },
              { "id": "two", "type": "Acme.Robot", "version": 7, "arm": { "left": true }, "metadata": { "designer": { "position": { "x": 1.5, "y": -2 } } } },
              { "id": "sw", "type": "Elsa.Switch", "cases": [ { "label": "a", "condition": { "type": "Literal", "value": true }, "activity": { "id": "in", "type": "Elsa.End" } } ] }
            ],
            "connections": [
              { "source": { "activity": "one" }, "target": { "activity": "two" }, "vertices": null, "label": "own" },
              { "source": "two", "target": "sw", "sourcePort": "Grip" },
              { "Source": { "Activity": "sw", "Port": "Done" }, "Target": { "Activity": "one", "Port": "In" }, "vertices": [ { "x": 1, "y": 2 } ] }
            ]
          }
        }
        """;

    [Fact]
    public void Complete_WhatStudioPosts_HasEverythingStudioNeeds()
    {
        var complete = new CompleteForm().Of(Document(Posted));

        Assert.All(["variables", "inputs", "outputs", "outcomes", "options", "customProperties"], each => Assert.NotNull(complete[each]));
        Assert.Equal("Workflow1:flow", (string?)complete["root"]!["nodeId"]);
        Assert.Equal("Workflow1:flow:one", (string?)complete["root"]!["activities"]![0]!["nodeId"]);
        Assert.Equal("Workflow1:flow:one:line", (string?)complete["root"]!["activities"]![0]!["body"]!["nodeId"]);
        Assert.Equal("Workflow1:flow:sw:in", (string?)complete["root"]!["activities"]![2]!["cases"]![0]!["activity"]!["nodeId"]);
        Assert.Equal(
            """[{"source":{"activity":"one","port":"Done"},"target":{"activity":"two","port":"In"},"vertices":[],"label":"own"},{"source":{"activity":"two","port":"Grip"},"target":{"activity":"sw","port":"In"},"vertices":[]},{"source":{"activity":"sw","port":"Done"},"target":{"activity":"one","port":"In"},"vertices":[{"x":1,"y":2}]}]""",
            complete["root"]!["connections"]!.ToJsonString());
        Assert.Equal("5", (string?)complete["variables"]![1]!["value"]);
        Assert.False(complete.ContainsKey("links"));
        Assert.Equal("""{"left":true}""", complete["root"]!["activities"]![1]!["arm"]!.ToJsonString());
        Assert.Equal("""{"own":[1,2.50,null]}""", complete["zeta"]!.ToJsonString());
    }

    [Fact]
    public void Complete_OfAComplete_ChangesNothing()
    {
        var once = new CompleteForm().Of(Document(Posted));

        Assert.Equal(once.ToJsonString(), new CompleteForm().Of(once).ToJsonString());
    }

    [Fact]
    public void Complete_TypeNobodyKnows_BecomesAPlaceholderThatMeansTheSame()
    {
        var catalog = ActivityCatalog.Standard();
        var document = Document(Posted);

        var complete = new CompleteForm(type => catalog.Find(type) is not null).Of(document);

        var placeholder = complete["root"]!["activities"]![1]!;
        Assert.Equal(("Elsa.NotFoundActivity", "Acme.Robot", 7), ((string?)placeholder["type"], (string?)placeholder["missingTypeName"], (int)placeholder["missingTypeVersion"]!));
        Assert.Equal("Workflow1:flow:two", (string?)placeholder["nodeId"]);
        Assert.True(CanonicalForm.AreEqual(new CompleteForm().Of(document), complete));
    }

    [Fact]
    public void Canonical_ExportOfAnImport_IsTheSame()
    {
        var definition = WorkflowDefinition.Read(Encoding.UTF8.GetBytes(Posted)).Definition!;
        var exported = WorkflowDefinition.Read(definition.ToUtf8Json()).Definition!;

        Assert.True(CanonicalForm.AreEqual(Document(Posted), exported.Document));
        Assert.False(CanonicalForm.AreEqual(Document(Posted), Document(Posted.Replace("\"Grip\"", "\"Grab\"", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("2.50", "2.5", true)]
    [InlineData("1e2", "100", true)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("null", "0", false)]
    public void Canonical_Values_AreEqualWhenTheyMeanTheSame(string left, string right, bool isEqual) =>
        Assert.Equal(isEqual, CanonicalForm.AreEqual(Document($$"""{"a":{{left}}}"""), Document($$"""{"a":{{right}}}""")));

    [Fact]
    public void ContentOf_AnotherVersionOfTheSameWorkflow_IsEqual()
    {
        var published = Document(Posted);
        published["id"] = "claim.v4";
        published["version"] = 4;
        published["isPublished"] = true;

        Assert.False(CanonicalForm.AreEqual(Document(Posted), published));
        Assert.True(JsonNode.DeepEquals(CanonicalForm.ContentOf(Document(Posted)), CanonicalForm.ContentOf(published)));
    }

    [Fact]
    public void Compile_WhatStudioPosts_RunsWithTheValuesItsTextsMean()
    {
        var document = Document(Posted);
        ((JsonArray)document["variables"]!).RemoveAt(1);
        var compilation = Workflow.Compile(document);

        Assert.True(compilation.Program is not null, string.Join('\n', compilation.Faults));
        Assert.Equal(["12.50", "12.50"], Workflow.Start(compilation.Program).Lines());
        Assert.True(compilation.Program.Definition.IsUsableAsActivity);
    }

    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(Path.Combine(Root(), "workflows"), "*.json").Concat(
        Directory.EnumerateFiles(Path.Combine(Root(), "tests", "WorkflowHost.Conformance", "cases"), "*.json").Where(each => !each.EndsWith(".expected.json", StringComparison.Ordinal)))
        .Select(each => Path.GetRelativePath(Root(), each))];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void RoundTrip_EveryDefinitionWeShip_KeepsItsMeaning(string file)
    {
        if (WorkflowDefinition.Read(File.ReadAllBytes(Path.Combine(Root(), file)), file).Definition is not { } definition)
        {
            Assert.DoesNotContain("cases", file, StringComparison.Ordinal);
            return;
        }

        var complete = new CompleteForm().Of(definition.Document);
        var again = WorkflowDefinition.Read(Encoding.UTF8.GetBytes(complete.ToJsonString())).Definition!;

        Assert.True(CanonicalForm.AreEqual(definition.Document, WorkflowDefinition.Read(definition.ToUtf8Json()).Definition!.Document));
        Assert.Equal(complete.ToJsonString(), new CompleteForm().Of(again.Document).ToJsonString());
        Assert.Equal(Workflow.Compile(definition.Document).Program?.Nodes.Count, Workflow.Compile(again.Document).Program?.Nodes.Count);
    }

    private static JsonObject Document(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "WorkflowHost.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}
