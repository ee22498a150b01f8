using WorkflowHost.Runtime.Hosts;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>What other hosts did. Only on a database that hosts share; the embedded file has neither the table nor the horizon.</summary>
internal sealed partial class HotReads
{
    /// <summary>Each server has its own words for it: up to which transaction everything has been stored, and what time it is.</summary>
    internal const string HorizonSql = "horizon and time";

    internal const string ChangesSql = "SELECT kind, body, host, ticket, part, xid FROM changes WHERE xid >= ?1 AND host <> ?2 ORDER BY xid, ticket, part";

    /// <summary>The number of a transaction below which nothing can be stored any more, and the database's clock.</summary>
    public (long Horizon, DateTimeOffset Now) Horizon() => connection.Statement(HorizonSql).Read(r => (r.Whole(0), r.Instant(1)))[0];

    /// <summary>What others than this host have stored by transactions from a horizon on, in their order; later ones may still come between them.</summary>
    public List<HostMessage> Changes(long from, string exceptHost) =>
        connection.Statement(ChangesSql).Bind(from).Bind(exceptHost).Read(r => new HostMessage(r.Text(0), r.Text(1), (r.Text(2), r.Whole(3), r.Whole(4)), r.Whole(5)));
}
