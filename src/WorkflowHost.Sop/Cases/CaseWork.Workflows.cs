using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Http;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Sop.Cases;

/// <summary>What a workflow wants of other workflows and of who started it.</summary>
public sealed partial class CaseWork
{
    private readonly List<CaseBurst> _children = [];

    /// <summary>An SOP is opened with its form, which a run within another workflow's burst has no place for.</summary>
    public override string? RefusalToExecute(WorkflowProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return SopProfile.Of(program.Definition) is null
            ? null
            : $"'{program.DefinitionId}' is an SOP. Start it with Dispatch Workflow: its input is taken as the opening form.";
    }

    internal static CaseWork Start(StartInstance command, CaseEnvironment environment) =>
        new(command.Id, NumberOf(command.Id), null, [], command.Actor, SopProfile.Plain(environment.Program.Definition), environment)
        {
            _ownsData = true,
            _parent = command.Origin.Parent,
        };

    /// <summary>Nobody calls an instance by its number, so it is made of the id and no count has to be kept.</summary>
    private static string NumberOf(string instanceId) => "WF-" + instanceId;

    /// <summary>The engine's own effects become rows of this command; SOP activities change the case through the facet instead.</summary>
    /// <exception cref="SopFaultException">An effect that nobody carries out: a new kind was added to the engine alone.</exception>
    private void Apply(IReadOnlyList<Effect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case LineWritten line:
                    Log(Actor.System, "workflow.line", ("text", line.Text));
                    break;
                case EventPublished published:
                    Queue(WorkflowMessages.Event, published.EventName, null, new EventMessage(published.Payload, published.IsLocal, published.CorrelationId).ToPayload());
                    break;
                case WorkflowDispatched dispatched:
                    Queue(
                        WorkflowMessages.Start, dispatched.DefinitionId, null,
                        new StartMessage(dispatched.InstanceId, dispatched.Input, dispatched.CorrelationId, dispatched.BookmarkId, dispatched.ReportsEnd).ToPayload());
                    break;
                case WorkflowExecuted executed:
                    Adopt(executed);
                    break;
                case HttpRequestRequested request:
                    Queue(WorkflowMessages.Call, request.Url, null, CallMessage.Of(request).ToPayload());
                    break;
                case TaskRequested or HttpResponseWritten:
                    // The wait's row carries the task (see NewWaits); an answer is for whoever sent the request.
                    break;
                default:
                    throw new SopFaultException($"Activity '{effect.ActivityId}' asked for {effect.GetType().Name}, which nobody carries out.");
            }
        }
    }

    /// <summary>An instance that ran within this burst is stored with it.</summary>
    private void Adopt(WorkflowExecuted executed)
    {
        var program = executed.Program;
        var state = executed.Burst.State;
        var work = new CaseWork(
            state.Id, NumberOf(state.Id), null, [], Actor.System, SopProfile.Plain(program.Definition), _environment with { Program = program })
        {
            _ownsData = true,
            _parent = new(Id, executed.BookmarkId),
        };
        work.Log(Actor.System, "workflow.started", ("definition", program.DefinitionId), ("parent", Number));
        work.TakeOver(executed.Burst, (0, 0, 0, 0));
        _children.Add(work.Finish().Burst!);
    }

    /// <summary>Whoever waits for the end hears of it, however it came: done, faulted or cancelled (elsa-semantics: only the status counts).</summary>
    private void TellParent()
    {
        if (_parent is { BookmarkId: { } bookmarkId } parent)
        {
            var result = parent.ReportsEnd ? new ChildEnd(Id, _workflow!.SubStatus, _workflow.Outputs).ToJson() : _workflow!.Outputs;
            Queue(WorkflowMessages.ChildEnd, parent.CaseId, null, new ChildEndMessage(bookmarkId, result).ToPayload());
        }
    }

    /// <summary>Cancelling takes the workflows along that this one started.</summary>
    internal void CancelChildren() => Queue(WorkflowMessages.CancelChildren, Id, null, new JsonObject());

    /// <summary>Whether the workflow goes on and still waits there.</summary>
    internal bool IsWaitingAt(string bookmarkId) =>
        _workflow is { Status: WorkflowStatus.Running } && _workflow.Bookmarks.Any(b => b.Id == bookmarkId);

    private List<OutsideWait> NewWaits()
    {
        var before = WaitsOf(_before?.Workflow);
        var known = before.Count == 0 || _before!.Workflow.CorrelationId != _workflow!.CorrelationId ? [] : before.Select(b => b.Id).ToHashSet(StringComparer.Ordinal);
        var waits = new List<OutsideWait>();
        foreach (var bookmark in WaitsOf(_workflow))
        {
            if (!known.Contains(bookmark.Id))
            {
                var task = _effects.OfType<TaskRequested>().FirstOrDefault(t => t.BookmarkId == bookmark.Id);
                waits.Add(OutsideWait.Of(bookmark, _workflow!.CorrelationId, task?.Payload));
            }
        }

        return waits;
    }

    private List<string> EndedWaits()
    {
        var before = WaitsOf(_before?.Workflow);
        if (before.Count == 0)
        {
            return [];
        }

        var now = WaitsOf(_workflow).Select(b => b.Id).ToHashSet(StringComparer.Ordinal);
        return [.. before.Select(b => b.Id).Where(id => !now.Contains(id))];
    }

    /// <summary>Nothing wakes a workflow that is over, so its waits are not to be found.</summary>
    private static List<Bookmark> WaitsOf(WorkflowState? workflow) =>
        workflow is null or { Status: WorkflowStatus.Finished } ? [] : [.. workflow.Bookmarks.Where(OutsideWait.IsOutside)];
}
