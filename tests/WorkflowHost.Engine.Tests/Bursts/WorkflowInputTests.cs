using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Bursts;

public sealed class WorkflowInputTests
{
    /// <summary>What the start gave is there in every burst; what a resume brings holds over it, for its burst only.</summary>
    [Fact]
    public void Input_OverWaits_IsThatOfTheStartUnderWhatTheResumeBrings()
    {
        var program = Program(Sequence(
            Activity("one", "Delay", ("timeSpan", Literal("00:01:00"))),
            WriteLine("first", Script("getInput('Policy') + ' ' + getInput('Extra') + ' ' + getInput('branch')")),
            Activity("two", "Delay", ("timeSpan", Literal("00:01:00"))),
            WriteLine("second", Script("getInput('Policy') + ' ' + getInput('Extra') + ' ' + getInput('branch')"))));
        var started = Start(program, new JsonObject { ["Policy"] = "P1", ["Branch"] = "north" });

        var resumed = started.Then(program, new ResumeBookmark(started.State.Bookmarks[0].Id, new JsonObject { ["Extra"] = "x", ["branch"] = "south" }));
        var last = resumed.Then(program, new ResumeBookmark(resumed.State.Bookmarks[0].Id));

        Assert.Equal(["P1 x south"], resumed.Lines());
        Assert.Equal(["P1 null north"], last.Lines());
    }

    [Fact]
    public void Input_AfterAnEvent_IsNotItsPayload()
    {
        var program = Program(Sequence(
            Activity("wait", "Event", ("eventName", Literal("paid"))),
            WriteLine("line", Script("getInput('Amount') + ' ' + getLastResult().Amount"))));
        var started = Start(program, new JsonObject { ["Amount"] = 1 });

        Assert.Equal(["1 2"], started.Then(program, new ResumeEvent("paid", new JsonObject { ["Amount"] = 2 })).Lines());
    }
}
