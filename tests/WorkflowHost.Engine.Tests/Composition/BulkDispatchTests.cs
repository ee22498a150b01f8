using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Composition;

public sealed class BulkDispatchTests
{
    [Fact]
    public void BulkDispatch_WithoutWaiting_StartsOneWorkflowPerItemAndGoesOn()
    {
        var burst = Start(Bulk("['a', {Policy:'P1'}]", ("waitForCompletion", Literal("False")), ("input", Input("Object", """{"Branch":"N"}""")), ("correlationIdFunction", Script("'c-' + variables.Item"))));

        Assert.Equal(
            [("a", null, "N"), (null, "P1", "N")],
            burst.Effects.OfType<WorkflowDispatched>().Select(each => ((string?)each.Input["Item"], (string?)each.Input["Policy"], (string?)each.Input["Branch"])));
        Assert.Equal("c-a", burst.Effects.OfType<WorkflowDispatched>().First().CorrelationId);
        Assert.Equal(["done"], burst.Lines());
    }

    [Fact]
    public void BulkDispatch_Waiting_RunsAnActivityPerEndAndCompletesWithTheLast()
    {
        var program = Bulk(
            "[1, 2, 3]",
            ("childCompleted", WriteLine("good", Script("'good ' + variables.ChildInstanceId"))),
            ("childFaulted", WriteLine("bad", Literal("bad"))));
        var first = Start(program);
        var ids = first.Effects.OfType<WorkflowDispatched>().Select(each => each.InstanceId).ToArray();
        var bookmark = Assert.Single(first.State.Bookmarks);
        Assert.Equal(3, ids.Distinct().Count());

        var second = first.Then(program, Ended(bookmark, ids[1], WorkflowSubStatus.Finished));
        Assert.Equal(["good " + ids[1]], second.Lines());
        Assert.Equal(bookmark.Id, Assert.Single(second.State.Bookmarks).Id);

        var again = Reloaded(second, program).Then(program, Ended(bookmark, ids[1], WorkflowSubStatus.Finished));
        Assert.Empty(again.Lines());

        var third = again.Then(program, Ended(bookmark, ids[0], WorkflowSubStatus.Faulted));
        Assert.Equal(["bad"], third.Lines());

        var last = third.Then(program, Ended(bookmark, ids[2], WorkflowSubStatus.Cancelled));
        Assert.Equal(["done"], last.Lines());
        Assert.Empty(last.State.Bookmarks);
        Assert.Equal(WorkflowSubStatus.Finished, last.State.SubStatus);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("'[1,2]'")]
    [InlineData("null")]
    public void BulkDispatch_NoItems_CompletesAtOnce(string items)
    {
        var burst = Start(Bulk(items));

        Assert.Empty(burst.Effects.OfType<WorkflowDispatched>());
        Assert.Equal(["done"], burst.Lines());
    }

    [Fact]
    public void BulkDispatch_WithACorrelationIdThatCannotBeHad_StartsNothingAndWaitsForNothing()
    {
        var burst = Start(Bulk("['a','b']", ("correlationIdFunction", Script("noSuchFunction()"))));

        Assert.Empty(burst.Effects.OfType<WorkflowDispatched>());
        Assert.Empty(burst.State.Bookmarks);
        Assert.Equal("bulk", Assert.Single(burst.State.Incidents).ActivityId);
    }

    [Fact]
    public void BulkDispatch_StillWaitingAfterAnEnd_IsNotedAsWaiting()
    {
        var program = Bulk("[1, 2]");
        var first = Start(program);

        var second = first.Then(program, Ended(first.State.Bookmarks[0], first.Effects.OfType<WorkflowDispatched>().First().InstanceId, WorkflowSubStatus.Finished));

        Assert.Equal([JournalEvent.Resumed, JournalEvent.Suspended], second.Journal.Select(each => each.Event));
    }

    [Theory]
    [InlineData("ExecuteWorkflow")]
    [InlineData("DispatchWorkflow")]
    public void Child_Started_LearnsItsParent(string type)
    {
        var program = Program(Sequence(Activity("start", type, ("workflowDefinitionId", Literal("child")), ("input", Script("({X:1})")))));
        var child = Program(Sequence(WriteLine("line", Script("getInput('X') + ' ' + getInput('ParentInstanceId')"))));
        var burst = WorkflowEngine.Run(program, null, new StartWorkflow { InstanceId = "parent" }, Environment() with { Programs = _ => child });

        var lines = type == "ExecuteWorkflow"
            ? burst.Effects.OfType<WorkflowExecuted>().Single().Burst.Lines()
            : WorkflowEngine.Run(child, null, new StartWorkflow(burst.Effects.OfType<WorkflowDispatched>().Single().Input), Environment()).Lines();
        Assert.Equal(["1 parent"], lines);
    }

    private static ResumeBookmark Ended(Bookmark bookmark, string childId, WorkflowSubStatus status) =>
        new(bookmark.Id, new ChildEnd(childId, status, new JsonObject { ["X"] = 1 }).ToJson());

    private static Burst Reloaded(Burst burst, WorkflowProgram program) =>
        burst with { State = WorkflowState.Read(burst.State.ToUtf8Json(), program) };

    private static WorkflowProgram Bulk(string items, params (string Name, JsonNode? Value)[] more) => Program(Sequence(
        Activity("bulk", "BulkDispatchWorkflows", [("workflowDefinitionId", Literal("child")), ("items", Script(items)), .. more]),
        WriteLine("line", Literal("done"))));
}
