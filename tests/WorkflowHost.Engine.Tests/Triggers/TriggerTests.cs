using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Http;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Engine.Waiting;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Triggers;

public sealed class TriggerTests
{
    [Fact]
    public void Triggers_EventMarkedAsStart_HasTheHashOfAWaitingEvent()
    {
        var trigger = Assert.Single(Program(Sequence(Start("wait", "Event", ("eventName", Literal("理赔到账"))))).Triggers);

        Assert.Equal(("wait", "Elsa.Event", Event.HashOf("理赔到账")), (trigger.ActivityId, trigger.Name, trigger.Hash));
        Assert.Null(trigger.Schedule);
    }

    [Fact]
    public void Hash_PayloadWithChineseText_EscapesItAsElsaDoes() =>
        Assert.Equal(
            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("Elsa.Event|{\"EventName\":\"\\u5230\"}"u8)),
            BookmarkHash.Of("Elsa.Event", new JsonObject { ["EventName"] = "到" }));

    [Fact]
    public void Triggers_TimerWithoutAnInterval_IsOneMinute() =>
        Assert.Equal(new TriggerSchedule.Interval(TimeSpan.FromMinutes(1)), Assert.Single(Program(Sequence(Start("tick", "Timer"))).Triggers).Schedule);

    /// <summary>In stock the activity that started the instance lets everybody through at once as long as the first burst lasts.</summary>
    [Fact]
    public void Trigger_ReachedAgainInALoop_Waits()
    {
        var program = Program(Flowchart("wait-line line-wait", Start("wait", "Event", ("eventName", Literal("paid"))), WriteLine("line", Literal("paid"))));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(TriggerActivityId: "wait"), Environment());

        Assert.Equal(["paid"], burst.Lines());
        Assert.Equal("wait", Assert.Single(burst.State.Bookmarks).ActivityId);
    }

    [Fact]
    public void Triggers_EventNotMarked_AreNone() =>
        Assert.Empty(Program(Sequence(Activity("wait", "Event", ("eventName", Literal("paid"))))).Triggers);

    [Fact]
    public void Triggers_ActivityThatIsNoTrigger_AreNone() =>
        Assert.Empty(Program(Sequence(Start("wait", "Delay", ("timeSpan", Literal("00:01:00"))))).Triggers);

    [Fact]
    public void Triggers_EndpointWithTwoMethods_AreTwoWithTheHashOfTheirRoute()
    {
        var triggers = Program(Sequence(Endpoint("in", "Orders/{Id}/", "[\"GET\",\"POST\"]"))).Triggers;

        Assert.Equal(["get", "post"], triggers.Select(each => each.Route!.Method));
        Assert.All(triggers, each => Assert.Equal(HttpRoute.HashOf("/orders/{id}", each.Route!.Method), each.Hash));
        Assert.Equal(
            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("Elsa.HttpEndpoint|{\"Path\":\"/orders\",\"Method\":\"get\"}"u8)),
            HttpRoute.HashOf("orders", "GET"));
    }

    [Fact]
    public void Triggers_InputFromScriptOverVariables_SeesInitialValues()
    {
        var program = Program(
            Sequence(Start("wait", "Event", ("eventName", Script("getPrefix() + '-paid'")))),
            Variable("Prefix", "String", "claim"));

        Assert.Equal("claim-paid", (string?)Assert.Single(program.Triggers).Payload["EventName"]);
    }

    [Fact]
    public void Compile_AStartThatIsNoTrigger_IsNotEvaluatedWithoutAnInstance()
    {
        var step = Workflow.WriteLine("first", Workflow.Script("noSuchFunction()"));
        step["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };

        var compilation = Workflow.Compile(Workflow.Definition(Workflow.Flowchart("", step)));

        Assert.Empty(compilation.Faults);
        Assert.Empty(compilation.Program!.Triggers);
    }

    [Theory]
    [InlineData("0 9 * * 1-5", "2026-03-16T09:00:00+00:00")]
    [InlineData("*/10 * * * * *", "2026-03-16T02:05:10+00:00")]
    public void Triggers_Cron_FireAtTheNextTimeOfTheExpression(string expression, string next)
    {
        var trigger = Assert.Single(Program(Sequence(Start("cron", "Cron", ("cronExpression", Literal(expression))))).Triggers);

        Assert.Equal(DateTimeOffset.Parse(next, null), trigger.Schedule!.NextAfter(Now));
    }

    [Fact]
    public void Triggers_Timer_FiresAfterEachInterval()
    {
        var schedule = Assert.Single(Program(Sequence(Start("timer", "Timer", ("interval", Literal("00:05:00"))))).Triggers).Schedule!;

        Assert.Equal(Now.AddMinutes(5), schedule.NextAfter(Now));
        Assert.Equal(Now.AddMinutes(10), schedule.NextAfter(Now.AddMinutes(5)));
    }

    [Fact]
    public void Triggers_StartAt_FiresOnceAndNeverInThePast()
    {
        var schedule = Assert.Single(Program(Sequence(Start("once", "StartAt", ("dateTime", Literal("2026-03-16T10:10:00+08:00"))))).Triggers).Schedule!;

        Assert.Equal(Now.AddMinutes(5), schedule.NextAfter(Now));
        Assert.Null(schedule.NextAfter(Now.AddMinutes(5)));
    }

    [Theory]
    [InlineData("Event", "eventName", "JavaScript", "nosuch.name")]
    [InlineData("Event", "eventName", "Literal", "")]
    [InlineData("Cron", "cronExpression", "Literal", "every day")]
    [InlineData("Timer", "interval", "Literal", "00:00:00")]
    [InlineData("StartAt", "dateTime", "Literal", "soon")]
    [InlineData("HttpEndpoint", "path", "Literal", "")]
    [InlineData("HttpEndpoint", "path", "JavaScript", "'a//b'")]
    public void Compile_TriggerWhoseInputIsNotKnown_IsAFaultAtTheActivity(string type, string input, string language, string value)
    {
        var compilation = Compile(Definition(Sequence(Start("start", type, (input, Input(language, value))))));

        Assert.Null(compilation.Program);
        var fault = Assert.Single(compilation.Faults);
        Assert.Equal((DefinitionFaultCodes.TriggerInvalid, "$.root.activities[0]", "start"), (fault.Code, fault.Path, fault.ActivityId));
    }

    [Fact]
    public void Compile_TwoEndpointsOnOneRoute_IsAFault()
    {
        var compilation = Compile(Definition(Flowchart("", Endpoint("one", "/orders", "[\"POST\"]"), Endpoint("two", "Orders/", "[\"post\"]"))));

        Assert.Equal("two", Assert.Single(compilation.Faults).ActivityId);
    }

    [Theory]
    [InlineData("one", "1")]
    [InlineData("two", "2")]
    public void Start_FlowchartWithTwoTriggers_BeginsAtTheOneThatWasHit(string trigger, string line)
    {
        var program = Program(Flowchart(
            "one-a two-b",
            Start("one", "Event", ("eventName", Literal("first"))),
            Start("two", "Event", ("eventName", Literal("second"))),
            WriteLine("a", Script("'1' + getLastResult().amount")),
            WriteLine("b", Script("'2' + getLastResult().amount"))));

        var burst = WorkflowEngine.Run(
            program, null, new StartWorkflow(TriggerActivityId: trigger) { TriggerInput = new JsonObject { ["amount"] = 7 } }, Environment());

        Assert.Equal([line + "7"], burst.Lines());
        Assert.Equal(WorkflowSubStatus.Finished, burst.State.SubStatus);
    }

    [Theory]
    [InlineData(null, ActivationStrategy.Always)]
    [InlineData("Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core", ActivationStrategy.Always)]
    [InlineData("Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime, Version=3.7.1.0, Culture=neutral", ActivationStrategy.Singleton)]
    [InlineData("Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy", ActivationStrategy.CorrelatedSingleton)]
    [InlineData("CorrelationStrategy", ActivationStrategy.Correlation)]
    public void ActivationStrategy_ElsasTypeName_IsRead(string? typeName, ActivationStrategy expected)
    {
        var definition = Definition(Sequence());
        definition["options"] = new JsonObject { ["activationStrategyType"] = typeName };

        Assert.Equal(expected, Compile(definition).Program!.ActivationStrategy);
        Assert.True(ActivationStrategies.TryParse(expected.TypeName(), out var again));
        Assert.Equal(expected, again);
    }

    [Fact]
    public void ActivationStrategy_Unknown_IsAFaultWithItsPath()
    {
        var definition = Definition(Sequence());
        definition["options"] = new JsonObject { ["activationStrategyType"] = "Acme.OnlyOnMondays" };

        Assert.Equal("$.options.activationStrategyType", Assert.Single(Compile(definition).Faults).Path);
    }

    private static JsonObject Start(string id, string type, params (string Name, JsonNode? Value)[] properties)
    {
        var json = Activity(id, type, properties);
        json["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return json;
    }

    private static JsonObject Endpoint(string id, string path, string methods) =>
        Start(id, "HttpEndpoint", ("path", Literal(path)), ("supportedMethods", Input("Object", methods)));
}
