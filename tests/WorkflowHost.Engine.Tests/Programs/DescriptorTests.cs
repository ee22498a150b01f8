using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Tests.Bursts;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Tests.Programs;

public sealed class DescriptorTests
{
    // The editors Elsa Studio has; another one has no fallback there.
    private static readonly string[] Editors =
    [
        "singleline", "multiline", "checkbox", "dropdown", "radiolist", "checklist", "multitext", "dictionary", "json-editor", "code-editor", "expression-editor",
        "dynamic-outcomes", "flow-switch-editor", "switch-editor", "variable-picker", "input-picker", "output-picker", "outcome-picker", "type-picker",
        "workflow-definition-picker", "datetime-picker", "http-status-codes",
    ];

    // Elsa Studio stores inputs under camelCase names; these belong to the activity itself.
    private static readonly string[] Reserved = ["id", "nodeId", "type", "version", "name", "metadata", "customProperties", "activities", "connections"];

    public static TheoryData<string> Types => [.. ActivityCatalog.Standard().Descriptors.Select(each => each.TypeName)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Descriptor_OfEachActivity_IsWhatStudioCanShow(string type)
    {
        var descriptor = ActivityCatalog.Standard().Find(type)!.Descriptor;

        Assert.All(descriptor.Inputs, each => Assert.Contains(each.UiHint, Editors));
        Assert.All(descriptor.Inputs, each => Assert.DoesNotContain(char.ToLowerInvariant(each.Name[0]) + each.Name[1..], Reserved));
        Assert.All(descriptor.Inputs.Where(each => each.UiHint is "dropdown" or "checklist" or "radiolist"), each => Assert.NotEmpty(each.Choices));
        Assert.Distinct(descriptor.Inputs.Select(each => each.Name).Concat(descriptor.Outputs.Select(each => each.Name)).Concat(descriptor.Ports.Select(each => each.Name)));
        Assert.False(descriptor is { IsTerminal: true, Ports.Count: > 0 });
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Descriptor_OfEachActivity_SpeaksBothLanguages(string type)
    {
        var descriptor = ActivityCatalog.Standard().Find(type)!.Descriptor;

        BilingualText[] texts =
        [
            descriptor.DisplayName, descriptor.Description,
            .. descriptor.Inputs.SelectMany(each => new[] { each.DisplayName, each.Description }),
            .. descriptor.Outputs.SelectMany(each => new[] { each.DisplayName, each.Description }),
        ];
        Assert.All(texts, each => Assert.True(each.English.Length > 0 && each.In("en-US") == each.English));
        Assert.All(texts, each => Assert.Contains(each.In("zh-CN"), c => c is >= '\u4e00' and <= '\u9fff' || each.Chinese.StartsWith("MIME", StringComparison.Ordinal)));
    }

    // Studio shows a default but never writes it, so the engine has to use it by itself.
    [Theory]
    [MemberData(nameof(Types))]
    public void Default_OfAnInputThatTheDefinitionLeavesOut_IsUsed(string type)
    {
        var compilation = Workflow.Compile(Workflow.Definition(Workflow.Sequence(new JsonObject { ["id"] = "a", ["type"] = type })));
        var node = compilation.Program!.FindNode("a")!;

        foreach (var input in ActivityCatalog.Standard().Find(type)!.Descriptor.Inputs.Where(each => each is { IsWrapped: true, DefaultValue: not null }))
        {
            if (node.Inputs.FirstOrDefault(each => each.Name == input.Name) is { } bound)
            {
                Assert.Equal(Text(input.DefaultValue), Text(bound.Evaluate(null!)));
            }
            else
            {
                Assert.Equal(("Elsa.SendHttpRequest", "DisableAuthorizationHeaderValidation"), (type.Replace("Flow", "", StringComparison.Ordinal), input.Name));
            }
        }
    }

    [Fact]
    public void Compile_NotFoundPlaceholder_RunsTheActivityBehindIt()
    {
        var original = Workflow.WriteLine("was", Workflow.Literal("here"));
        var placeholder = WorkflowHost.Engine.Definitions.NotFoundPlaceholder.Of(original);
        placeholder["id"] = "now";

        var burst = Workflow.Start(Workflow.Program(Workflow.Sequence(placeholder)));

        Assert.Equal(["here"], burst.Lines());
        Assert.Contains(burst.Journal, each => each.ActivityId == "now" && each.ActivityType == "Elsa.WriteLine");
    }

    [Fact]
    public void FlowFork_Branches_AreAllFollowed()
    {
        var program = Workflow.Program(Workflow.Flowchart(
            "fork.A-a fork.B-b fork.C-c",
            Workflow.Activity("fork", "FlowFork", ("branches", Workflow.Input("Object", "[\"A\",\"C\"]"))),
            Workflow.WriteLine("a", Workflow.Literal("a")),
            Workflow.WriteLine("b", Workflow.Literal("b")),
            Workflow.WriteLine("c", Workflow.Literal("c"))));

        Assert.Equal(["a", "c"], Workflow.Start(program).Lines());
    }

    [Fact]
    public void FlowNode_Body_RunsBeforeWhatFollows()
    {
        var program = Workflow.Program(Workflow.Flowchart(
            "node-after",
            Workflow.Activity("node", "FlowNode", ("body", Workflow.WriteLine("in", Workflow.Literal("in")))),
            Workflow.WriteLine("after", Workflow.Literal("after"))));

        Assert.Equal(["in", "after"], Workflow.Start(program).Lines());
    }

    // A missing value counts as the empty one of its type.
    private static string Text(object? value) => value switch
    {
        null or false or 0 => "",
        JsonArray array => array.ToJsonString(),
        string[] texts => System.Text.Json.JsonSerializer.Serialize(texts),
        _ => ValueText.Of(value)!,
    };
}
