using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.SqlServer;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Runtime.Versions;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.SqlServer;

/// <summary>What EF Core makes of the lists and searches for SQL Server, caught on its way to a server that is not there.</summary>
public sealed class SqlServerListsTests
{
    public static TheoryData<string> Lists => new(Asked.Keys);

    private static readonly Dictionary<string, Func<RuntimeHarness, Task>> Asked = new(StringComparer.Ordinal)
    {
        ["inbox"] = host => host.Queries.InboxAsync(RuntimeHarness.Agent, new("XE[1]", "handling", 2, "agent")),
        ["cases"] = host => host.Queries.CasesAsync(
            new("50%_[a]", CaseStatus.Open, "handling", 2, "claims", "s-handler", "bj", Overdue: true, CaseSort.Newest, "1790000000000-c1"), RuntimeHarness.Lead),
        ["archive"] = host => host.Queries.CasesAsync(new("a", CaseStatus.Ended), RuntimeHarness.Lead),
        ["rules"] = host => host.Get<RuleDesk>().ListAsync(),
        ["cases by next deadline"] = host => host.Queries.CasesAsync(new(Sort: CaseSort.NextDue, Cursor: "1790000000000-c1", Overdue: false), RuntimeHarness.Lead),
        ["board"] = host => host.Queries.BoardAsync(RuntimeHarness.Lead, new("bj", "s-handler", 2, "contact", new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero))),
        ["revisits"] = host => host.Queries.RevisitsAsync(new(new DateOnly(2026, 9, 29)), RuntimeHarness.Lead),
        ["notifications"] = host => host.Queries.NotificationsAsync(RuntimeHarness.Agent, unreadOnly: true),
        ["outbox"] = host => host.Queries.OutboxAsync(new(), RuntimeHarness.Lead),
        ["incidents"] = host => host.Queries.IncidentsAsync(RuntimeHarness.Owner),
        ["jobs over incidents"] = host => host.Get<IncidentJobs>().ListAsync(RuntimeHarness.Owner),
        ["stalled"] = host => host.Get<IncidentDesk>().StalledAsync(RuntimeHarness.Owner),
        ["timers"] = host => host.Get<TimerQueries>().PageAsync(new(TimerState.Late, TestPack.DefinitionId, "1790000000000-c1-t1"), RuntimeHarness.Owner),
        ["schedules"] = host => host.Get<ScheduleDesk>().ListAsync(RuntimeHarness.Owner),
        ["instances"] = host => host.InstanceQueries.ListAsync(
            new("a", IsCase: false, "key", "p1", 1, WorkflowStatus.Running, HasIncidents: true) { DefinitionIds = ["a", "b"] }, RuntimeHarness.Owner),
        ["requested tasks"] = host => host.InstanceQueries.TasksAsync("a", RuntimeHarness.Owner),
        ["audit"] = host => host.Get<AuditTrail>().ListAsync("signed_in", "s1", 7),
        ["definitions"] = host => host.Get<DefinitionStore>().ListAsync(),
        ["versions"] = host => host.Get<DefinitionStore>().AllVersionsAsync(),
        ["movable cases"] = host => host.Get<MigrationDesk>().CasesAsync(TestPack.DefinitionId, new(), RuntimeHarness.Owner),
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_OnSqlServer_IsSaidInWordsMicrosoftsParserReads(string list)
    {
        using var server = new NoServer();
        await using var host = await RuntimeHarness.StartAsync(server.Register);
        server.IsAsked = true;
        try
        {
            await Asked[list](host);
        }
        catch (InvalidOperationException) when (server.Texts.Count > 0)
        {
            // It has no rows to answer with; what it was asked is known.
        }
        finally
        {
            server.IsAsked = false;
        }

        Assert.NotEmpty(server.Texts);
        Assert.Contains(server.Texts, text => !text.StartsWith("SELECT COUNT(*)", StringComparison.Ordinal));
        Assert.Empty(server.Texts.SelectMany(TSql.FaultsOf));
    }

    /// <summary>Hands out contexts of SQL Server instead of the file's while it is asked, takes note of every statement, and answers without rows.</summary>
    private sealed class NoServer : DbCommandInterceptor, IDisposable
    {
        private readonly DataTable _nothing = new() { Locale = System.Globalization.CultureInfo.InvariantCulture };
        private readonly DataTable _count = new() { Locale = System.Globalization.CultureInfo.InvariantCulture };

        public NoServer()
        {
            _count.Columns.Add("count", typeof(int));
            _count.Rows.Add(1);
        }

        public List<string> Texts { get; } = [];

        public bool IsAsked { get; set; }

        public void Register(IServiceCollection services) => services.Replace(
            ServiceDescriptor.Singleton<IDbContextFactory<WorkflowDbContext>>(sp => new Factory(this, ActivatorUtilities.CreateInstance<PooledDbContextFactory<WorkflowDbContext>>(sp))));

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Texts.Add(command.CommandText);
            // A list that counts first goes on to its rows only when there are some.
            var isCount = command.CommandText.StartsWith("SELECT COUNT(*)", StringComparison.Ordinal) && !command.CommandText.Contains("GROUP BY", StringComparison.Ordinal);
            return InterceptionResult<DbDataReader>.SuppressWithResult((isCount ? _count : _nothing).CreateDataReader());
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            new(ReaderExecuting(command, eventData, result));

        public void Dispose()
        {
            _nothing.Dispose();
            _count.Dispose();
        }

        private sealed class Factory(NoServer server, IDbContextFactory<WorkflowDbContext> file) : IDbContextFactory<WorkflowDbContext>
        {
            public WorkflowDbContext CreateDbContext() => server.IsAsked
                ? new SqlServerWorkflowDbContext(new DbContextOptionsBuilder<SqlServerWorkflowDbContext>()
                    .UseSqlServer("Server=nowhere;Database=none", options => options.UseCompatibilityLevel(150))
                    .AddInterceptors(server, new NoConnection())
                    .Options)
                : file.CreateDbContext();
        }
    }

    private sealed class NoConnection : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            new(InterceptionResult.Suppress());
    }
}
