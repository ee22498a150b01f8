using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Storage;

/// <summary>Bursts made by hand, for tests of the store alone: no engine, no rules.</summary>
internal static class Rows
{
    public static DateTimeOffset Noon { get; } = new(2026, 9, 29, 12, 0, 0, TimeSpan.Zero);

    public static CaseState State(string id, long version = 1) => new()
    {
        Id = id,
        Number = "TS20260929-" + id,
        DefinitionId = "complaint",
        DefinitionVersion = 1,
        Version = version,
        Data = new JsonObject { ["customerName"] = "张伟" },
        // The store writes the state as the bytes it is given and never looks inside.
        Workflow = null!,
        OpenedAt = Noon,
    };

    public static CaseChanges Changes(
        IReadOnlyList<CaseTask>? tasks = null,
        IReadOnlyList<CaseTimer>? set = null,
        IReadOnlyList<string>? cleared = null,
        IReadOnlyList<TimelineEntry>? timeline = null,
        IReadOnlyList<OutboxMessage>? outbox = null,
        IReadOnlyList<StaffNotification>? notifications = null) => new()
        {
            Tasks = tasks ?? [],
            Clocks = [],
            Revisits = [],
            TimersSet = set ?? [],
            TimersCleared = cleared ?? [],
            Timeline = timeline ?? [],
            Outbox = outbox ?? [],
            Notifications = notifications ?? [],
        };

    public static CaseWrite Write(
        CaseState state, CaseChanges? changes = null, CommandReceipt? receipt = null, OutboxSettlement? settlement = null, DateTimeOffset? now = null) =>
        new(new(state, changes ?? Changes()), state.Version - 1, Summary(state), "{}"u8.ToArray(), receipt, settlement, now ?? Noon);

    /// <summary>As a host tells the others.</summary>
    public static CaseNews News(string caseId) => new(new(caseId, "TS20260929-" + caseId, 1, [], [], false, false), [], null);

    public static OutboxMessage Message(string id, string caseId, DateTimeOffset? notBefore = null, string kind = "letter") =>
        new(id, caseId, kind, "张伟", null, new JsonObject { ["body"] = "您好" }, id, notBefore ?? Noon, Noon);

    public static TimelineEntry Entry(string caseId, long sequence) =>
        new(caseId, sequence, Noon, "s1", "陈静", "note.added", new Dictionary<string, string> { ["text"] = "已联系" });

    public static async Task<CaseWriteVerdict> StoreAsync(this WriteQueue queue, CaseWrite write)
    {
        var result = await queue.StoreBurstAsync(write);
        Assert.Null(result.Fault);
        return result.Value;
    }

    private static CaseSummary Summary(CaseState state) => new(
        state.Number, "理赔款迟迟未到账", "张伟", "13800000000", "P-1", "service", 3, "phone", "motor", "bj", null, state.Status, "intake",
        state.OpenedAt, null, Noon.AddDays(1), "statutory", Noon, false, 0);
}
