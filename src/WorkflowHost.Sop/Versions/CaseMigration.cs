using System.Collections.Immutable;
using System.Globalization;
using WorkflowHost.Engine.Moves;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Changes;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Versions;

/// <summary>
/// Moves a running case to another version of its SOP. Pure: the preview is the migration, only that nobody stores it.
/// </summary>
public static class CaseMigration
{
    /// <summary>Waits that can be begun anew without losing time or doing something twice; any other goes on as it was set.</summary>
    private static readonly HashSet<string> Renewable = new(StringComparer.Ordinal) { "Sop.HumanTask", "Sop.CaseEvent", "Sop.AwaitClock", "Sop.AwaitSignal", "Elsa.Event" };

    private static readonly HashSet<string> Listeners = new(StringComparer.Ordinal) { "Sop.CaseEvent", "Sop.AwaitSignal", "Elsa.Event" };

    /// <summary>Who may move cases.</summary>
    public static ImmutableArray<string> Roles { get; } = [StaffRoles.ProcessOwner, StaffRoles.Admin];

    /// <summary>What the migration would make of the case.</summary>
    /// <param name="state">The case, read with <see cref="MigrateCase.From"/>.</param>
    /// <param name="command">Who wants it, and the choices for steps that are gone.</param>
    /// <param name="environment">The present, with the program of the version to go to and the pack that holds for it.</param>
    public static MigrationPreview Preview(CaseState state, MigrateCase command, CaseEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(environment);
        if (RefusalFor(state, command, environment) is { } refusal)
        {
            return Refused(state, environment, refusal);
        }

        var clocks = ClockPlan.Of(state, command.From, environment);
        var changed = ChangedSteps(state, command.From, environment.Program, clocks);
        var move = StateMigration.Move(new StateMoveRequest
        {
            State = state.Workflow,
            From = command.From,
            To = environment.Program,
            Choices = command.Choices,
            Restart = changed.Where(each => Renewable.Contains(each.Type)).Select(each => each.Id).ToHashSet(StringComparer.Ordinal),
            Listeners = Listeners,
            NewId = environment.Ids.NewId,
        });
        if (move.State is null)
        {
            return Blocked(state, environment, move);
        }

        var work = CaseWork.Of(state, command.Actor, environment);
        var outcome = work.Migrate(move, clocks);
        if (outcome.Burst is { } burst && Spoiled(state, burst.State) is { } spoiled)
        {
            outcome = CaseOutcome.Of(spoiled);
        }

        return MigrationComparison.Preview(state, environment, move, changed, outcome);
    }

    private static CaseRefusal? RefusalFor(CaseState state, MigrateCase command, CaseEnvironment environment)
    {
        var to = environment.Program;
        return !command.Actor.IsSystem && !command.Actor.IsInAny(Roles) ? CaseRefusal.Forbidden("migration.role_required", ("roles", string.Join(',', Roles)))
            : to.DefinitionId != state.DefinitionId ? CaseRefusal.Conflict("migration.other_sop", ("definition", to.DefinitionId), ("expected", state.DefinitionId))
            : to.Version == state.DefinitionVersion ? CaseRefusal.Conflict("migration.same_version", ("version", Text(to.Version)))
            : state.Status == CaseStatus.Ended || state.Workflow.Status == WorkflowStatus.Finished ? CaseRefusal.Conflict("migration.case_over", ("status", state.Status.ToString()))
            : command.ExpectedVersion is { } expected && expected != state.Version ? CaseRefusal.Conflict("migration.case_went_on", ("case", state.Number))
            : null;
    }

    /// <summary>Live steps that say something else now, or wait for a clock that is due at another time now.</summary>
    private static List<OutlineActivity> ChangedSteps(CaseState state, WorkflowProgram from, WorkflowProgram to, ClockPlan clocks)
    {
        var (before, after) = (DefinitionOutline.Of(from.Definition), DefinitionOutline.Of(to.Definition));
        var names = new NamesInUse(clocks.Pack);
        var changed = new List<OutlineActivity>();
        foreach (var id in state.Workflow.LiveActivities.Select(each => each.ActivityId).Distinct(StringComparer.Ordinal))
        {
            if (before.Find(id) is { } old && after.Find(id) is { } now && old.Type == now.Type
                && (old.Name != now.Name
                    || !StepValues.Of(old).SequenceEqual(StepValues.Of(now))
                    || (now.Type == "Sop.AwaitClock" && names.Clocks(now, "clock").Any(clocks.Touches))))
            {
                changed.Add(now);
            }
        }

        return changed;
    }

    /// <summary>A migration must not leave a case that nothing can wake, nor one that stands still because a step failed.</summary>
    private static CaseRefusal? Spoiled(CaseState before, CaseState after)
    {
        if (after.Workflow.Incidents.FirstOrDefault(each => before.Workflow.Incidents.All(other => other.ActivityInstanceId != each.ActivityInstanceId)) is { } incident)
        {
            return CaseRefusal.Conflict("migration.would_fault", ("step", incident.ActivityId), ("message", incident.Cause ?? incident.Message));
        }

        return after.Workflow.IsStalled && !before.Workflow.IsStalled && after.Workflow.Incidents.Count == 0 ? CaseRefusal.Conflict("migration.nothing_left")
            : HasWork(before.Workflow) && !HasWork(after.Workflow) ? CaseRefusal.Conflict("migration.only_listeners")
            : null;
    }

    /// <summary>Whether it is over, or waits for more than what may never happen.</summary>
    private static bool HasWork(WorkflowState state) =>
        state.Status == WorkflowStatus.Finished
        || state.LiveActivities.Any(each => each.IsFaulted || (!Listeners.Contains(each.Type) && state.Bookmarks.Any(bookmark => bookmark.ActivityInstanceId == each.ActivityInstanceId)));

    private static MigrationPreview Refused(CaseState state, CaseEnvironment environment, CaseRefusal refusal) =>
        new(state.DefinitionVersion, environment.Program.Version, [], [], [], [], [], [], CaseOutcome.Of(refusal));

    private static MigrationPreview Blocked(CaseState state, CaseEnvironment environment, StateMove move)
    {
        var blockers = move.Stranded.Select(each => new MigrationBlocker(
            RefOf(each.Node),
            Sentence.Of("migration." + each.Reason, ("step", RefOf(each.Node).Name)),
            [.. each.Options.Select(RefOf)])).ToList();
        return new(
            state.DefinitionVersion,
            environment.Program.Version,
            [.. blockers.Select(each => new MigratedStep(each.Step.ActivityId, each.Step.Name, StepFate.Blocked, null))],
            [],
            [],
            [],
            blockers,
            [],
            CaseOutcome.Of(CaseRefusal.Conflict("migration.blocked", ("steps", string.Join(", ", blockers.Select(each => each.Step.Name))))));
    }

    internal static StepRef RefOf(ProgramNode node) => new(node.ActivityId, string.IsNullOrEmpty(node.Name) ? node.ActivityId : node.Name, node.Type);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
