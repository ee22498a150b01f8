using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Moves;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Moves;

/// <summary>Short ways to write versions of a workflow, and to run an instance on and over from one to the other.</summary>
internal sealed class MovedInstances
{
    private readonly SequentialIdSource _ids = new(1000);
    private ulong _begun = 0xff00;

    public WorkflowState Resume(WorkflowProgram program, WorkflowState state, string activityId)
    {
        var bookmark = state.Bookmarks.First(each => each.ActivityId == activityId);
        var read = WorkflowState.Read(state.ToUtf8Json(), program);
        return WorkflowEngine.Run(program, read, new ResumeBookmark(bookmark.Id), new BurstEnvironment { Now = Workflow.Now, Ids = _ids }).State;
    }

    /// <summary>The instance on the other version, with all that is to run again or begin.</summary>
    public WorkflowState Moved(WorkflowState state, WorkflowProgram from, WorkflowProgram to, Dictionary<string, string?>? choices = null)
    {
        var move = StateMigration.Move(new StateMoveRequest { State = state, From = from, To = to, NewId = () => InstanceNumber.Text(++_begun), Choices = choices ?? [] });
        Assert.Empty(move.Stranded);
        return move.Moved.Where(each => each.IsRestarted).Aggregate(
            move.State!,
            (moved, each) => WorkflowEngine.Run(to, moved, new RetryActivity(each.ActivityInstanceId), new BurstEnvironment { Now = Workflow.Now, Ids = _ids }).State);
    }

    public static StateMove Move(WorkflowState state, WorkflowProgram from, WorkflowProgram to, Dictionary<string, string?>? choices = null) =>
        StateMigration.Move(new StateMoveRequest { State = state, From = from, To = to, NewId = () => "00000000000000ff", Choices = choices ?? [] });

    /// <summary>The one thing that stands in the way.</summary>
    public static (string ActivityId, StrandedReason Reason) Obstacle(StateMove move)
    {
        Assert.Null(move.State);
        var stranded = Assert.Single(move.Stranded);
        return (stranded.Node.ActivityId, stranded.Reason);
    }

    public static string[] WaitsAt(WorkflowState state) => [.. state.Bookmarks.Select(each => each.ActivityId).Order(StringComparer.Ordinal)];

    public static WorkflowProgram Version(int version, string connections, params string[] events) =>
        Program(version, Workflow.Flowchart(connections, [.. events.Select(Event)]));

    public static JsonObject Event(string id) => Workflow.Activity(id, "Event", ("eventName", Workflow.Literal(id)));

    public static WorkflowProgram Program(int version, JsonObject root, params JsonObject[] variables) =>
        Compiled(version, Workflow.Definition((JsonObject)root.DeepClone(), [.. variables.Select(each => (JsonObject)each.DeepClone())]));

    public static WorkflowProgram Compiled(int version, JsonObject definition)
    {
        definition["id"] = $"test.v{version}";
        definition["version"] = version;
        var compilation = Workflow.Compile(definition);
        return compilation.Program ?? throw new InvalidOperationException(string.Join('\n', compilation.Faults));
    }
}
