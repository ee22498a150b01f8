using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using WorkflowHost.Runtime;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Starting;

/// <summary>What holds without any settings file: address, log levels, languages, JSON.</summary>
internal static class HostDefaults
{
    private const string DefaultAddress = "http://localhost:5080";

    public static void AddHostDefaults(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        // Without it, assets of component libraries are served in the Development environment only.
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Hangfire", LogLevel.Warning);

        // It warns that keys in the database are not encrypted; docs/adr says why they lie there and who may read the file.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Console.Out);
        // What is being sent when the host stops is waited for; it never takes longer than its lease.
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<RuntimeOptions>>((host, runtime) =>
            host.ShutdownTimeout = runtime.Value.Lease > host.ShutdownTimeout ? runtime.Value.Lease : host.ShutdownTimeout);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddLocalization();
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        builder.Services.Configure<RequestLocalizationOptions>(ShapeLanguages);
        builder.Services.ConfigureHttpJsonOptions(options => ShapeJson(options.SerializerOptions));
    }

    internal static void ShapeJson(JsonSerializerOptions options)
    {
        // Chinese stays readable in answers and logs; HTML characters stay escaped.
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.AllowDuplicateProperties = false;

        // A misspelt member would otherwise be dropped without a word, and the command run without it.
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
    }

    private static void ShapeLanguages(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(Texts.Cultures[0]);
        options.AddSupportedCultures([.. Texts.Cultures]);
        options.AddSupportedUICultures([.. Texts.Cultures]);
        options.ApplyCurrentCultureToResponseHeaders = true;
    }
}
