using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Outbox.Senders;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Links;

namespace WorkflowHost.Runtime.Storage.Hot;

internal sealed partial class HotSql
{
    internal const string InsertOutboxMessage = """
        INSERT INTO outbox (id, case_id, kind, target, template, payload, idempotency_key, status, claimable_at, created_at, fence, failures)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'Pending', ?8, ?9, 0, 0)
        """;

    /// <summary>What workflows and cases want of each other; see <see cref="OutboxLane.House"/>.</summary>
    internal const string HouseKinds =
        $"'{WorkflowMessages.Event}', '{WorkflowMessages.Start}', '{WorkflowMessages.ChildEnd}', '{WorkflowMessages.CancelChildren}', "
        + $"'{LinkMessages.Open}', '{LinkMessages.Ask}', '{LinkMessages.News}', '{CaseSender.Kind}'";

    internal const string ClaimOutsideSql = $"""
        UPDATE outbox SET claimable_at = ?2, fence = fence + 1
        WHERE id IN (
            SELECT id FROM outbox WHERE status = 'Pending' AND claimable_at <= ?1 AND kind NOT IN ({HouseKinds}) ORDER BY claimable_at, rowid LIMIT ?3)
        RETURNING id, case_id, kind, target, template, payload, idempotency_key, created_at, fence, failures, rowid
        """;

    /// <summary>
    /// None that an earlier one of its case stands before, be it on its way, put back, or due after it and perhaps beyond the limit.
    /// </summary>
    internal const string ClaimHouseSql = $"""
        UPDATE outbox SET claimable_at = ?2, fence = fence + 1
        WHERE id IN (
            SELECT id FROM outbox AS m WHERE status = 'Pending' AND claimable_at <= ?1 AND kind IN ({HouseKinds})
            AND NOT EXISTS (
                SELECT 1 FROM outbox AS e WHERE e.case_id = m.case_id AND e.rowid < m.rowid AND e.status = 'Pending' AND e.kind IN ({HouseKinds})
                AND (e.claimable_at > ?1 OR e.claimable_at > m.claimable_at))
            ORDER BY claimable_at, rowid LIMIT ?3)
        RETURNING id, case_id, kind, target, template, payload, idempotency_key, created_at, fence, failures, rowid
        """;

    internal const string SettleOutboxSql = """
        UPDATE outbox SET status = ?3, reference = ?4, last_error = ?5, settled_at = ?6 WHERE id = ?1 AND fence = ?2 AND status = 'Pending'
        """;

    internal const string DropOutboxSql = "DELETE FROM outbox WHERE id = ?1 AND fence = ?2 AND status = 'Pending'";

    internal const string PutBackOutboxSql = """
        UPDATE outbox SET claimable_at = ?3, failures = ?4, last_error = ?5 WHERE id = ?1 AND fence = ?2 AND status = 'Pending'
        """;

    internal const string RenewOutboxSql = """
        UPDATE outbox SET claimable_at = ?3 WHERE id = ?1 AND fence = ?2 AND status = 'Pending'
        """;

    internal const string KeepAnswerSql = """
        UPDATE outbox SET status = 'Held', payload = ?3, last_error = ?4 WHERE id = ?1 AND fence = ?2 AND status = 'Pending'
        """;

    internal const string KeepForNextTrySql = """
        UPDATE outbox SET payload = ?3, last_error = ?4, claimable_at = ?5 WHERE id = ?1 AND fence = ?2 AND status = 'Pending'
        """;

    internal const string ReviveOutboxSql = """
        UPDATE outbox SET status = 'Pending', claimable_at = ?2, failures = 0, settled_at = NULL, fence = fence + 1
        WHERE id = ?1 AND status IN ('Held', 'Dead')
        """;

    /// <summary>Leases messages that may be sent now, in the order they were asked for.</summary>
    public List<OutgoingMessage> ClaimOutbox(OutboxLane lane, DateTimeOffset now, TimeSpan lease, int count)
    {
        if (lane == OutboxLane.House)
        {
            // Two claims side by side could each take a part of one case's line.
            connection.Lock("outbox.house");
        }

        connection.Alone();
        var claimed = Statement(lane == OutboxLane.House ? ClaimHouseSql : ClaimOutsideSql).Bind(now).Bind(now + lease).Bind((long)count).Read(row => (Place: row.Whole(10), Message: new OutgoingMessage(
            row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4), PayloadOf(row.Text(5)), row.Text(6), row.Instant(7), row.Whole(8), (int)row.Whole(9))));
        claimed.Sort(static (a, b) => a.Place.CompareTo(b.Place));
        return claimed.ConvertAll(c => c.Message);
    }

    /// <summary>Forgets a message that was carried out.</summary>
    /// <returns>0 when the claim was taken over.</returns>
    public int DropOutbox(OutgoingMessage message) => Statement(DropOutboxSql).Bind(message.Id).Bind(message.Fence).Run();

    /// <returns>0 when the claim was taken over.</returns>
    public int SettleOutbox(OutboxSettlement settlement, DateTimeOffset now) => Settlement(settlement, now).Run();

    /// <summary>Prolongs a lease.</summary>
    /// <returns>0 when the claim was taken over.</returns>
    public int RenewOutbox(OutgoingMessage message, DateTimeOffset until) =>
        Statement(RenewOutboxSql).Bind(message.Id).Bind(message.Fence).Bind(until).Run();

    /// <summary>Holds a message whose answer has come but could not be used; the answer is kept in its payload.</summary>
    /// <returns>0 when the claim was taken over.</returns>
    public int KeepAnswer(OutgoingMessage message, JsonObject payload, string error) =>
        Statement(KeepAnswerSql).Bind(message.Id).Bind(message.Fence).Bind(ArgsJson.Write(payload)).Bind(error).Run();

    /// <summary>Keeps the answer for another try to store it, which asks nobody.</summary>
    /// <returns>0 when the claim was taken over.</returns>
    public int KeepForNextTry(OutgoingMessage message, JsonObject payload, string error, DateTimeOffset claimableAt) =>
        Statement(KeepForNextTrySql).Bind(message.Id).Bind(message.Fence).Bind(ArgsJson.Write(payload)).Bind(error).Bind(claimableAt).Run();

    /// <summary>Gives a held or dead message another chance, after a person has put right what kept it.</summary>
    public int ReviveOutbox(string messageId, DateTimeOffset now)
    {
        Announce(HostChangeKind.Work, messageId);
        return Statement(ReviveOutboxSql).Bind(messageId).Bind(now).Run();
    }

    /// <summary>Ends a lease nothing was done with.</summary>
    /// <returns>0 when the claim was taken over.</returns>
    public int GiveBackOutbox(OutgoingMessage message, DateTimeOffset now)
    {
        Announce(HostChangeKind.Work, message.CaseId);
        return RenewOutbox(message, now);
    }

    /// <summary>One message that cannot be read must not keep all others from being claimed; without what it says no sender takes it.</summary>
    private static JsonObject PayloadOf(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return new JsonObject { [OutgoingMessage.Unreadable] = true };
        }
    }

    private HotStatement Settlement(OutboxSettlement settlement, DateTimeOffset now) => settlement.Status == OutboxStatus.Pending
        ? Statement(PutBackOutboxSql).Bind(settlement.MessageId).Bind(settlement.Fence).Bind(settlement.Next).Bind((long)settlement.Failures).Bind(settlement.Error)
        : Statement(SettleOutboxSql).Bind(settlement.MessageId).Bind(settlement.Fence).Bind(settlement.Status.ToString())
            .Bind(settlement.Reference).Bind(settlement.Error).Bind(now);

    private void StoreOutbox(IReadOnlyList<OutboxMessage> messages)
    {
        foreach (var message in messages)
        {
            Statement(InsertOutboxMessage)
                .Bind(message.Id).Bind(message.CaseId).Bind(message.Kind).Bind(message.Target).Bind(message.Template)
                .Bind(ArgsJson.Write(message.Payload)).Bind(message.IdempotencyKey)
                .Bind(CeilToMs(message.NotBefore)).Bind(message.CreatedAt)
                .Send();
        }
    }
}
