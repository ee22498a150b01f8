using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Sop.Rules;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Rules edited on screen. Each write holds <see cref="LockRules"/>, so what it read first still holds when it writes.</summary>
internal sealed partial class HotSql
{
    internal const string InsertRule = """
        INSERT INTO rules (kind, rule_id, version, state, is_removed, json, text, origin, revision, file_digest, changed_at, changed_by_id, changed_by_name,
            published_at, published_by_name, sequence, requested_by_id, requested_by_name)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        """;

    internal const string DeleteRuleDraft = "DELETE FROM rules WHERE kind = ?1 AND rule_id = ?2 AND version = 0";

    internal const string RetireRule = "UPDATE rules SET state = 'Retired' WHERE kind = ?1 AND rule_id = ?2 AND state = 'Published'";

    internal const string MarkRuleFile = "UPDATE rules SET file_digest = ?3 WHERE kind = ?1 AND rule_id = ?2 AND state = 'Published'";

    internal const string RequestRule = """
        UPDATE rules SET requested_at = ?3, requested_by_id = ?4, requested_by_name = ?5 WHERE kind = ?1 AND rule_id = ?2 AND version = 0
        """;

    internal const string RejectRule = """
        UPDATE rules SET requested_at = NULL, rejected_at = ?3, rejected_by_name = ?4, rejected_reason = ?5
        WHERE kind = ?1 AND rule_id = ?2 AND version = 0
        """;

    internal const string CurrentRuleRevision = "SELECT coalesce(max(revision), 0) FROM rules WHERE kind = ?1 AND rule_id = ?2";

    internal const string LastRuleSequence = "SELECT coalesce(max(sequence), 0) FROM rules";

    /// <summary>No other host changes rules until this write has ended.</summary>
    public void LockRules() => connection.Lock("rules");

    public int RuleRevision(RuleKey key) => (int)OfRule(CurrentRuleRevision, key).Read(row => row.Whole(0))[0];

    public long RuleSequence() => Statement(LastRuleSequence).Read(row => row.Whole(0))[0];

    public int DropRuleDraft(RuleKey key) => OfRule(DeleteRuleDraft, key).Run();

    /// <summary>The published version is no longer the one in force; another is about to be.</summary>
    public int RetirePublishedRule(RuleKey key) => OfRule(RetireRule, key).Run();

    /// <summary>What the file says was looked at and passed over, or is what is published.</summary>
    public int StoreRuleFile(RuleKey key, string? digest)
    {
        Announce(HostChangeKind.Rules, key.ToString());
        return OfRule(MarkRuleFile, key).Bind(digest).Run();
    }

    /// <param name="at">Null takes a request back.</param>
    public int StoreRuleRequest(RuleKey key, DateTimeOffset? at, string? byId, string? byName)
    {
        Announce(HostChangeKind.Drafts, key.ToString());
        return OfRule(RequestRule, key).Bind(at).Bind(byId).Bind(byName).Run();
    }

    /// <summary>Ends a request by sending the draft back; who asked stays named on it, to be told.</summary>
    public int RejectRuleRequest(RuleKey key, DateTimeOffset at, string byName, string reason)
    {
        Announce(HostChangeKind.Drafts, key.ToString());
        return OfRule(RejectRule, key).Bind(at).Bind(byName).Bind(reason).Run();
    }

    public int StoreRule(StoredRule row)
    {
        Announce(row.State == Rules.RuleState.Published ? HostChangeKind.Rules : HostChangeKind.Drafts, row.Key.ToString());
        return OfRule(InsertRule, row.Key)
            .Bind((long)row.Version).Bind(row.State.ToString()).Bind(row.IsRemoved).Bind(row.Json).Bind(row.Text).Bind(row.Origin.ToString())
            .Bind((long)row.Revision).Bind(row.FileDigest).Bind(row.ChangedAt).Bind(row.ChangedById).Bind(row.ChangedByName)
            .Bind(row.PublishedAt).Bind(row.PublishedByName).Bind(row.Sequence).Bind(row.RequestedById).Bind(row.RequestedByName)
            .Run();
    }

    private HotStatement OfRule(string sql, RuleKey key) => Statement(sql).Bind(key.Kind.ToString()).Bind(key.Id);
}
