using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Tests;

/// <summary>The whole runtime on a database of its own, in virtual time. <see cref="RestartAsync"/> throws everything in memory away.</summary>
internal sealed class RuntimeHarness : IAsyncDisposable
{
    private readonly Action<IServiceCollection>? _configure;
    private readonly Action<RuntimeOptions>? _options;
    private readonly TestDatabase _database;
    private readonly bool _isFirst;
    private ServiceProvider _services = null!;

    private RuntimeHarness(Action<IServiceCollection>? configure, Action<RuntimeOptions>? options)
    {
        (_configure, _options) = (configure, options);
        (_database, _isFirst) = (new(), true);
        Ids = new();
        Time = new(new DateTimeOffset(2026, 9, 29, 8, 40, 0, TimeSpan.Zero));
        TestPack.WriteTo(WorkflowsFolder);
    }

    private RuntimeHarness(RuntimeHarness first)
    {
        (_configure, _options, _database, Time, Ids) = (first._configure, first._options, first._database, first.Time, first.Ids);
        Build();
    }

    public static Actor Agent { get; } = new("s-agent", "陈静", "A1023", ["agent"]);

    public static Actor Handler { get; } = new("s-handler", "王磊", "H3001", ["handler"]);

    public static Actor OtherHandler { get; } = new("s-handler2", "赵敏", "H3002", ["handler"]);

    public static Actor Lead { get; } = new("s-lead", "刘强", "L2001", ["team_lead"]);

    public static Actor Owner { get; } = new("s-owner", "何平", "P7001", ["process_owner"]);

    public string WorkflowsFolder => Path.Combine(_database.Folder, "workflows");

    /// <summary>A Tuesday, 16:40 in Shanghai.</summary>
    public FakeTimeProvider Time { get; }

    public SeededIds Ids { get; }

    public CaseDesk Desk => Get<CaseDesk>();

    public CaseQueries Queries => Get<CaseQueries>();

    public InstanceDesk Instances => Get<InstanceDesk>();

    public InstanceQueries InstanceQueries => Get<InstanceQueries>();

    public ScheduleDispatcher Schedules => Get<ScheduleDispatcher>();

    public TimerDispatcher Timers => Get<TimerDispatcher>();

    public OutboxDispatcher Outbox => Get<OutboxDispatcher>();

    public async Task<IReadOnlyList<TimerView>> TimersAsync(TimerFilter filter, Actor actor) => (await Get<TimerQueries>().PageAsync(filter, actor)).Items;

    /// <summary>With more workflows than the pack's own.</summary>
    public static Task<RuntimeHarness> StartAsync(params JsonObject[] workflows) => StartAsync(null, null, workflows);

    public static async Task<RuntimeHarness> StartAsync(
        Action<IServiceCollection>? services = null, Action<RuntimeOptions>? options = null, params JsonObject[] workflows)
    {
        var harness = Prepare(services, options);
        foreach (var workflow in workflows)
        {
            harness.WriteWorkflow(workflow);
        }

        await harness.StartAsync();
        foreach (var actor in new[] { Agent, Handler, OtherHandler, Lead, Owner })
        {
            var saved = await harness.Get<StaffDirectory>().SaveAsync(
                new StaffMember(actor.Id, actor.Id, actor.Name, actor.StaffNo, actor.Roles, "bj", [], true, null, 0));
            Assert.True(saved.IsOk);
        }

        return harness;
    }

    /// <summary>Not yet started: a test may break something first.</summary>
    public static RuntimeHarness Prepare(Action<IServiceCollection>? services = null, Action<RuntimeOptions>? options = null)
    {
        var harness = new RuntimeHarness(services, options);
        harness.Build();
        return harness;
    }

    /// <summary>A host beside this one: the same database, clock and files, a memory of its own. To be started; to be disposed before the first.</summary>
    public RuntimeHarness Beside() => new(this);

    public Task StartAsync() => Get<RuntimeStartup>().RunAsync();

    /// <summary>As another program holds the database: nothing can be written until what is given back is disposed.</summary>
    public IDisposable BlockWrites() => _database.Block();

    /// <summary>As after a crash: only the database is left.</summary>
    public async Task RestartAsync()
    {
        await _services.DisposeAsync();
        TestDatabase.Release();
        Build();
        await StartAsync();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public WorkflowDbContext Context() => Get<IDbContextFactory<WorkflowDbContext>>().CreateDbContext();

    /// <summary>Puts a definition into the workflows folder; a restart publishes it.</summary>
    public void WriteWorkflow(JsonObject workflow) =>
        TestPack.Write(WorkflowsFolder, workflow["definitionId"]!.GetValue<string>() + ".json", workflow.ToJsonString());

    public async Task<CaseView> OpenAsync(string customer = "张伟", string? phone = "13800000000", string? key = null)
    {
        var result = await Desk.OpenAsync(TestPack.DefinitionId, OpenFields(customer, phone), Agent, key);
        Assert.True(result.IsOk, result.Refusal?.Code + string.Join(';', result.Refusal?.Fields.Select(f => f.Field + f.Code) ?? []));
        return result.Value;
    }

    /// <summary>Opened, claimed and accepted: it waits two hours, and a message is in the outbox.</summary>
    public async Task<CaseView> AcceptedAsync(string customer = "张伟")
    {
        var view = await OpenAsync(customer);
        var task = OpenTask(view);
        Assert.True((await Desk.ClaimAsync(task.Id, Agent)).IsOk);
        var result = await Desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "已核实" }, Agent);
        Assert.True(result.IsOk, result.Refusal?.Code);
        return result.Value;
    }

    /// <summary>Closed, and a revisit is planned.</summary>
    public async Task<CaseView> ClosedAsync()
    {
        var view = await AcceptedAsync();
        Time.Advance(TimeSpan.FromHours(2));
        await Timers.RunDueAsync();
        var task = OpenTask((await Queries.CaseAsync(view.Id, Handler))!);
        await Desk.ClaimAsync(task.Id, Handler);
        var closed = await Desk.CompleteAsync(task.Id, "Done", new JsonObject { ["lessons"] = "加强回电" }, Handler);
        Assert.True(closed.IsOk, closed.Refusal?.Code);
        Assert.Equal(CaseStatus.Closed, closed.Value.Summary.Status);
        return closed.Value;
    }

    public static CaseTask OpenTask(CaseView view) => Assert.Single(view.Tasks, t => t.Status == CaseTaskStatus.Open);

    public static JsonObject OpenFields(string customer = "张伟", string? phone = "13800000000") =>
        new() { ["customerName"] = customer, ["contactPhone"] = phone, ["content"] = "理赔款迟迟未到账，三次来电无人答复" };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_isFirst)
        {
            _database.Dispose();
        }
    }

    private void Build()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IIdSource>(Ids);
        services.AddWorkflowRuntime(options =>
        {
            _database.ApplyTo(options);
            options.WorkflowsFolder = WorkflowsFolder;
            options.RunTimers = false;
            _options?.Invoke(options);
        });
        _configure?.Invoke(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}

/// <summary>Ids that repeat from run to run, for several threads.</summary>
internal sealed class SeededIds : IIdSource
{
    private readonly SequentialIdSource _ids = new(0x1000);
    private readonly Lock _gate = new();

    /// <summary>Done once, as a burst begins to take ids: it has read its case and has stored nothing yet.</summary>
    public Action? AtNextBurst { get; set; }

    public ulong NewNumber()
    {
        Begin();
        lock (_gate)
        {
            return _ids.NewNumber();
        }
    }

    public string NewId()
    {
        Begin();
        lock (_gate)
        {
            return _ids.NewId();
        }
    }

    public Guid NewGuid()
    {
        lock (_gate)
        {
            return _ids.NewGuid();
        }
    }

    public double NextDouble()
    {
        lock (_gate)
        {
            return _ids.NextDouble();
        }
    }

    private void Begin()
    {
        var first = AtNextBurst;
        AtNextBurst = null;
        first?.Invoke();
    }
}
