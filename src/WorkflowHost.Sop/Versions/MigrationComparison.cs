using WorkflowHost.Engine.Moves;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Language;

namespace WorkflowHost.Sop.Versions;

/// <summary>Tells a migration by what the case was before and is after it.</summary>
internal static class MigrationComparison
{
    public static MigrationPreview Preview(CaseState before, CaseEnvironment environment, StateMove move, IReadOnlyList<OutlineActivity> changed, CaseOutcome outcome)
    {
        var burst = outcome.Burst;
        return new(
            before.DefinitionVersion,
            environment.Program.Version,
            Steps(move, changed),
            burst is null ? [] : Tasks(before, burst.State),
            burst is null ? [] : ClocksOf(before, burst, environment),
            burst is null ? [] : Listeners(before, burst.State),
            [],
            Notes(before, environment, move, changed),
            outcome);
    }

    private static List<MigratedStep> Steps(StateMove move, IReadOnlyList<OutlineActivity> changed)
    {
        var steps = new List<MigratedStep>();
        // Containers only hold what happens in them.
        foreach (var each in move.Moved.Where(each => each.From is null || each.From.Parent is { Index: > 0 }))
        {
            var fate = each.From is null ? StepFate.Begins
                : each.To is null ? StepFate.GivenUp
                : each.From.ActivityId != each.To.ActivityId ? StepFate.Moved
                : changed.Any(step => step.Id == each.To.ActivityId) ? StepFate.Changed
                : StepFate.Stays;
            steps.Add(new(
                each.From?.ActivityId,
                CaseMigration.RefOf(each.From ?? each.To!).Name,
                fate,
                each.To is null ? null : CaseMigration.RefOf(each.To)));
        }

        return steps;
    }

    private static List<MigratedTask> Tasks(CaseState before, CaseState after)
    {
        var tasks = new List<MigratedTask>();
        foreach (var task in before.Tasks)
        {
            var now = after.Tasks.FirstOrDefault(each => each.Id == task.Id);
            tasks.Add(new(now is null ? ItemFate.Ended : now.Version == task.Version ? ItemFate.Kept : ItemFate.Changed, task, now));
        }

        tasks.AddRange(after.Tasks.Where(each => before.Tasks.All(other => other.Id != each.Id)).Select(each => new MigratedTask(ItemFate.New, null, each)));
        return tasks;
    }

    private static List<MigratedClock> ClocksOf(CaseState before, CaseBurst burst, CaseEnvironment environment)
    {
        var clocks = new List<MigratedClock>();
        foreach (var clock in before.Clocks)
        {
            var now = burst.State.Clocks.FirstOrDefault(each => each.Id == clock.Id);
            var fate = now is null ? ItemFate.Ended : now.DueAt == clock.DueAt && now.Kind == clock.Kind && now.IsPausable == clock.IsPausable ? ItemFate.Kept : ItemFate.Changed;
            clocks.Add(Told(clock, now, fate));
        }

        clocks.AddRange(burst.State.Clocks.Where(each => before.Clocks.All(other => other.Id != each.Id)).Select(each => Told(null, each, ItemFate.New)));
        return clocks;

        MigratedClock Told(Clock? old, Clock? now, ItemFate fate)
        {
            var clock = now ?? old!;
            var name = environment.Pack.ClockPolicies.TryGetValue(clock.PolicyId, out var policy) ? policy.Name : clock.PolicyId;
            var becomesOverdue = now?.IsOverdueAt(environment.Now) == true && old?.IsOverdueAt(environment.Now) != true;
            return new(clock.Id, clock.PolicyId, name, fate, old?.DueAt, now?.DueAt, becomesOverdue);
        }
    }

    private static List<MigratedListener> Listeners(CaseState before, CaseState after)
    {
        var (old, now) = (AvailableEvent.Listening(before).ToList(), AvailableEvent.Listening(after).ToList());
        var listeners = new List<MigratedListener>();
        foreach (var listener in old)
        {
            var kept = now.Find(each => each.EventName == listener.EventName);
            listeners.Add(new(
                listener.EventName,
                (kept ?? listener).DisplayName,
                kept is null ? ItemFate.Ended : kept.BookmarkId == listener.BookmarkId ? ItemFate.Kept : ItemFate.Changed));
        }

        listeners.AddRange(now.Where(each => old.TrueForAll(other => other.EventName != each.EventName)).Select(each => new MigratedListener(each.EventName, each.DisplayName, ItemFate.New)));
        return listeners;
    }

    private static List<Sentence> Notes(CaseState before, CaseEnvironment environment, StateMove move, IReadOnlyList<OutlineActivity> changed)
    {
        var notes = move.PassedOver.Select(each => Sentence.Of("migration.note.passed_over", ("step", CaseMigration.RefOf(each).Name))).ToList();
        notes.AddRange(move.Skipped.Select(each => Sentence.Of("migration.note.skipped", ("step", CaseMigration.RefOf(each).Name))));
        notes.AddRange(move.DroppedVariables.Select(each => Sentence.Of("migration.note.variable_dropped", ("name", each))));
        notes.AddRange(move.LostVariables.Select(each => Sentence.Of("migration.note.variable_lost", ("name", each))));
        notes.AddRange(changed
            .Where(step => move.Moved.Any(each => each.To?.ActivityId == step.Id && !each.IsRestarted && each.To.Parent is { Index: > 0 }))
            .Select(step => Sentence.Of("migration.note.goes_on_as_set", ("step", step.Name))));
        if (before.Stage is { } stage && SopProfile.Of(environment.Program.Definition) is { } profile && profile.Stages.All(each => each.Code != stage))
        {
            notes.Add(Sentence.Of("migration.note.stage_gone", ("stage", stage)));
        }

        return notes;
    }
}
