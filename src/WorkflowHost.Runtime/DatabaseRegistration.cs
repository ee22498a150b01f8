using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Storage.Postgres;
using WorkflowHost.Runtime.Storage.Sqlite;
using WorkflowHost.Runtime.Storage.SqlServer;

namespace WorkflowHost.Runtime;

/// <summary>What differs from database to database: connections, writers, schema, the clock, where jobs are kept.</summary>
internal static class DatabaseRegistration
{
    /// <param name="connectionString">Jobs are kept behind it; given apart, since the options may not be read before they can be refused in words.</param>
    public static IServiceCollection AddDatabase(this IServiceCollection services, DatabaseProvider provider, string? connectionString)
    {
        services.AddSingleton<HostIdentity>();
        services.AddSingleton<OtherHosts>();
        return provider switch
        {
            DatabaseProvider.Postgres => services.AddPostgres(connectionString),
            DatabaseProvider.SqlServer => services.AddSqlServer(connectionString),
            _ => services.AddSqlite(),
        };
    }

    private static IServiceCollection AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton(sp =>
        {
            var options = sp.GetRequiredService<IOptions<RuntimeOptions>>().Value;
            return new SqliteDatabase(SqliteDatabase.ConnectionStringOf(options.DatabaseFile, options.BusyTimeout), options.BusyTimeout);
        });
        services.AddSingleton<IHotDatabase>(sp => sp.GetRequiredService<SqliteDatabase>());
        services.AddPooledDbContextFactory<WorkflowDbContext>((sp, builder) =>
            SqliteDatabase.Configure(builder, sp.GetRequiredService<SqliteDatabase>().ConnectionString));
        services.AddSingleton<WriteQueue, SqliteWriteQueue>();
        // In memory: the truth is in our tables, so a restart loses nothing, and what ran need not be kept for long.
        return services.AddHangfire(jobs => jobs.UseJobFormat()
            .UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromMinutes(10) }));
    }

    private static IServiceCollection AddPostgres(this IServiceCollection services, string? connectionString)
    {
        services.AddSingleton(sp =>
        {
            var options = sp.GetRequiredService<IOptions<RuntimeOptions>>().Value;
            return new PostgresDatabase(options.ConnectionString!, options.BusyTimeout, sp.GetRequiredService<HostIdentity>());
        });
        services.AddPooledDbContextFactory<PostgresWorkflowDbContext>((sp, builder) =>
            PostgresDatabase.Configure(builder, sp.GetRequiredService<PostgresDatabase>().Source));
        services.AddSingleton<IDbContextFactory<WorkflowDbContext>, WorkflowDbContextFactory<PostgresWorkflowDbContext>>();
        services.AddSharedDatabase<PostgresDatabase>();
        return services.AddHangfire(jobs => jobs.UseJobFormat().UsePostgreSqlStorage(
            // Its own pool, so that its polling never waits behind cases.
            storage => storage.UseNpgsqlConnection(connectionString),
            new PostgreSqlStorageOptions
            {
                SchemaName = "hangfire",
                // A job is fetched when it is announced; the polling is only for announcements that were lost.
                EnableLongPolling = true,
                QueuePollInterval = TimeSpan.FromSeconds(5),
                // What a dead host had fetched is long done by then: jobs say when to look, not what is due.
                InvisibilityTimeout = TimeSpan.FromMinutes(5),
            }));
    }

    private static IServiceCollection AddSqlServer(this IServiceCollection services, string? connectionString)
    {
        services.AddSingleton(sp =>
        {
            var options = sp.GetRequiredService<IOptions<RuntimeOptions>>().Value;
            return new SqlServerDatabase(options.ConnectionString!, options.BusyTimeout, sp.GetRequiredService<HostIdentity>());
        });
        services.AddSharedDatabase<SqlServerDatabase>();
        services.AddPooledDbContextFactory<SqlServerWorkflowDbContext>((sp, builder) =>
            SqlServerDatabase.Configure(builder, sp.GetRequiredService<SqlServerDatabase>().ConnectionString));
        services.AddSingleton<IDbContextFactory<WorkflowDbContext>, WorkflowDbContextFactory<SqlServerWorkflowDbContext>>();
        return services.AddHangfire(jobs => jobs.UseJobFormat().UseSqlServerStorage(
            connectionString,
            new SqlServerStorageOptions
            {
                SchemaName = SqlServerDatabase.JobSchema,
                // Made with ours: this storage is there before the database may be, and asks nothing of it before it is used.
                PrepareSchemaIfNecessary = false,
                TryAutoDetectSchemaDependentOptions = false,
                SqlClientFactory = SqlClientFactory.Instance,
                // Hangfire's own recommendations since 1.7.
                CommandBatchMaxTimeout = TimeSpan.FromMinutes(5),
                UseRecommendedIsolationLevel = true,
                DisableGlobalLocks = true,
                // A job says when to look, not what is due, so a second is soon enough and costs an idle server little.
                QueuePollInterval = TimeSpan.FromSeconds(1),
                SlidingInvisibilityTimeout = TimeSpan.FromMinutes(5),
            }));
    }

    /// <summary>What any server needs: many writers, its clock, news of the other hosts.</summary>
    private static void AddSharedDatabase<TDatabase>(this IServiceCollection services)
        where TDatabase : class, IServerDatabase
    {
        services.AddDatabaseTime();
        services.AddSingleton<IHotDatabase>(sp => sp.GetRequiredService<TDatabase>());
        services.AddSingleton<WriteQueue>(sp => new ServerWriteQueue(
            sp.GetRequiredService<TDatabase>(), sp.GetRequiredService<IOptions<RuntimeOptions>>().Value.Writers, sp.GetRequiredService<ILogger<WriteQueue>>()));
        services.AddHostedService(sp => sp.GetRequiredService<OtherHosts>());
    }

    private static IGlobalConfiguration UseJobFormat(this IGlobalConfiguration jobs) => jobs
        .UseSimpleAssemblyNameTypeSerializer()
        .UseRecommendedSerializerSettings();

    /// <summary>Leases and due times go by one clock for all hosts. A clock that a test or a simulation has set stays.</summary>
    private static void AddDatabaseTime(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseTime>();
        if (services.LastOrDefault(service => service.ServiceType == typeof(TimeProvider))?.ImplementationInstance == TimeProvider.System)
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(sp => sp.GetRequiredService<DatabaseTime>()));
        }
    }
}
