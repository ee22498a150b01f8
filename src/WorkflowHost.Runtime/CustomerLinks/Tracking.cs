using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.CustomerLinks;

/// <summary>Tells a customer of a case what concerns them.</summary>
internal static class Tracking
{
    private const string WantedField = "supplementItems";
    private const string MessagesField = "statusMessages";

    /// <param name="nameOf">Display name of a member of staff.</param>
    public static TrackingView Of(CaseState state, SopProfile profile, Func<string?, string?> nameOf, DateTimeOffset now)
    {
        var isOver = state.Status != CaseStatus.Open;
        var window = state.Clocks.FirstOrDefault(clock => clock.Kind == ClockKind.Window && clock.Status == ClockStatus.Running && IsSupplement(clock, profile));
        return new(
            state.Number,
            profile.NameZh,
            profile.NameEn,
            state.OpenedAt,
            isOver,
            Steps(state, profile, isOver, now),
            isOver || window is null ? null : state.Data.Text(WantedField),
            window?.DueAt,
            Messages(state.Data),
            nameOf(state.Data.Text(StaffRoles.IdField(StaffRoles.Coordinator)) ?? state.Data.Text(StaffRoles.IdField(StaffRoles.Handler))),
            profile.Facts.GetValueOrDefault("companyPhone"),
            profile.Facts.GetValueOrDefault("companyName"));
    }

    /// <summary>The SOP names the clock of the customer's time for missing material as a due fact, e.g. <c>supplementDueAt</c>.</summary>
    private static bool IsSupplement(Clock clock, SopProfile profile) =>
        profile.DueFacts.Any(fact => fact.Value == clock.PolicyId && fact.Key.Contains("supplement", StringComparison.OrdinalIgnoreCase));

    private static List<TrackedStep> Steps(CaseState state, SopProfile profile, bool isOver, DateTimeOffset now)
    {
        var current = -1;
        for (var at = 0; at < profile.Stages.Length; at++)
        {
            current = profile.Stages[at].Code == state.Stage ? at : current;
        }

        return [.. profile.Stages.Select((stage, at) => new TrackedStep(
            stage.Zh,
            stage.En,
            isOver || at < current ? TrackedStepState.Done : at == current ? TrackedStepState.Current : TrackedStepState.Next,
            !isOver && at == current ? ExpectedAt(state, now) : null))];
    }

    /// <summary>When the work of this step is due; where none is measured, what the law gives for the whole, else the next deadline.</summary>
    private static DateTimeOffset? ExpectedAt(CaseState state, DateTimeOffset now)
    {
        var running = state.Clocks.Where(clock => clock.Status == ClockStatus.Running && clock.Kind != ClockKind.Window && clock.TargetAt > now).ToList();
        var measured = state.Tasks.Where(task => task.Stage == state.Stage).Select(task => task.ClockId).ToHashSet(StringComparer.Ordinal);
        return Earliest(running.Where(clock => measured.Contains(clock.Id)))
            ?? Earliest(running.Where(clock => clock.Kind == ClockKind.Statutory))
            ?? Earliest(running);
    }

    private static DateTimeOffset? Earliest(IEnumerable<Clock> clocks) => clocks.Select(clock => (DateTimeOffset?)clock.TargetAt).Min();

    private static List<TrackedMessage> Messages(JsonObject data) =>
        [.. (data[MessagesField] as JsonArray ?? []).OfType<JsonObject>()
            .Select(message => new TrackedMessage(message.Instant("at") ?? default, message.Text("text") ?? string.Empty))
            .Reverse()];
}
