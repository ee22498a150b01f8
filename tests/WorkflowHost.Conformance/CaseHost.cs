using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Composition;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Conformance;

/// <summary>
/// The smallest shell that can run a case: instances in memory, each stored as bytes between bursts, background work run when a step waits for it.
/// </summary>
internal sealed class CaseHost
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);

    private readonly SequentialIdSource _ids = new();
    private readonly Dictionary<string, WorkflowProgram> _programs = new(StringComparer.Ordinal);
    private readonly List<(string Id, WorkflowProgram Program)> _instances = [];
    private readonly Dictionary<string, byte[]> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string ParentId, string BookmarkId, bool ReportsEnd)> _waiting = new(StringComparer.Ordinal);
    private readonly Queue<Action> _background = new();
    private readonly JsonArray _bursts = [];

    private CaseHost(WorkflowProgram main) => Main = main;

    public List<string> Lines { get; } = [];

    public List<JournalEntry> Journal { get; } = [];

    public JsonArray Bursts => _bursts;

    public WorkflowState State => Load(_instances.First(each => each.Program == Main).Id);

    private WorkflowProgram Main { get; }

    /// <summary>Compiles and runs a case; the faults of the definition if it does not compile.</summary>
    public static (CaseHost? Host, IReadOnlyList<DefinitionFault> Faults) Run(CaseFile file, IncidentStrategy strategy, FlowchartMode mode = FlowchartMode.Counters)
    {
        var children = file.Also.Select(json => WorkflowDefinition.Read(json).Definition!).ToList();
        var compiler = new ProgramCompiler(ActivityCatalog.Standard())
        {
            DefaultIncidentStrategy = strategy,
            DefaultFlowchartMode = mode,
            Workflows = WorkflowLibrary.Of(children),
        };
        var reading = WorkflowDefinition.Read(file.Definition, file.Name);
        if (reading.Definition is null)
        {
            return (null, reading.Faults);
        }

        var compilation = compiler.Compile(reading.Definition);
        if (compilation.Program is null)
        {
            return (null, compilation.Faults);
        }

        var host = new CaseHost(compilation.Program);
        foreach (var child in children)
        {
            host._programs[child.DefinitionId] = compiler.Compile(child).Program!;
        }

        host.Run(file.Expected);
        return (host, []);
    }

    private void Run(JsonObject expected)
    {
        var start = new StartWorkflow(expected["input"] as JsonObject, expected["correlationId"]?.GetValue<string>(), expected["trigger"]?.GetValue<string>());
        Record("start", Apply(Main, null, start));
        foreach (var step in (JsonArray)expected["steps"]!)
        {
            RunBackground();
            Step((JsonObject)step!);
        }

        RunBackground();
    }

    private void Step(JsonObject step)
    {
        if (step["event"] is { } name)
        {
            Publish(name.GetValue<string>(), step["payload"]);
        }
        else if (step["bookmark"] is JsonObject selector)
        {
            Resume(Select(selector), step["input"], step);
        }
        else if (step["task"] is { } task)
        {
            Resume(Select(new JsonObject { ["activityId"] = task.GetValue<string>() }), step["result"], step);
        }
        else if (step.ContainsKey("resumeAll"))
        {
            for (var i = 0; i < (step["max"]?.GetValue<int>() ?? 50) && State.Bookmarks.Count > 0; i++)
            {
                Resume(State.Bookmarks[0], null, step);
            }
        }
    }

    private void Publish(string name, JsonNode? payload)
    {
        var hash = Engine.Waiting.Event.HashOf(name);
        var responses = new JsonArray();
        foreach (var (id, program) in _instances.ToList())
        {
            foreach (var bookmark in Load(id).Bookmarks.Where(each => each.Hash == hash).ToList())
            {
                // The recording gave an absent payload as an empty object.
                var burst = Apply(program, Load(id), new ResumeBookmark(bookmark.Id, payload?.DeepClone() ?? new JsonObject()));
                responses.Add(Response(burst));
            }
        }

        var record = new JsonObject { ["trigger"] = "event " + name, ["matched"] = responses.Count };
        if (responses.Count > 0)
        {
            record["responses"] = responses;
        }

        _bursts.Add(record);
    }

    private void Resume(Bookmark? bookmark, JsonNode? input, JsonObject step)
    {
        if (bookmark is null)
        {
            _bursts.Add(new JsonObject { ["trigger"] = step.ToJsonString(), ["matched"] = 0 });
            return;
        }

        Record($"resume {bookmark.Name} of {bookmark.ActivityId}", Apply(Main, State, new ResumeBookmark(bookmark.Id, input?.DeepClone())));
    }

    private Bookmark? Select(JsonObject selector)
    {
        var open = State.Bookmarks;
        if (selector["index"] is { } index)
        {
            return open.ElementAtOrDefault(index.GetValue<int>());
        }

        return open.FirstOrDefault(each =>
            (selector["activityId"] is not { } id || each.ActivityId == id.GetValue<string>())
            && (selector["name"] is not { } name || each.Name == name.GetValue<string>()));
    }

    private Burst Apply(WorkflowProgram program, WorkflowState? state, Stimulus stimulus)
    {
        var environment = new BurstEnvironment { Now = Now, Ids = _ids, Programs = id => _programs.GetValueOrDefault(id) };
        var burst = WorkflowEngine.Run(program, state, stimulus, environment);
        Commit(program, burst);
        return burst;
    }

    private void Commit(WorkflowProgram program, Burst burst)
    {
        if (!_states.ContainsKey(burst.State.Id))
        {
            _instances.Add((burst.State.Id, program));
        }

        _states[burst.State.Id] = burst.State.ToUtf8Json();
        if (program == Main)
        {
            Journal.AddRange(burst.Journal);
        }

        foreach (var effect in burst.Effects)
        {
            Carry(effect, burst);
        }

        if (burst.State.Status == WorkflowStatus.Finished && _waiting.Remove(burst.State.Id, out var parent))
        {
            var end = parent.ReportsEnd
                ? new ChildEnd(burst.State.Id, burst.State.SubStatus, burst.State.Outputs).ToJson()
                : (JsonObject)burst.State.Outputs.DeepClone();
            _background.Enqueue(() => Apply(ProgramOf(parent.ParentId), Load(parent.ParentId), new ResumeBookmark(parent.BookmarkId, end)));
        }
    }

    private void Carry(Effect effect, Burst burst)
    {
        switch (effect)
        {
            case LineWritten line:
                Lines.Add(line.Text);
                break;
            case EventPublished { IsLocal: true } local:
                _background.Enqueue(() => Apply(ProgramOf(burst.State.Id), Load(burst.State.Id), new ResumeEvent(local.EventName, local.Payload)));
                break;
            case WorkflowDispatched dispatched:
                Wait(dispatched.InstanceId, burst.State.Id, dispatched.BookmarkId, dispatched.ReportsEnd);
                _background.Enqueue(() => Apply(
                    _programs[dispatched.DefinitionId],
                    null,
                    new StartWorkflow(dispatched.Input, dispatched.CorrelationId) { InstanceId = dispatched.InstanceId }));
                break;
            case WorkflowExecuted executed:
                Wait(executed.Burst.State.Id, burst.State.Id, executed.BookmarkId, reportsEnd: false);
                Commit(executed.Program, executed.Burst);
                break;
        }
    }

    private void Wait(string childId, string parentId, string? bookmarkId, bool reportsEnd)
    {
        if (bookmarkId is not null)
        {
            _waiting[childId] = (parentId, bookmarkId, reportsEnd);
        }
    }

    private void RunBackground()
    {
        while (_background.TryDequeue(out var work))
        {
            work();
        }
    }

    private WorkflowProgram ProgramOf(string id) => _instances.First(each => each.Id == id).Program;

    private WorkflowState Load(string id) => WorkflowState.Read(_states[id], ProgramOf(id));

    private void Record(string trigger, Burst burst)
    {
        var response = Response(burst);
        response.Insert(0, "trigger", trigger);
        _bursts.Add(response);
    }

    private static JsonObject Response(Burst burst) => new()
    {
        ["status"] = burst.State.Status.ToString(),
        ["subStatus"] = burst.State.SubStatus.ToString(),
        ["bookmarks"] = new JsonArray([.. burst.State.Bookmarks.Select(each => new JsonObject
        {
            ["name"] = each.Name,
            ["activityId"] = each.ActivityId,
            ["hash"] = each.Hash,
        })]),
    };
}
