using WorkflowHost.Sop.Contacts;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>Numbers that are not to be called.</summary>
internal sealed partial class HotSql
{
    internal const string InsertContactBlock = """
        INSERT INTO contact_blocks (id, number, until, reason, case_id, case_number, at, by_id, by_name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """;

    internal const string EndContactBlock = "UPDATE contact_blocks SET ended_at = ?2, ended_by_name = ?3, end_reason = ?4 WHERE id = ?1 AND ended_at IS NULL";

    public int StoreContactBlock(ContactBlock block) => OfBlock(block).Run();

    /// <returns>0 when it had ended already.</returns>
    public int StoreContactBlockEnd(string id, DateTimeOffset at, string byName, string reason) =>
        Statement(EndContactBlock).Bind(id).Bind(at).Bind(byName).Bind(reason).Run();

    /// <summary>Within the burst that learnt of it.</summary>
    private void SendContactBlock(ContactBlock block) => OfBlock(block).Send();

    private HotStatement OfBlock(ContactBlock block) => Statement(InsertContactBlock)
        .Bind(block.Id).Bind(block.Number).Bind(block.Until).Bind(block.Reason).Bind(block.CaseId).Bind(block.CaseNumber).Bind(block.At).Bind(block.ById).Bind(block.ByName);
}
