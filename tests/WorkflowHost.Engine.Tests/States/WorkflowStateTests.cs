using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.States;

public sealed class WorkflowStateTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "States");

    private static readonly WorkflowProgram Program = Workflow.Program(
        Workflow.Flowchart(
            "begin-fork fork-each fork-count count-wait each-join wait-join join-begin",
            Workflow.Activity("begin", "Start"),
            Workflow.WriteLine("fork", Workflow.Literal("fork")),
            Workflow.Activity("each", "ForEach", ("items", Workflow.Script("['甲', { n: 1.5 }]")), ("body", Workflow.Activity("inner", "Event", ("eventName", Workflow.Script("'item' + getCurrentIndex()"))))),
            Workflow.Activity("count", "RunJavaScript", ("script", Workflow.Literal("setCount(getCount() + 1); variables.made = { up: true }"))),
            Workflow.Activity("wait", "Delay", ("timeSpan", Workflow.Literal("1.00:00:00"))),
            Workflow.Activity("join", "FlowJoin", ("mode", Workflow.Literal("WaitAll")))),
        Workflow.Variable("Count", "Int32", "0"),
        Workflow.Variable("When", "DateTimeOffset", "2026-01-02T03:04:05+08:00"),
        Workflow.Variable("Customer", "ObjectDictionary", """{"name":"王小明","vip":true}"""));

    [Fact]
    public void ToUtf8Json_WaitingInstance_EqualsTheGoldenFile()
    {
        var burst = WorkflowEngine.Run(Program, null, new StartWorkflow(new JsonObject { ["Kind"] = "phone" }, "C-2026-0001"), Workflow.Environment());

        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "format1.json")))!.ToJsonString();
        Assert.Equal(expected, JsonNode.Parse(burst.State.ToUtf8Json())!.ToJsonString());
    }

    [Fact]
    public void Read_GoldenFileOfFormat1_GoesOnWhereItWaited()
    {
        var state = WorkflowState.Read(File.ReadAllBytes(Path.Combine(Folder, "format1.json")), Program);

        var burst = WorkflowEngine.Run(Program, state, new ResumeEvent("item0"), Workflow.Environment(100));

        Assert.True(burst.Matched);
        Assert.Equal(["Elsa.Delay", "Elsa.Event"], burst.State.Bookmarks.Select(each => each.Name).Order());
        Assert.Equal("王小明", burst.State.Variables["Customer"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void ToUtf8Json_ReadAndWrittenAgain_IsTheSame()
    {
        var bytes = Workflow.Start(Program).State.ToUtf8Json();

        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(WorkflowState.Read(bytes, Program).ToUtf8Json()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"format\":99}")]
    [InlineData("{\"format\":1,\"id\":\"1\"}")]
    [InlineData("{\"format\":1,\"id\":\"1\",\"definition\":\"d\",\"version\":\"v\",\"status\":\"asleep\"}")]
    [InlineData("{\"format\":1,\"id\":\"1\",\"definition\":\"d\",\"version\":\"v\",\"status\":\"suspended\",\"live\":[{\"id\":\"1\",\"at\":\"nowhere\"}]}")]
    [InlineData("nonsense")]
    public void Read_WhatIsNoState_SaysSo(string json) =>
        Assert.Throws<InvalidDataException>(() => WorkflowState.Read(Encoding.UTF8.GetBytes(json), Program));

    [Fact]
    public void ToUtf8Json_LongFlowchartThatWaits_StaysBelowOneAndAHalfKilobytes()
    {
        var nodes = Enumerable.Range(0, 40).Select(i => Workflow.WriteLine("step" + i, Workflow.Literal("x"))).Append(Workflow.Activity("wait", "Event", ("eventName", Workflow.Literal("go"))));
        var connections = string.Join(' ', Enumerable.Range(0, 39).Select(i => $"step{i}-step{i + 1}")) + " step39-wait";

        var state = Workflow.Start(Workflow.Program(Workflow.Flowchart(connections, [.. nodes]))).State;

        Assert.InRange(state.ToUtf8Json().Length, 300, 1500);
    }
}
