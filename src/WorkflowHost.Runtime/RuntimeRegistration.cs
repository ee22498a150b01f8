using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Runtime.Archive;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Contacts;
using WorkflowHost.Runtime.CustomerLinks;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Figures;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Outbox.Senders;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Rehearsals;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Runtime.Versions;

namespace WorkflowHost.Runtime;

/// <summary>Adds the runtime to a host. Public classes keep their parts internal, so they are made here by hand.</summary>
public static class RuntimeRegistration
{
    /// <summary>
    /// Adds stores, commands, queries, timers and outbox. The host awaits <see cref="RuntimeStartup.RunAsync"/> before it listens.
    /// A <see cref="TimeProvider"/> or <see cref="IIdSource"/> registered before is kept.
    /// </summary>
    public static IServiceCollection AddWorkflowRuntime(this IServiceCollection services, Action<RuntimeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<RuntimeOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RuntimeOptions>, RuntimeOptionsValidation>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource, RandomIdSource>();
        var early = new RuntimeOptions();
        configure(early);
        return services
            .AddDatabase(early.Provider, early.ConnectionString)
            .AddStorage()
            .AddCases()
            .AddInstances()
            .AddOutbox()
            .AddTimers(early.RunTimers);
    }

    private static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<ReadPool>();
        services.AddSingleton(sp => new StorageHealth(sp.GetRequiredService<WriteQueue>()));
        services.AddSingleton(sp => new AuditTrail(
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<WriteQueue>(),
            sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<AuditTrail>>()));
        services.AddSingleton(sp => new StaffDirectory(
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<WriteQueue>()));
        services.AddSingleton(sp => new DefinitionStore(
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<SopPackSource>(), sp.GetRequiredService<StaffDirectory>(),
            sp.GetRequiredService<IOptions<RuntimeOptions>>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new DefinitionFiles(
            sp.GetRequiredService<DefinitionStore>(), sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<WriteQueue>(),
            sp.GetRequiredService<AuditTrail>(), sp.GetRequiredService<IOptions<RuntimeOptions>>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new RehearsalDesk(
            sp.GetRequiredService<DefinitionStore>(), sp.GetRequiredService<SopPackSource>(), sp.GetRequiredService<StaffDirectory>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new DefinitionReviews(sp.GetRequiredService<DefinitionStore>(), sp.GetRequiredService<SopPackSource>()));
        services.AddSingleton(sp => new PublicationRequests(
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<StaffDirectory>(), sp.GetRequiredService<IOptions<RuntimeOptions>>()));
        services.AddSingleton(sp => new DefinitionDesk(
            sp.GetRequiredService<DefinitionStore>(), sp.GetRequiredService<DefinitionFiles>(), sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(),
            sp.GetRequiredService<WriteQueue>(), sp.GetRequiredService<AuditTrail>(), sp.GetRequiredService<PublicationRequests>(), sp.GetRequiredService<RuleShelf>(), sp.GetRequiredService<CaseChangeFeed>(),
            sp.GetRequiredService<DueWork>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<DefinitionDesk>>()));
        services.AddSingleton<SopPackSource>();
        services.AddSingleton<RuleShelf>();
        services.AddSingleton<RuleUses>();
        services.AddSingleton<RuleReviews>();
        services.AddSingleton(sp => new RuleTrials(sp.GetRequiredService<RuleShelf>(), sp.GetRequiredService<SopPackSource>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new RuleDesk(
            sp.GetRequiredService<RuleShelf>(), sp.GetRequiredService<RuleReviews>(), sp.GetRequiredService<RuleUses>(), sp.GetRequiredService<SopPackSource>(),
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<WriteQueue>(), sp.GetRequiredService<AuditTrail>(),
            sp.GetRequiredService<CaseChangeFeed>(), sp.GetRequiredService<DueWork>(), sp.GetRequiredService<ProvisionalClocks>(), sp.GetRequiredService<IOptions<RuntimeOptions>>(),
            sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WorkflowsFolder>();
        services.AddSingleton(sp => new RuntimeStartup(
            sp.GetRequiredService<IHotDatabase>(), sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(),
            sp.GetRequiredService<WorkflowsFolder>(), sp.GetRequiredService<StaffDirectory>(), sp.GetRequiredService<OtherHosts>(),
            sp.GetRequiredService<WriteQueue>(), sp.GetRequiredService<ProvisionalClocks>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<RuntimeStartup>>()));
        return services;
    }

    private static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.AddSingleton<CaseChangeFeed>();
        services.AddSingleton<DueWork>();
        services.AddSingleton(sp => new CaseCache(sp.GetRequiredService<IOptions<RuntimeOptions>>().Value.CachedCases));
        services.AddSingleton<CaseTurns>();
        services.AddSingleton<CaseReader>();
        services.AddSingleton<CaseReaders>();
        services.AddSingleton<CaseViews>();
        services.AddSingleton<CaseNumbers>();
        services.AddSingleton<CaseCommits>();
        services.AddSingleton<BoardCounts>();
        services.AddSingleton<CaseCommandRunner>();
        services.AddSingleton<CaseOpening>();
        services.AddSingleton<ProvisionalClocks>();
        services.AddSingleton(sp => new CaseDesk(
            sp.GetRequiredService<CaseCommandRunner>(), sp.GetRequiredService<CaseReader>(), sp.GetRequiredService<CaseReaders>(), sp.GetRequiredService<CaseViews>(),
            sp.GetRequiredService<CaseOpening>(), sp.GetRequiredService<DefinitionStore>(), sp.GetRequiredService<AuditTrail>(), sp.GetRequiredService<IIdSource>()));
        services.AddSingleton<FigureReader>();
        services.AddSingleton(sp => new FigureDesk(sp.GetRequiredService<FigureReader>(), sp.GetRequiredService<CaseReaders>(), sp.GetRequiredService<SopPackSource>()));
        services.AddSingleton(sp => new CustomerLinkDesk(
            sp.GetRequiredService<CaseCommandRunner>(), sp.GetRequiredService<CaseReader>(), sp.GetRequiredService<CaseReaders>(), sp.GetRequiredService<DefinitionStore>(),
            sp.GetRequiredService<SopPackSource>(), sp.GetRequiredService<StaffDirectory>(), sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<WriteQueue>(),
            sp.GetRequiredService<AuditTrail>()));
        services.AddSingleton(sp => new MigrationDesk(
            sp.GetRequiredService<CaseCommandRunner>(), sp.GetRequiredService<CaseReader>(), sp.GetRequiredService<DefinitionStore>(),
            sp.GetRequiredService<StaffDirectory>(), sp.GetRequiredService<CaseReaders>(), sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(),
            sp.GetRequiredService<AuditTrail>()));
        services.AddSingleton(sp => new RecountDesk(
            sp.GetRequiredService<CaseCommandRunner>(), sp.GetRequiredService<CaseReader>(), sp.GetRequiredService<DefinitionStore>(),
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<AuditTrail>(), sp.GetRequiredService<ILogger<RecountDesk>>()));
        services.AddSingleton(sp => new IncidentDesk(
            sp.GetRequiredService<CaseCommandRunner>(), sp.GetRequiredService<CaseReader>(), sp.GetRequiredService<CaseReaders>(),
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<AuditTrail>()));
        services.AddSingleton(sp => new IncidentJobs(
            sp.GetRequiredService<IncidentDesk>(), sp.GetRequiredService<WriteQueue>(), sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(),
            sp.GetRequiredService<CaseReaders>(), sp.GetRequiredService<AuditTrail>(), sp.GetRequiredService<IIdSource>(),
            sp.GetRequiredService<IOptions<RuntimeOptions>>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<IncidentJobs>>()));
        services.AddSingleton(sp => new ContactBlockDesk(
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<WriteQueue>(), sp.GetRequiredService<AuditTrail>(),
            sp.GetRequiredService<IIdSource>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new CaseQueries(
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<CaseReader>(), sp.GetRequiredService<CaseViews>(),
            sp.GetRequiredService<SopPackSource>(), sp.GetRequiredService<StaffDirectory>(), sp.GetRequiredService<WriteQueue>(),
            sp.GetRequiredService<BoardCounts>(), sp.GetRequiredService<CaseReaders>(), sp.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static IServiceCollection AddInstances(this IServiceCollection services)
    {
        services.AddSingleton<InstanceStarter>();
        services.AddSingleton<InstanceReader>();
        services.AddSingleton<EventRouter>();
        services.AddSingleton(sp => new InstanceQueries(
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<CaseReader>(), sp.GetRequiredService<CaseReaders>(),
            sp.GetRequiredService<DefinitionStore>(), sp.GetRequiredService<SopPackSource>()));
        services.AddSingleton(sp => new InstanceDesk(
            sp.GetRequiredService<CaseCommandRunner>(), sp.GetRequiredService<InstanceStarter>(), sp.GetRequiredService<EventRouter>(),
            sp.GetRequiredService<InstanceReader>(), sp.GetRequiredService<CaseReader>(), sp.GetRequiredService<CaseReaders>(), sp.GetRequiredService<CaseCache>(),
            sp.GetRequiredService<InstanceQueries>(), sp.GetRequiredService<WriteQueue>(), sp.GetRequiredService<AuditTrail>(), sp.GetRequiredService<IIdSource>()));
        services.AddSingleton(sp => new EndpointDesk(
            sp.GetRequiredService<InstanceReader>(), sp.GetRequiredService<InstanceStarter>(), sp.GetRequiredService<CaseCommandRunner>(), sp.GetRequiredService<IIdSource>()));
        services.AddSingleton(sp => new ScheduleDesk(
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<DefinitionStore>(), sp.GetRequiredService<InstanceStarter>(),
            sp.GetRequiredService<AuditTrail>(), sp.GetRequiredService<IIdSource>()));
        services.AddSingleton(sp => new ScheduleDispatcher(
            sp.GetRequiredService<IHotDatabase>(), sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<ReadPool>(), sp.GetRequiredService<InstanceStarter>(), sp.GetRequiredService<DefinitionStore>(),
            sp.GetRequiredService<WriteQueue>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<ScheduleDispatcher>>()));
        return services;
    }

    private static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.AddHttpClient(HttpSender.ClientName)
            .ConfigureHttpClient((sp, client) => client.Timeout = sp.GetRequiredService<IOptions<RuntimeOptions>>().Value.Http.Timeout)
            // A redirect could lead from an allowed host to any other.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddSingleton<IOutboxSender, WorkflowSender>();
        services.AddSingleton<IOutboxSender, LinkSender>();
        services.AddSingleton<IOutboxSender, LetterSender>();
        services.AddSingleton<IOutboxSender, MailSender>();
        services.AddSingleton<IOutboxSender, SmsSender>();
        services.AddSingleton<IOutboxSender, HttpSender>();
        services.AddSingleton<IOutboxSender, CallSender>();
        services.AddSingleton<IOutboxSender, CaseSender>();
        services.AddSingleton<CustomerLinkIssuer>();
        services.AddSingleton(sp => new OutboxDispatcher(
            sp.GetRequiredService<ReadPool>(), sp.GetRequiredService<CustomerLinkIssuer>(), sp.GetRequiredService<CaseCommandRunner>(), sp.GetRequiredService<WriteQueue>(),
            sp.GetRequiredService<DueWork>(), sp.GetServices<IOutboxSender>(), sp.GetRequiredService<IOptions<RuntimeOptions>>(), sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<ILogger<OutboxDispatcher>>()));
        return services;
    }

    private static IServiceCollection AddTimers(this IServiceCollection services, bool run)
    {
        services.AddSingleton<Housekeeping>();
        services.AddSingleton<CaseArchive>();
        services.AddSingleton(sp => new TimerDispatcher(
            sp.GetRequiredService<ReadPool>(), sp.GetRequiredService<CaseCommandRunner>(), sp.GetRequiredService<WriteQueue>(),
            sp.GetRequiredService<DueWork>(), sp.GetRequiredService<IOptions<RuntimeOptions>>(), sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<ILogger<TimerDispatcher>>()));
        services.AddSingleton(sp => new TimerQueries(
            sp.GetRequiredService<IDbContextFactory<WorkflowDbContext>>(), sp.GetRequiredService<CaseReader>(), sp.GetRequiredService<CaseReaders>(),
            sp.GetRequiredService<SopPackSource>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new TimerDesk(sp.GetRequiredService<CaseCommandRunner>(), sp.GetRequiredService<CaseReader>(), sp.GetRequiredService<AuditTrail>()));
        services.AddSingleton(sp => new DueWorkJob(
            sp.GetRequiredService<TimerDispatcher>(), sp.GetRequiredService<ScheduleDispatcher>(), sp.GetRequiredService<OutboxDispatcher>(),
            sp.GetRequiredService<Housekeeping>(), sp.GetRequiredService<CaseArchive>(), sp.GetRequiredService<DueWork>()));
        if (run)
        {
            services.AddJobServer("timers", DueWorkJob.TimersQueue);
            services.AddJobServer("outbox", DueWorkJob.OutboxQueue);
            services.AddJobServer("relay", DueWorkJob.RelayQueue);
            services.AddHostedService<TimerPump>();
            services.AddHostedService<TimerSweep>();
        }

        return services;
    }

    /// <summary>A message that is out when the host stops is waited for, as long as its lease lets it take.</summary>
    private static void AddJobServer(this IServiceCollection services, string name, string queue) => services.AddHangfireServer((sp, options) =>
        (options.ServerName, options.Queues, options.WorkerCount, options.ShutdownTimeout) = (name, [queue], 2, sp.GetRequiredService<IOptions<RuntimeOptions>>().Value.Lease));
}
