using WorkflowHost.Runtime.Hosts;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>
/// Every write of the hot path, prepared once per connection. What is read here and written after is exact only under
/// <see cref="HotConnection.Lock"/>, since a server has many writers. Not thread safe: it belongs to the write it is given to.
/// </summary>
internal sealed partial class HotSql(HotConnection connection)
{
    internal HotConnection Connection => connection;

    /// <param name="sql">A constant of this class.</param>
    private HotStatement Statement(string sql) => connection.Statement(sql);

    private void Announce(HostChangeKind kind, string subject) => connection.Announce(new(kind, subject, null));

    private static string? Codes(IReadOnlyCollection<string> codes) => codes.Count == 0 ? null : $" {string.Join(' ', codes)} ";
}
