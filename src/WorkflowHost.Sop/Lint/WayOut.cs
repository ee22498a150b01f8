using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Lint;

/// <summary>
/// Whether every way from a node on meets a node of some kind. Ways that fork run side by side, so it is enough when one of them
/// meets it; of the outcomes of a step only one is taken, so each must. A way that goes round for ever has no end and breaks nothing.
/// </summary>
internal sealed class WayOut
{
    private readonly OutlineFlow _flow;
    private readonly SopPack _pack;
    private readonly HashSet<OutlineActivity> _meets;
    private readonly HashSet<OutlineActivity> _failing = [];

    public WayOut(OutlineFlow flow, SopPack pack, Func<OutlineActivity, bool> isMet)
    {
        _flow = flow;
        _pack = pack;
        _meets = [.. flow.Nodes.Where(isMet)];
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var node in flow.Nodes)
            {
                if (!_failing.Contains(node) && !_meets.Contains(node) && !Holds(node))
                {
                    _failing.Add(node);
                    changed = true;
                }
            }
        }
    }

    /// <summary>The end of a way on which it isn't met after leaving the node; null when every way meets it.</summary>
    public OutlineActivity? EndWithout(OutlineActivity from)
    {
        if (Holds(from))
        {
            return null;
        }

        var seen = new HashSet<OutlineActivity>();
        var at = from;
        while (seen.Add(at))
        {
            var failing = Outcomes(at).FirstOrDefault(targets => targets.Count > 0 && targets.TrueForAll(_failing.Contains));
            if (failing is null)
            {
                break;
            }

            at = failing.Find(each => !seen.Contains(each)) ?? failing[0];
        }

        return at;
    }

    private bool Holds(OutlineActivity node)
    {
        var outcomes = Outcomes(node).ToList();
        return outcomes.Count > 0 && outcomes.TrueForAll(targets => targets.Exists(target => !_failing.Contains(target)));
    }

    /// <summary>
    /// Where each outcome leads. A refused change of a clock that isn't connected counts as not happening: it would be no end the
    /// author has drawn. Of an activity whose outcomes only a run would tell, those connected are taken.
    /// </summary>
    private IEnumerable<List<OutlineActivity>> Outcomes(OutlineActivity node)
    {
        var byPort = _flow.From(node).ToLookup(each => each.Port, each => each.Target);
        var ports = ActivityPorts.Of(node, _pack) ?? [.. byPort.Select(each => each.Key)];
        if (ActivityPorts.IsParallel(node))
        {
            return [[.. byPort.SelectMany(each => each)]];
        }

        return ports.Where(port => port != "Refused" || byPort.Contains(port)).Select(port => byPort[port].ToList());
    }
}
