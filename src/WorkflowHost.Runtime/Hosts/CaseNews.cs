using System.Text.Json;
using System.Text.Json.Serialization;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Hosts;

/// <summary>What a stored burst means to those who wait: open screens, inboxes, the timer pump; on every host.</summary>
/// <param name="Load">How the number of open tasks changed, per person.</param>
/// <param name="WorkAt">When the first of the timers and messages it set is due; null when it set none.</param>
internal sealed record CaseNews(CaseChanged Change, Dictionary<string, int> Load, DateTimeOffset? WorkAt)
{
    public static CaseNews Of(CaseState? before, CaseBurst burst)
    {
        var (state, changes) = (burst.State, burst.Changes);
        // The tasks that stay as they are belong to it: an inbox shows the case's title and next deadline with each.
        CaseTask[] tasks = [.. state.Tasks, .. before?.Tasks ?? []];
        var staff = tasks.Select(t => t.AssigneeId).OfType<string>().Distinct(StringComparer.Ordinal);
        var roles = tasks.Where(t => t.AssigneeId is null).Select(t => t.Role).Distinct(StringComparer.Ordinal);
        return new(
            new(state.Id, state.Number, state.Version, [.. staff], [.. roles], changes.Notifications.Count > 0, changes.Outbox.Count > 0),
            StaffLoad.Change(before, state),
            changes.Outbox.Count > 0 ? DateTimeOffset.MinValue : changes.TimersSet.Min(timer => (DateTimeOffset?)timer.DueAt));
    }
}

[JsonSerializable(typeof(CaseNews))]
internal sealed partial class CaseNewsJson : JsonSerializerContext
{
    public static string Write(CaseNews news) => JsonSerializer.Serialize(news, Default.CaseNews);

    public static CaseNews? Read(string json) => JsonSerializer.Deserialize(json, Default.CaseNews);
}
