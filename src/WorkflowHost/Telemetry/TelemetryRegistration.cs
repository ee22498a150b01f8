using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using WorkflowHost.CustomerPages;

namespace WorkflowHost.Telemetry;

/// <summary>Metrics and traces of the framework and of our own meters; sent only when an OTLP address is set.</summary>
internal static class TelemetryRegistration
{
    /// <summary>Our meters and activity sources are named after the projects.</summary>
    private const string OwnSources = "WorkflowHost*";

    /// <summary>Of OpenTelemetry's semantic conventions for HTTP spans.</summary>
    private const string PathTag = "url.path";

    public static IServiceCollection AddHostTelemetry(this IServiceCollection services, IConfiguration settings)
    {
        var telemetry = services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", OwnSources))
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);
                    options.EnrichWithHttpRequest = (activity, request) => HideSecretPath(activity, request.Path);
                })
                .AddSource(OwnSources));
        if (!string.IsNullOrEmpty(settings["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        return services;
    }

    /// <summary>Traces are read by more people than cases are.</summary>
    private static void HideSecretPath(Activity activity, PathString path)
    {
        if (CustomerAddress.IsOne(path))
        {
            activity.SetTag(PathTag, CustomerAddress.Shown(path));
        }
    }
}
