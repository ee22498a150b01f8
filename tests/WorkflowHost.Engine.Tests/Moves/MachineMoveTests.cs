using System.Text.Json.Nodes;
using WorkflowHost.Engine.Moves;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Moves.MovedInstances;

namespace WorkflowHost.Engine.Tests.Moves;

/// <summary>A machine knows its state by name; another version may call it otherwise.</summary>
public sealed class MachineMoveTests
{
    private readonly MovedInstances _instances = new();

    [Fact]
    public void Move_OfAStateThatIsNamedAnew_GoesOnInIt()
    {
        var (from, to) = (Machine(1, "Open", "Open-Paid:pay Open-Closed:cancel Paid-Closed:close"), Machine(2, "处理中", "处理中-Paid:pay 处理中-Closed:cancel Paid-Closed:close"));

        var moved = _instances.Moved(Workflow.Start(from).State, from, to);

        Assert.Equal(["cancel", "pay"], WaitsAt(moved));
        var paid = _instances.Resume(to, moved, "pay");
        Assert.Equal(["close"], WaitsAt(paid));
        Assert.Equal(WorkflowSubStatus.Finished, _instances.Resume(to, paid, "close").SubStatus);
    }

    [Fact]
    public void Move_WithANewWayOutOfTheState_BeginsToWaitForIt()
    {
        var (from, to) = (Machine(1, "Open", "Open-Closed:cancel"), Machine(2, "Open", "Open-Closed:cancel Open-Paid:pay Paid-Closed:close"));

        var moved = _instances.Moved(Workflow.Start(from).State, from, to);

        Assert.Equal(["cancel", "pay"], WaitsAt(moved));
        Assert.Equal(["close"], WaitsAt(_instances.Resume(to, moved, "pay")));
    }

    [Fact]
    public void Move_OfARemovedTrigger_OffersThoseOfTheSameStateOnly()
    {
        var (from, to) = (Machine(1, "Open", "Open-Closed:cancel Paid-Closed:close"), Machine(2, "Open", "Open-Paid:pay Paid-Closed:close"));
        var state = Workflow.Start(from).State;

        var stranded = Assert.Single(Move(state, from, to).Stranded);

        Assert.Equal((StrandedReason.Removed, "pay"), (stranded.Reason, string.Join(' ', stranded.Options.Select(each => each.ActivityId))));
        Assert.Equal(("cancel", StrandedReason.ChoiceUnknown), Obstacle(Move(state, from, to, new() { ["cancel"] = "close" })));
        Assert.Equal(["pay"], WaitsAt(_instances.Moved(state, from, to, new() { ["cancel"] = null })));
    }

    [Fact]
    public void Move_OfATriggerBothVersionsHave_GivenUp_DoesNotBeginItAnew()
    {
        var (from, to) = (Machine(1, "Open", "Open-Closed:cancel Open-Paid:pay"), Machine(2, "Open", "Open-Closed:cancel Open-Paid:pay"));

        Assert.Equal(["pay"], WaitsAt(_instances.Moved(Workflow.Start(from).State, from, to, new() { ["cancel"] = null })));
    }

    /// <summary>A machine that stays where it is would not hear of a trigger that is another state's now.</summary>
    [Fact]
    public void Move_OfATriggerThatIsAnotherStatesNow_IsRefused()
    {
        var (from, to) = (Machine(1, "Open", "Open-Closed:cancel Open-Paid:pay Paid-Closed:close"), Machine(2, "Open", "Open-Paid:pay Paid-Closed:cancel"));

        Assert.Equal(("cancel", StrandedReason.OtherState), Obstacle(Move(Workflow.Start(from).State, from, to)));
    }

    [Fact]
    public void Move_OfAStateThatIsGone_IsRefused()
    {
        var (from, to) = (Machine(1, "Open", "Open-Closed:cancel"), Machine(2, "New", "New-Closed:stop"));

        Assert.Equal(("m", StrandedReason.StateGone), Obstacle(Move(Workflow.Start(from).State, from, to)));
    }

    /// <summary>While the action of a transition runs, the machine knows only the name of the state it goes to.</summary>
    [Theory]
    [InlineData("Settled", true)]
    [InlineData(null, false)]
    public void Move_OfAMachineOnItsWay_GoesWhereTheTransitionLeadsNow(string? next, bool isMoved)
    {
        var from = Machine(1, "Open", "Open-Paid:pay:check Paid-Closed:close");
        var to = next is null ? Machine(2, "Open", "Open-Closed:pay Paid2-Closed:close") : Machine(2, "Open", $"Open-{next}:pay:check {next}-Closed:close");
        var state = _instances.Resume(from, Workflow.Start(from).State, "pay");
        Assert.Equal(["check"], WaitsAt(state));

        if (isMoved)
        {
            Assert.Equal(["close"], WaitsAt(_instances.Resume(to, _instances.Moved(state, from, to), "check")));
        }
        else
        {
            Assert.Equal(("m", StrandedReason.StateGone), Obstacle(Move(state, from, to)));
        }
    }

    /// <param name="version">The number of the version.</param>
    /// <param name="start">The state it begins in.</param>
    /// <param name="transitions">Written <c>from-to:trigger:action</c>; the action may be left out.</param>
    private static WorkflowProgram Machine(int version, string start, string transitions)
    {
        var written = transitions.Split(' ').Select(each => each.Split('-', ':')).ToList();
        var states = written.SelectMany(each => each.Take(2)).Distinct().Select(name => (JsonNode)new JsonObject { ["name"] = name });
        var ways = written.Select(each => (JsonNode)new JsonObject
        {
            ["from"] = each[0],
            ["to"] = each[1],
            ["trigger"] = Event(each[2]),
            ["action"] = each.Length > 3 ? Event(each[3]) : null,
        });
        return Program(version, Workflow.Sequence(Workflow.Activity(
            "m", "StateMachine", ("initialState", start), ("states", new JsonArray([.. states])), ("transitions", new JsonArray([.. ways])))));
    }
}
