using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Security;

namespace WorkflowHost.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it can work, that is the database can be read and written and an
/// SOP pack is loaded. Both are open to anybody, and say nothing but a word.
/// </summary>
internal static class HealthEndpoints
{
    private const string Ready = "ready";

    public static IServiceCollection AddHostHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DatabaseAnswers>("database", tags: [Ready])
            .AddCheck<WriterLives>("writer", tags: [Ready])
            .AddCheck<PackIsLoaded>("pack", tags: [Ready]);
        return services;
    }

    public static void MapHostHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
    }

    private sealed class DatabaseAnswers(IDbContextFactory<SecurityDbContext> contexts) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var database = await contexts.CreateDbContextAsync(cancellationToken);
            return await database.Database.CanConnectAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }

    /// <summary>A database that answers questions may still take nothing: the disk is full, the file locked or read-only.</summary>
    private sealed class WriterLives(StorageHealth storage) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            !storage.IsAlive ? HealthCheckResult.Unhealthy("The writer has ended.") : await storage.FaultAsync() switch
            {
                null => HealthCheckResult.Healthy(),
                { Code: StorageFault.Locked } => HealthCheckResult.Degraded("Another program holds the file."),
                var fault => HealthCheckResult.Unhealthy($"Writes are not stored ({fault.Code})."),
            };
    }

    private sealed class PackIsLoaded(SopPackSource packs) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(packs.Current.Forms.Count > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No SOP pack is loaded."));
    }
}
