using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.StateMachines;

public sealed class StateMachineTests
{
    [Fact]
    public void Run_TransitionThatIsTaken_RunsActionExitAndEntryAndCancelsTheOtherTriggers()
    {
        var program = Machine();
        var begun = Start(program);
        Assert.Equal((2, "new in"), (begun.State.Bookmarks.Count, string.Join(' ', begun.Lines())));

        var paid = WorkflowEngine.Run(program, WorkflowState.Read(begun.State.ToUtf8Json(), program), new ResumeEvent("pay"), Environment(100));

        Assert.Equal(["paying", "new out", "paid in"], paid.Lines());
        Assert.Equal(["close"], paid.State.Bookmarks.Select(each => each.ActivityId));
        var closed = paid.Then(program, new ResumeEvent("close"));
        Assert.Equal((WorkflowSubStatus.Finished, "z"), (closed.State.SubStatus, string.Join(' ', closed.Lines())));
    }

    [Fact]
    public void Run_ConditionThatDoesNotHold_WaitsAgainAndLeavesTheOthersWaiting()
    {
        var program = Machine("getVariable('n') > 0");
        var begun = Start(program);

        var refused = begun.Then(program, new ResumeEvent("pay"));

        Assert.Empty(refused.Lines());
        Assert.Equal(["cancel", "pay"], refused.State.Bookmarks.Select(each => each.ActivityId).Order());
        var cancelled = refused.Then(program, new ResumeEvent("cancel"));
        Assert.Equal((WorkflowSubStatus.Finished, "new out z"), (cancelled.State.SubStatus, string.Join(' ', cancelled.Lines())));
        Assert.Empty(cancelled.State.Bookmarks);
    }

    [Fact]
    public void Run_TriggersThatCompleteAtOnce_TakeTheFirst()
    {
        var machine = Activity("m", "StateMachine", ("initialState", "a"), ("states", States("a", "b", "c")), ("transitions", new JsonArray(
            Transition("a", "b", WriteLine("t1", Literal("first"))),
            Transition("a", "c", WriteLine("t2", Literal("second"))))));

        Assert.Equal(["first"], Start(Program(machine)).Lines());
    }

    [Fact]
    public void Run_ConditionThatFails_IsAskedAgainByARetryWithoutTheTrigger()
    {
        var failing = Machine("if (true) throw new Error('broken'); true");
        var faulted = Start(failing).Then(failing, new ResumeEvent("pay"));
        var incident = Assert.Single(faulted.State.Incidents);
        Assert.Equal("pay", incident.ActivityId);

        var done = faulted.Then(Machine("true"), new RetryActivity(incident.ActivityInstanceId));

        Assert.Equal(["paying", "new out", "paid in"], done.Lines());
    }

    [Fact]
    public void Compile_WhatIsNeverEnteredOrTaken_IsWarnedOf()
    {
        var machine = Activity("m", "StateMachine", ("initialState", "x"), ("states", States("a", "a")), ("transitions", new JsonArray(Transition("a", "gone", null))));

        var compilation = Compile(Definition(machine));

        Assert.Equal(3, compilation.Warnings.Count(each => each.Code == DefinitionFaultCodes.StateInvalid));
        Assert.Equal(WorkflowSubStatus.Finished, Start(compilation.Program!).State.SubStatus);
    }

    private static WorkflowProgram Machine(string condition = "true")
    {
        var states = new JsonArray(
            new JsonObject { ["name"] = "New", ["entry"] = WriteLine("in1", Literal("new in")), ["exit"] = WriteLine("out1", Literal("new out")) },
            new JsonObject { ["name"] = "Paid", ["entry"] = WriteLine("in2", Literal("paid in")) },
            new JsonObject { ["name"] = "Closed" });
        var pay = Transition("New", "Paid", Wait("pay"));
        pay["condition"] = Script(condition);
        pay["action"] = WriteLine("act", Literal("paying"));
        var machine = Activity("m", "StateMachine", ("initialState", "New"), ("states", states), ("transitions", new JsonArray(
            pay, Transition("New", "Closed", Wait("cancel")), Transition("Paid", "Closed", Wait("close")))));
        return Program(Sequence(machine, WriteLine("end", Literal("z"))), Variable("n", "Int32", "0"));
    }

    private static JsonObject Wait(string id) => Activity(id, "Event", ("eventName", Literal(id)));

    private static JsonObject Transition(string from, string to, JsonObject? trigger) => new() { ["from"] = from, ["to"] = to, ["trigger"] = trigger };

    private static JsonArray States(params string[] names) => [.. names.Select(name => new JsonObject { ["name"] = name })];
}
