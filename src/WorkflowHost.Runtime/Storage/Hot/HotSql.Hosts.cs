namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>What hosts on one database share. Only there: the embedded file has no such tables.</summary>
internal sealed partial class HotSql
{
    internal const string NextNumberSql = """
        INSERT INTO counters (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = greatest(counters.value + 1, ?2) RETURNING value
        """;

    internal const string TrimChangesSql = "DELETE FROM changes WHERE at < ?1";

    /// <summary>Counts on.</summary>
    /// <param name="least">The number to begin or to go on with when the count has not got there.</param>
    public int NextNumber(string counter, int least)
    {
        connection.Alone();
        return (int)Statement(NextNumberSql).Bind(counter).Bind((long)least).Read(row => row.Whole(0))[0];
    }

    /// <summary>Forgets what every host has long read.</summary>
    public int TrimChanges(DateTimeOffset before) => Statement(TrimChangesSql).Bind(before).Run();
}
