using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Storage.SqlServer;
using WorkflowHost.Runtime.Tests.Storage;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.SqlServer;

/// <summary>Every statement of the hot path in T-SQL, as far as that can be judged without a server.</summary>
public sealed partial class SqlServerTextsTests
{
    private static readonly string[] Statements =
    [
        .. Constants(typeof(HotSql)), .. Constants(typeof(HotReads)), SqlServerTexts.InsertChange, SqlServerTexts.TakeTicket,
    ];

    [Fact]
    public void Statements_AllOfTheHotPath_AreReadByMicrosoftsParser()
    {
        Assert.True(Statements.Length > 60, $"Only {Statements.Length} were found.");
        Assert.Empty(Statements.SelectMany(sql => TSql.FaultsOf(SqlServerTexts.Of(sql))));
    }

    [Fact]
    public void Statements_AllOfTheHotPath_KeepTheirParametersAndNothingOfOtherDatabases()
    {
        Assert.All(Statements, sql =>
        {
            var text = SqlServerTexts.Of(sql);
            Assert.DoesNotMatch(Foreign(), text);
            Assert.Equal(Numbers(Named().Matches(sql)), Numbers(Renamed().Matches(text)));
        });
    }

    [Fact]
    public void Parser_TextOfAnotherDatabase_FindsItWrong()
    {
        Assert.NotEmpty(TSql.FaultsOf(HotSql.UpsertTimer));
        Assert.NotEmpty(TSql.FaultsOf(HotReads.RelatedSql));
    }

    [Theory]
    [InlineData(
        "INSERT INTO t (a, b, c) VALUES (?1, ?2, 0) ON CONFLICT (a, b) DO UPDATE SET c = t.c + 1",
        "UPDATE t WITH (UPDLOCK, SERIALIZABLE) SET c = t.c + 1 WHERE a = @p1 AND b = @p2;\nIF @@ROWCOUNT = 0 INSERT INTO t (a, b, c) VALUES (@p1, @p2, 0)")]
    [InlineData(
        "INSERT INTO t (key, b) VALUES (?1, ?2) ON CONFLICT (key) DO NOTHING",
        "INSERT INTO t ([key], b) SELECT @p1, @p2 WHERE NOT EXISTS (SELECT 1 FROM t WITH (UPDLOCK, SERIALIZABLE) WHERE [key] = @p1)")]
    [InlineData("SELECT a FROM t WHERE id IS DISTINCT FROM ?1 ORDER BY a LIMIT ?2", "SELECT TOP (@p2)  a FROM t WHERE (@p1 IS NULL OR id <> @p1) ORDER BY a ")]
    [InlineData(
        "SELECT a FROM (SELECT a FROM t WHERE id IS DISTINCT FROM ?1 ORDER BY a LIMIT ?2) AS x ORDER BY a LIMIT ?2",
        "SELECT TOP (@p2)  a FROM (SELECT TOP (@p2)  a FROM t WHERE (@p1 IS NULL OR id <> @p1) ORDER BY a ) AS x ORDER BY a ")]
    [InlineData("SELECT a FROM t WHERE s = 'Open' AND rowid < ?1", "SELECT a FROM t WHERE s = N'Open' AND place < @p1")]
    public void Text_OfSqlite_IsSaidAsSqlServerSaysIt(string sqlite, string sqlServer) => Assert.Equal(sqlServer, SqlServerTexts.Of(sqlite));

    [Fact]
    public void Message_OfAWholeBurst_IsOneTransactionThatEveryDemandCanEnd()
    {
        using var connection = Connection();
        connection.Begin();
        new HotSql(connection).StoreBurst(Burst());
        using var command = new SqlCommand();

        SqlServerMessage.Write(command, connection.Waiting, isWhole: true, counts: false);

        Assert.Empty(TSql.FaultsOf(command.CommandText));
        Assert.StartsWith("SET NOCOUNT ON;\nBEGIN TRANSACTION;\n", command.CommandText, StringComparison.Ordinal);
        Assert.EndsWith("COMMIT TRANSACTION;\n", command.CommandText, StringComparison.Ordinal);
        // The receipt, the schedule's instant, the version and the settlement.
        Assert.Equal(4, Throws().Count(command.CommandText));
        Assert.Equal(command.Parameters.Count, Values().Matches(command.CommandText).Select(match => match.Value).Distinct().Count());
    }

    [Fact]
    public void Message_ValueIsAskedTwice_IsSentOnce()
    {
        using var connection = Connection();
        connection.Statement(HotSql.DropTimerSql).Bind("c1").Bind("t1").Bind(7L).Send();
        connection.Statement(HotReads.MergeTargetSql).Bind("c2").Send();
        using var command = new SqlCommand();

        SqlServerMessage.Write(command, connection.Waiting, isWhole: false, counts: true);

        Assert.Equal(
            "SET NOCOUNT ON;\nDELETE FROM timers WHERE case_id = @v0 AND timer_id = @v1 AND fence = @v2;\nSET NOCOUNT OFF;\nSELECT number, status, definition_id FROM cases WHERE number = @v3 UNION ALL SELECT number, status, definition_id FROM archived_cases WHERE number = @v3;\n",
            command.CommandText);
        Assert.Equal(["c1", "t1", 7L, "c2"], command.Parameters.Cast<SqlParameter>().Select(parameter => parameter.Value));
    }

    [Fact]
    public void Lock_Shared_LetsOthersShareItAndReadsAsMicrosoftsParserDoes()
    {
        using var connection = Connection();
        connection.LockShared("definition:a");
        connection.Lock("definition:b");
        using var command = new SqlCommand();

        SqlServerMessage.Write(command, connection.Waiting, isWhole: true, counts: false);

        Assert.Empty(TSql.FaultsOf(command.CommandText));
        Assert.True(command.CommandText.IndexOf("N'Shared'", StringComparison.Ordinal) < command.CommandText.IndexOf("N'Exclusive'", StringComparison.Ordinal));
        Assert.Empty(TSql.FaultsOf(SqlServerTexts.Enter));
    }

    [Fact]
    public void Lock_NameIsLong_FitsTheServersLimit()
    {
        using var connection = Connection();
        connection.Lock("short");
        connection.Lock(new string('长', 300));

        Assert.Equal("short", connection.Waiting[0].Values[0].Value);
        Assert.Equal(64, ((string)connection.Waiting[1].Values[0].Value).Length);
    }

    private static SqlServerConnection Connection() => new(new SqlConnection(), TimeSpan.FromSeconds(5), new());

    private static CaseWrite Burst() =>
        Rows.Write(
            Rows.State("c1"),
            Rows.Changes(
                set: [new CaseTimer("t1", Rows.Noon, CaseTimerKind.Ladder, "k1")], cleared: ["t2"], timeline: [Rows.Entry("c1", 1)], outbox: [Rows.Message("m1", "c1")]),
            new CommandReceipt("key", "s1", "hash"),
            new OutboxSettlement("m0", 3, OutboxStatus.Sent, "r", null)) with
        {
            News = Rows.News("c1"),
            Journal = "[]",
            Guard = new StartGuard(ActivationStrategy.Always, null, new ScheduleFiring("d", "a", Rows.Noon, null, Rows.Noon)),
        };

    private static IEnumerable<string> Constants(Type type) => type
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(field => field.IsLiteral && field.FieldType == typeof(string))
        .Select(field => (string)field.GetRawConstantValue()!)
        // The others are parts of these.
        .Where(text => text == HotReads.HorizonSql || text.Split(' ')[0] is "SELECT" or "INSERT" or "UPDATE" or "DELETE" or "PRAGMA");

    private static IEnumerable<int> Numbers(MatchCollection found) =>
        found.Select(match => int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order();

    [GeneratedRegex(@"\?(\d+)")]
    private static partial Regex Named();

    [GeneratedRegex(@"@p(\d+)")]
    private static partial Regex Renamed();

    [GeneratedRegex(@"@v\d+")]
    private static partial Regex Values();

    [GeneratedRegex("THROW 51")]
    private static partial Regex Throws();

    [GeneratedRegex(@"\?\d|\$\d|ON CONFLICT|RETURNING|\bLIMIT\b|\browid\b|PRAGMA|IS DISTINCT")]
    private static partial Regex Foreign();
}
