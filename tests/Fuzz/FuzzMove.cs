using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Moves;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Fuzz;

/// <summary>
/// Moves an instance to another version, with a choice for whatever stands in the way, and lets it go on there. What was moved must be an
/// instance of that version: it can be stored and read, and each of its waits belongs to something that lives.
/// </summary>
internal static class FuzzMove
{
    private const int Tries = 4;

    public static void Run(Random random, WorkflowProgram from, WorkflowState state, WorkflowProgram to)
    {
        if (to.DefinitionId != from.DefinitionId)
        {
            return;
        }

        var ids = new SequentialIdSource(2_000_000);
        var choices = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < Tries; i++)
        {
            var move = StateMigration.Move(new StateMoveRequest
            {
                State = state,
                From = from,
                To = to,
                Choices = choices,
                Listeners = new HashSet<string>(StringComparer.Ordinal) { "Elsa.Event", "Sop.CaseEvent" },
                NewId = ids.NewId,
            });
            if (move.State is { } moved)
            {
                GoOn(moved, move.Moved, to);
                return;
            }

            foreach (var each in move.Stranded)
            {
                choices[each.Node.ActivityId] = each.Options.Count > 0 && random.Next(2) == 0 ? each.Options[random.Next(each.Options.Count)].ActivityId : null;
            }
        }
    }

    private static void GoOn(WorkflowState state, IReadOnlyList<MovedActivity> moved, WorkflowProgram to)
    {
        var environment = FuzzRound.Environment(3_000_000);
        foreach (var each in moved.Where(each => each.IsRestarted))
        {
            state = WorkflowEngine.Run(to, state, new RetryActivity(each.ActivityInstanceId), environment).State;
        }

        var live = state.LiveActivities.Select(each => each.ActivityInstanceId).ToHashSet(StringComparer.Ordinal);
        if (state.Status == WorkflowStatus.Running && state.Bookmarks.FirstOrDefault(each => !live.Contains(each.ActivityInstanceId)) is { } lost)
        {
            throw new InvalidOperationException($"The wait of {lost.ActivityId} belongs to nothing that lives.");
        }

        for (var i = 0; i < Tries && state.Bookmarks.Count > 0; i++)
        {
            state = WorkflowEngine.Run(to, WorkflowState.Read(state.ToUtf8Json(), to), new ResumeBookmark(state.Bookmarks[0].Id), environment).State;
        }
    }
}
