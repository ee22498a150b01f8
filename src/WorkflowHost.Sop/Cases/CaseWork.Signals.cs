using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Sop.Cases;

/// <summary>
/// Signals between the branches of one case: one branch waits until another has come so far. They are heard in the same
/// command, after the branch that gave them has come to rest, so that nobody misses one for being drawn further down.
/// </summary>
public sealed partial class CaseWork
{
    /// <summary>Name of the wait whose payload holds the signal's name.</summary>
    internal const string SignalBookmark = "Sop.AwaitSignal";

    /// <summary>More in one command is a loop between branches that would never end.</summary>
    private const int MostSignals = 50;

    internal void Signal(string name) => _signals.Enqueue(name);

    private void HearSignals()
    {
        for (var heard = 0; _signals.TryDequeue(out var signal); heard++)
        {
            if (heard == MostSignals)
            {
                _signals.Clear();
                Log(Actor.System, "incident.raised", ("activity", signal), ("message", "The branches of the case signal each other without end."));
                Notify(StaffNotification.ToRole(Staff.StaffRoles.ProcessOwner), "incident.raised", ("activity", signal), ("message", "The branches of the case signal each other without end."));
                return;
            }

            var waits = ListenersOf(signal);
            if (waits.Count == 0)
            {
                Log(Actor.System, "signal.unheard", ("signal", signal));
            }

            foreach (var bookmarkId in waits.Where(id => _workflow!.Bookmarks.Any(b => b.Id == id)))
            {
                RunOnce(new ResumeBookmark(bookmarkId, new JsonObject { ["by"] = _actor.Id, ["signal"] = signal }));
            }
        }
    }

    /// <summary>Waits for the signal, and events of that name that people may raise too.</summary>
    private List<string> ListenersOf(string signal) =>
    [
        .. _workflow!.Bookmarks
            .Where(b => b.Payload is JsonObject payload
                && ((b.Name == SignalBookmark && payload.Text("signal") == signal) || (b.Name == AvailableEvent.BookmarkName && payload.Text("event") == signal)))
            .Select(b => b.Id),
    ];
}
