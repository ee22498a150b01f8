using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkflowHost.Journeys;
using WorkflowHost.Runtime;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Bench.Stores;

/// <summary>The runtime in this process on a database of its own, without HTTP, so that what is measured is rules, workflow and store.</summary>
internal sealed class BenchRuntime : IAsyncDisposable
{
    /// <summary>Waits twice for an event and ends.</summary>
    public const string Waits = "bench-waits";

    /// <summary>Waits an hour and ends.</summary>
    public const string Delays = "bench-delays";

    /// <summary>Waits <see cref="Moment"/> and ends.</summary>
    public const string Moments = "bench-moments";

    public static TimeSpan Moment { get; } = TimeSpan.FromSeconds(10);

    private readonly ServiceProvider _services;

    private readonly bool _runsTimers;

    private BenchRuntime(ServiceProvider services, TimeSpan took, bool runsTimers) => (_services, Startup, _runsTimers) = (services, took, runsTimers);

    public static Actor Owner { get; } = new("0000000000000001", "何平", "P1001", [.. StaffRoles.All]);

    /// <summary>From nothing to ready.</summary>
    public TimeSpan Startup { get; }

    public InstanceDesk Desk => Get<InstanceDesk>();

    /// <param name="runsTimers">Timers fire by themselves, by the pump and Hangfire as in a host; else only when they are told to.</param>
    public static async Task<BenchRuntime> StartAsync(BenchDatabase database, TimeProvider? clock = null, bool runsTimers = false)
    {
        var folder = Path.Combine(database.Folder, "workflows");
        if (!Directory.Exists(folder))
        {
            Copy(Checkout.Workflows, folder);
            Write(folder, Waits, Step("first", "Elsa.Event", "eventName", "String", "go"), Step("second", "Elsa.Event", "eventName", "String", "on"));
            Write(folder, Delays, Step("wait", "Elsa.Delay", "timeSpan", "TimeSpan", "01:00:00"));
            Write(folder, Moments, Step("wait", "Elsa.Delay", "timeSpan", "TimeSpan", Moment.ToString()));
        }

        var began = Stopwatch.GetTimestamp();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddWorkflowRuntime(options =>
        {
            database.ApplyTo(options);
            (options.WorkflowsFolder, options.RunTimers) = (folder, runsTimers);
        });
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<RuntimeStartup>().RunAsync();
        foreach (var worker in runsTimers ? provider.GetServices<IHostedService>() : [])
        {
            await worker.StartAsync(CancellationToken.None);
        }

        return new(provider, Stopwatch.GetElapsedTime(began), runsTimers);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <returns>The instance, and the wait it stands at.</returns>
    public async Task<(string Id, string Bookmark)> StartOneAsync(string definition)
    {
        var view = await StartAsync(definition);
        return (view.Id, view.Bookmarks is [var wait, ..] ? wait.Id : string.Empty);
    }

    public async Task<InstanceView> StartAsync(string definition)
    {
        var started = await Desk.StartAsync(definition, new(), Owner);
        return started.Value ?? throw new InvalidOperationException($"{definition} was not started: {started.Refusal?.Code}");
    }

    public async Task ResumeAsync((string Id, string Bookmark) wait)
    {
        var resumed = await Desk.ResumeAsync(wait.Id, wait.Bookmark, null, Owner);
        if (!resumed.IsOk)
        {
            throw new InvalidOperationException($"{wait.Id} was not resumed: {resumed.Refusal?.Code}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_runsTimers)
        {
            foreach (var worker in _services.GetServices<IHostedService>().Reverse())
            {
                await worker.StopAsync(CancellationToken.None);
            }
        }

        await _services.DisposeAsync();
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void Write(string folder, string id, params JsonNode[] steps) => File.WriteAllText(
        Path.Combine(folder, id + ".json"),
        new JsonObject
        {
            ["id"] = id + ".v1",
            ["definitionId"] = id,
            ["version"] = 1,
            ["name"] = id,
            ["root"] = new JsonObject { ["id"] = "root", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray(steps) },
        }.ToJsonString());

    private static JsonObject Step(string id, string type, string input, string inputType, string value) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["version"] = 1,
        ["name"] = id,
        [input] = new JsonObject { ["typeName"] = inputType, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } },
    };
}
