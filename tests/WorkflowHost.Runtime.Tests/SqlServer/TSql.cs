using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WorkflowHost.Runtime.Tests.SqlServer;

/// <summary>Microsoft's own parser of what SQL Server 2019 understands: what no server is needed to find wrong.</summary>
internal static class TSql
{
    /// <returns>What is wrong with it; empty when it reads well.</returns>
    public static IReadOnlyList<string> FaultsOf(string sql)
    {
        using var reader = new StringReader(sql);
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var faults);
        return [.. faults.Select(fault => $"{fault.Line}:{fault.Column} {fault.Message} in: {sql}")];
    }
}
