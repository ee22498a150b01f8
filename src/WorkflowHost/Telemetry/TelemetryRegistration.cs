using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace WorkflowHost.Telemetry;

/// <summary>Metrics and traces of the framework and of our own meters; sent only when an OTLP address is set.</summary>
internal static class TelemetryRegistration
{
    /// <summary>Our meters and activity sources are named after the projects.</summary>
    private const string OwnSources = "WorkflowHost*";

    public static IServiceCollection AddHostTelemetry(this IServiceCollection services, IConfiguration settings)
    {
        var telemetry = services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", OwnSources))
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
                .AddSource(OwnSources));
        if (!string.IsNullOrEmpty(settings["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        return services;
    }
}
