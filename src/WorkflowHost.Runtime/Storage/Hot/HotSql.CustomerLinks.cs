using WorkflowHost.Sop.CustomerLinks;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Links of customers. Each limit stands in the condition of the write it guards, so that many tries at once don't get round it.</summary>
internal sealed partial class HotSql
{
    internal const string InsertCustomerLink = """
        INSERT INTO customer_links (id, case_id, case_number, purpose, notice_id, form_id, event_name, sent_at, expires_at, code_tries, wrong_tries, codes_asked)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0, 0) ON CONFLICT (id) DO NOTHING
        """;

    internal const string InsertCustomerToken = "INSERT INTO customer_tokens (hash, link_id) VALUES (?1, ?2)";

    internal const string DeleteCustomerToken = "DELETE FROM customer_tokens WHERE hash = ?1";

    internal const string AskCustomerCode = """
        UPDATE customer_links SET
            codes_asked = CASE WHEN codes_since IS NULL OR codes_since <= ?3 THEN 1 ELSE codes_asked + 1 END,
            codes_since = CASE WHEN codes_since IS NULL OR codes_since <= ?3 THEN ?2 ELSE codes_since END,
            code_asked_at = ?2
        WHERE id = ?1 AND (code_asked_at IS NULL OR code_asked_at <= ?4)
            AND (codes_since IS NULL OR codes_since <= ?3 OR codes_asked < ?5) AND wrong_tries < ?6
        """;

    /// <summary>The code before it stays good beside it, but only if it still was: one that has run out does not come back.</summary>
    internal const string StoreCustomerCode = """
        UPDATE customer_links SET earlier_code_hash = CASE WHEN code_until > ?4 THEN code_hash ELSE NULL END, code_hash = ?2, code_until = ?3, code_tries = 0
        WHERE id = ?1 AND revoked_at IS NULL
        """;

    internal const string TryCustomerCode = """
        UPDATE customer_links SET code_tries = code_tries + 1, wrong_tries = wrong_tries + 1
        WHERE id = ?1 AND code_until > ?2 AND code_tries < ?3 AND wrong_tries < ?4
        """;

    /// <summary>The used code alone stays good for a moment, counted from its first use: a finger that taps twice sends it twice.</summary>
    internal const string OpenCustomerLink = """
        UPDATE customer_links SET opened_at = coalesce(opened_at, ?2), code_hash = NULL, earlier_code_hash = ?3,
            code_until = CASE WHEN code_hash IS NULL OR code_until < ?4 THEN code_until ELSE ?4 END, code_tries = code_tries - 1, wrong_tries = wrong_tries - 1
        WHERE id = ?1 AND (code_hash = ?3 OR earlier_code_hash = ?3)
        """;

    internal const string AnswerCustomerLink = "UPDATE customer_links SET answered_at = ?2 WHERE id = ?1 AND answered_at IS NULL";

    internal const string RevokeCustomerLink = """
        UPDATE customer_links SET revoked_at = ?2, revoked_by = ?3, code_hash = NULL, earlier_code_hash = NULL WHERE id = ?1 AND case_id = ?4 AND revoked_at IS NULL
        """;

    public int IssueCustomerLink(CustomerLinkOffer offer, string caseId, string tokenHash, DateTimeOffset now)
    {
        Statement(InsertCustomerLink)
            .Bind(offer.Id).Bind(caseId).Bind(offer.Number).Bind(offer.Purpose.ToString()).Bind(offer.NoticeId).Bind(offer.FormId).Bind(offer.EventName)
            .Bind(now).Bind(offer.ExpiresAt)
            .Run();
        return Statement(InsertCustomerToken).Bind(tokenHash).Bind(offer.Id).Run();
    }

    /// <returns>0 when the link has had as many codes as it may for now.</returns>
    public int ReserveCustomerCode(string linkId, DateTimeOffset now, (TimeSpan Pause, TimeSpan Span, int MostInSpan, int MostWrong) limits) =>
        Statement(AskCustomerCode)
            .Bind(linkId).Bind(now).Bind(now - limits.Span).Bind(now - limits.Pause).Bind((long)limits.MostInSpan).Bind((long)limits.MostWrong)
            .Run();

    /// <summary>Forgets addresses that nobody was sent.</summary>
    public int WithdrawCustomerTokens(IReadOnlyList<string> tokenHashes) => tokenHashes.Sum(hash => Statement(DeleteCustomerToken).Bind(hash).Run());

    public int KeepCustomerCode(string linkId, string hash, DateTimeOffset now, DateTimeOffset until) =>
        Statement(StoreCustomerCode).Bind(linkId).Bind(hash).Bind(until).Bind(now).Run();

    /// <summary>Counts the try before it is judged: it is wrong until <see cref="OpenByCode"/> takes it.</summary>
    public int CountCodeTry(string linkId, DateTimeOffset now, int mostOfCode, int mostWrong) =>
        Statement(TryCustomerCode).Bind(linkId).Bind(now).Bind((long)mostOfCode).Bind((long)mostWrong).Run();

    /// <param name="again">Until when the same code opens it once more.</param>
    public int OpenByCode(string linkId, string hash, DateTimeOffset now, DateTimeOffset again) =>
        Statement(OpenCustomerLink).Bind(linkId).Bind(now).Bind(hash).Bind(again).Run();

    public int MarkCustomerAnswer(string linkId, DateTimeOffset now) => Statement(AnswerCustomerLink).Bind(linkId).Bind(now).Run();

    public int RevokeLink(string linkId, string caseId, string by, DateTimeOffset now) =>
        Statement(RevokeCustomerLink).Bind(linkId).Bind(now).Bind(by).Bind(caseId).Run();
}
