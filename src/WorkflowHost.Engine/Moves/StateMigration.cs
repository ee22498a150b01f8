using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Containers;
using WorkflowHost.Engine.Control;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Moves;

/// <summary>
/// Moves a waiting instance to another version of its definition: activities are the same when their ids are. Works on the stored form,
/// which every release reads, so nothing an instance keeps is forgotten. Pure, thread-safe.
/// </summary>
public static class StateMigration
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 256 };

    /// <summary>Moves the instance, or says what stands in the way.</summary>
    /// <exception cref="ArgumentException">The state is of another definition than the programs.</exception>
    public static StateMove Move(StateMoveRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.State.DefinitionId != request.To.DefinitionId || request.From.DefinitionId != request.To.DefinitionId)
        {
            throw new ArgumentException($"An instance of {request.State.DefinitionId} can't go on as {request.To.DefinitionId}.", nameof(request));
        }

        var counterparts = new Counterparts(request);
        if (counterparts.Stranded.Count > 0)
        {
            return new(null, [], counterparts.Stranded);
        }

        return new Mover(request, counterparts).Move();
    }

    /// <summary>Rewrites the stored form of one instance.</summary>
    private sealed class Mover(StateMoveRequest request, Counterparts counterparts)
    {
        private readonly JsonObject _json = (JsonObject)JsonNode.Parse(request.State.ToUtf8Json(), documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!;
        private readonly List<MovedActivity> _moved = [];
        private readonly VariableMove _variables = new();
        private readonly List<StrandedActivity> _stranded = [];
        private readonly List<ProgramNode> _passedOver = [];
        private readonly List<ProgramNode> _skipped = [];
        private readonly Dictionary<int, int> _places = [];
        private readonly JsonArray _live = [];

        public StateMove Move()
        {
            var before = (_json["live"] as JsonArray ?? []).Select(each => (JsonObject)each!.DeepClone()).ToList();
            for (var i = 0; i < before.Count; i++)
            {
                Take(i, before[i]);
            }

            foreach (var (i, place) in _places)
            {
                MoveCounters(i, (JsonObject)_live[place]!);
                MoveMachine(i, (JsonObject)_live[place]!);
                Completions.Forget(_live[place]!["local"] as JsonObject, GivenUpIn(i).Count());
            }

            if (_stranded.Count == 0)
            {
                CheckContainers(before);
            }

            if (_stranded.Count > 0)
            {
                return new(null, [], _stranded);
            }

            _json["version"] = request.To.DefinitionVersionId;
            _json["live"] = _live;
            if (request.State.SubStatus == WorkflowSubStatus.Faulted && !_live.Any(each => each!["faulted"] is not null))
            {
                _json["status"] = "suspended";
                _json.Remove("finished");
            }

            _variables.Keep(_json["vars"] as JsonObject, request.From.Nodes[0], request.To.Nodes[0]);
            MoveBookmarks();
            MoveIncidents();
            var state = WorkflowState.Read(JsonSerializer.SerializeToUtf8Bytes(_json, Deep), request.To);
            return new(state, _moved, [])
            {
                LostVariables = _variables.Lost,
                DroppedVariables = _variables.Dropped,
                PassedOver = _passedOver,
                Skipped = _skipped,
            };
        }

        private void Take(int i, JsonObject json)
        {
            var (node, target) = (counterparts.NodeAt(i), counterparts.TargetAt(i));
            var id = json["id"]!.GetValue<string>();
            if (target is null)
            {
                _moved.Add(new(id, node, null, false));
                return;
            }

            var isRestarted = counterparts.IsMovedElsewhere(i) || (request.Restart.Contains(node.ActivityId) && json["faulted"] is null);
            json["at"] = target.Key;
            Reparent(json);
            if (counterparts.IsMovedElsewhere(i))
            {
                foreach (var member in new[] { "local", "vars", "loop", "script", "flow", "breaking", "tag", "ended" })
                {
                    json.Remove(member);
                }
            }
            else
            {
                _variables.Keep(json["vars"] as JsonObject, node, target);
            }

            if (isRestarted)
            {
                json["faulted"] = true;
            }

            if (target.Parent is { Activity: Sequence } sequence)
            {
                SetTag(json, request.To.Nodes.Where(each => each.Parent == sequence).TakeWhile(each => each != target).Count());
            }

            _places[i] = _live.Count;
            _live.Add(json);
            _moved.Add(new(id, node, target, isRestarted));
        }

        private void Reparent(JsonObject json)
        {
            if (json["in"] is JsonValue parent)
            {
                json["in"] = _places[parent.GetValue<int>()];
            }
        }

        /// <summary>Counts of a flowchart are kept by place; the places are others now.</summary>
        private void MoveCounters(int i, JsonObject json)
        {
            if (request.State.Activities[i].Flow is not { } counters
                || counterparts.NodeAt(i).Activity is not Flowchart from
                || counterparts.TargetAt(i)?.Activity is not Flowchart to
                || json["flow"] is null)
            {
                return;
            }

            var children = ChildrenOf(i)
                .Select(child => new FlowChild(counterparts.NodeAt(child), counterparts.TargetAt(child), request.State.Activities[child].Tag, counterparts.IsMovedElsewhere(child)))
                .ToList();
            var move = new FlowMove(from.Plan, counters, to.Plan, children);
            if (move.LosesTokens)
            {
                _stranded.Add(counterparts.StrandedAt(i, StrandedReason.TokensUnderWay));
                return;
            }

            var listeners = move.BeginListeners(request.Listeners);
            json["flow"] = Written(move.Run());
            _passedOver.AddRange(move.PassedOver());
            _skipped.AddRange(move.Skipped);
            foreach (var child in ChildrenOf(i).Where(counterparts.IsMovedElsewhere))
            {
                SetTag((JsonObject)_live[_places[child]]!, move.TagOf(counterparts.TargetAt(child)!));
            }

            Begin(listeners.Concat(move.Due), _places[i]);
        }

        private void MoveMachine(int i, JsonObject json)
        {
            if (counterparts.MachineAt(i) is { } machine)
            {
                machine.WriteTo(json);
                // A trigger that was given up is not begun anew either.
                var known = ChildrenOf(i).Select(child => counterparts.TargetAt(child) ?? request.To.FindByKey(counterparts.NodeAt(child).Key));
                Begin(machine.NewTriggers([.. known.OfType<ProgramNode>()]), _places[i]);
            }
        }

        private IEnumerable<int> ChildrenOf(int i) => Enumerable.Range(0, request.State.Activities.Count).Where(child => request.State.Activities[child].Parent == i);

        private IEnumerable<int> GivenUpIn(int i) => ChildrenOf(i).Where(child => counterparts.TargetAt(child) is null);

        /// <summary>Activities that nobody has reached yet, but that are to run with the move.</summary>
        private void Begin(IEnumerable<ProgramNode> nodes, int container)
        {
            foreach (var begun in nodes)
            {
                var id = request.NewId();
                _live.Add(new JsonObject { ["id"] = id, ["at"] = begun.Key, ["in"] = container, ["faulted"] = true });
                _moved.Add(new(id, null, begun, IsRestarted: true));
            }
        }

        /// <summary>What stands there with neither anything in it nor a wait of its own never ends; so it is said before, of the wait that was given up.</summary>
        private void CheckContainers(List<JsonObject> before)
        {
            var waiting = (_json["bookmarks"] as JsonArray ?? []).Select(each => each!["of"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
            var holding = _live.Select(each => each!["in"]?.GetValue<int>()).ToHashSet();
            foreach (var (i, place) in _places)
            {
                var isEmpty = !holding.Contains(place) && _live[place]!["faulted"] is null && !waiting.Contains(before[i]["id"]!.GetValue<string>());
                if (isEmpty)
                {
                    _stranded.AddRange(GivenUpIn(i).Select(child => counterparts.StrandedAt(child, StrandedReason.NothingLeft)));
                }
            }
        }

        private void MoveBookmarks()
        {
            if (_json["bookmarks"] is JsonArray bookmarks)
            {
                var kept = _moved.Where(each => each.To is not null).Select(each => each.ActivityInstanceId).ToHashSet(StringComparer.Ordinal);
                _json["bookmarks"] = new JsonArray([.. bookmarks.Where(each => kept.Contains(each!["of"]!.GetValue<string>())).Select(each => each!.DeepClone())]);
            }
        }

        private void MoveIncidents()
        {
            if (_json["incidents"] is not JsonArray incidents)
            {
                return;
            }

            var kept = new JsonArray();
            foreach (var incident in incidents.Select(each => (JsonObject)each!.DeepClone()))
            {
                var moved = _moved.Find(each => each.ActivityInstanceId == incident["instance"]?.GetValue<string>());
                if (moved is { To: null })
                {
                    continue;
                }

                if (moved is { To: { } to })
                {
                    incident["activity"] = to.ActivityId;
                    incident["node"] = to.NodeId;
                    incident["type"] = to.Type;
                }

                kept.Add(incident);
            }

            _json["incidents"] = kept;
        }

        private static void SetTag(JsonObject json, int tag)
        {
            json.Remove("tag");
            if (tag != 0)
            {
                json["tag"] = tag;
            }
        }

        /// <summary>As the state writes it: a connection's count is negative if its last visit did not follow it.</summary>
        private static JsonObject Written(FlowCounters counters)
        {
            var json = new JsonObject
            {
                ["start"] = counters.Start,
                ["visits"] = new JsonArray([.. counters.Visits.Select(each => (JsonNode)each)]),
                ["arrivals"] = new JsonArray([.. counters.Arrivals.Select((each, i) => (JsonNode)(counters.Followed[i] ? each : -each))]),
            };
            if (counters.Tokens is { } tokens)
            {
                json["tokens"] = new JsonArray([.. tokens.Select(each => (JsonNode)each.ToNumber())]);
            }

            return json;
        }
    }
}
