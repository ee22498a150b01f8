using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
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

    private readonly ServiceProvider _services;

    private BenchRuntime(ServiceProvider services, TimeSpan took) => (_services, Startup) = (services, took);

    public static Actor Owner { get; } = new("0000000000000001", "何平", "P1001", [.. StaffRoles.All]);

    /// <summary>From nothing to ready.</summary>
    public TimeSpan Startup { get; }

    public InstanceDesk Desk => Get<InstanceDesk>();

    public static async Task<BenchRuntime> StartAsync(BenchDatabase database, TimeProvider? clock = null)
    {
        var folder = Path.Combine(database.Folder, "workflows");
        if (!Directory.Exists(folder))
        {
            Copy(Checkout.Workflows, folder);
            Write(folder, Waits, Step("first", "Elsa.Event", "eventName", "String", "go"), Step("second", "Elsa.Event", "eventName", "String", "on"));
            Write(folder, Delays, Step("wait", "Elsa.Delay", "timeSpan", "TimeSpan", "01:00:00"));
        }

        var began = Stopwatch.GetTimestamp();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddWorkflowRuntime(options =>
        {
            database.ApplyTo(options);
            (options.WorkflowsFolder, options.RunTimers) = (folder, false);
        });
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<RuntimeStartup>().RunAsync();
        return new(provider, Stopwatch.GetElapsedTime(began));
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <returns>The instance, and the wait it stands at.</returns>
    public async Task<(string Id, string Bookmark)> StartOneAsync(string definition)
    {
        var started = await Desk.StartAsync(definition, new(), Owner);
        var view = started.Value ?? throw new InvalidOperationException($"{definition} was not started: {started.Refusal?.Code}");
        return (view.Id, view.Bookmarks is [var wait, ..] ? wait.Id : string.Empty);
    }

    public async Task ResumeAsync((string Id, string Bookmark) wait)
    {
        var resumed = await Desk.ResumeAsync(wait.Id, wait.Bookmark, null, Owner);
        if (!resumed.IsOk)
        {
            throw new InvalidOperationException($"{wait.Id} was not resumed: {resumed.Refusal?.Code}");
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

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
