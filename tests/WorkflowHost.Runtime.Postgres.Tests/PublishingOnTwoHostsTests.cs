using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Tests;

/// <summary>Definitions changed on one host while the other does not know of it yet.</summary>
public sealed class PublishingOnTwoHostsTests : IAsyncLifetime
{
    private static readonly Actor Second = new("s-owner2", "孙莉", "P7002", ["process_owner"]);

    private readonly List<RuntimeHarness> _hosts = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        // The first owns the database.
        for (var i = _hosts.Count - 1; i >= 0; i--)
        {
            await _hosts[i].DisposeAsync();
        }
    }

    [Fact]
    public async Task Delete_BeforeTheOtherHostKnows_LetsItStartNothing()
    {
        var (one, other) = await StartAsync();
        var flow = Flows.Sequence("temp", Flows.Event("wait", "go"));
        flow.Remove("definitionId");
        var id = (await one.Get<DefinitionDesk>().SaveAsync(new(flow, IsToBePublished: true), RuntimeHarness.Owner)).Version!.DefinitionId;
        await other.Get<OtherHosts>().PollAsync();
        Assert.Null(await one.Get<DefinitionDesk>().DeleteAsync(id, RuntimeHarness.Owner));

        var started = await other.Instances.StartAsync(id, new(), RuntimeHarness.Owner);

        Assert.Equal("definition.not_published", started.Refusal?.Code);
        Assert.Empty((await one.InstanceQueries.ListAsync(new(), RuntimeHarness.Owner)).Items);
    }

    [Fact]
    public async Task Retract_BeforeTheOtherHostKnows_LetsItStartNothing()
    {
        var (one, other) = await StartAsync(Flows.Sequence("plain", Flows.Event("wait", "go")));
        Assert.True((await one.Get<DefinitionDesk>().RetractAsync("plain", RuntimeHarness.Owner)).IsOk);

        Assert.Equal("definition.not_published", (await other.Instances.StartAsync("plain", new(), RuntimeHarness.Owner)).Refusal?.Code);
        Assert.Equal("definition.not_published", (await other.Instances.StartAsync("plain", new(Version: 1), RuntimeHarness.Owner)).Refusal?.Code);
    }

    [Fact]
    public async Task Index_OfAHostThatReadTheVersionBefore_LeavesTheNewOnesAlone()
    {
        var (one, other) = await StartAsync(Flows.Sequence("daily", Cron("0 0 9 * * *"), Flows.Event("on", "on")));
        var stale = other.Get<DefinitionStore>().PublishedProgram("daily")!;
        await PublishAsync(one, "daily", document => document["root"]!["activities"]![0]!["cronExpression"]!["expression"]!["value"] = "0 0 17 * * *");

        await other.Get<WriteQueue>().RunAsync(sql => sql.RepairTriggers(TriggerIndex.Of(stale, one.Time.GetUtcNow()), stale.Definition.Version));

        Assert.Equal(17, one.Schedules.NextDue()!.Value.UtcDateTime.Hour);
    }

    [Fact]
    public async Task Publish_AgainWhenItsTriggersAreGone_PutsThemBack()
    {
        var (one, _) = await StartAsync(Flows.Sequence("daily", Cron("0 0 9 * * *"), Flows.Event("on", "on")));
        await one.Get<WriteQueue>().RunAsync(sql => sql.StoreTriggers(TriggerIndex.None("daily")));
        Assert.Null(one.Schedules.NextDue());

        Assert.True((await one.Get<DefinitionDesk>().PublishAsync("daily", RuntimeHarness.Owner)).IsOk);

        Assert.Equal(9, one.Schedules.NextDue()!.Value.UtcDateTime.Hour);
    }

    [Fact]
    public async Task Request_WhileTheOtherHostSaves_IsOvertakenAndWaitsForNobody()
    {
        var (one, other) = await StartAsync(options => options.FourEyes = true);
        await one.Get<StaffDirectory>().SaveAsync(new StaffMember(Second.Id, Second.Id, Second.Name, Second.StaffNo, Second.Roles, "bj", [], true, null, 0));
        var latest = (await one.Get<DefinitionStore>().GetAsync("small"))!;
        Assert.True((await one.Get<DefinitionDesk>().SaveAsync(new(Renamed(latest.ToDocument(), "一"), latest.Revision), RuntimeHarness.Owner)).IsOk);
        var draft = (await one.Get<DefinitionStore>().LatestAsync("small", default))!;
        var now = one.Time.GetUtcNow();
        using var hasRead = new ManualResetEventSlim();
        using var mayStore = new ManualResetEventSlim();

        // As the desk asks, held between what it reads and what it stores.
        var asking = Task.Run(() => one.Get<WriteQueue>().RunAsync(
            sql =>
            {
                var isSame = sql.RevisionOf("small") == draft.Revision;
                hasRead.Set();
                mayStore.Wait();
                return isSame && PublicationRequests.Store(sql, PublicationRequests.RowOf(draft, RuntimeHarness.Owner, now));
            },
            isKept: kept => kept));
        hasRead.Wait();
        var saving = Task.Run(() => other.Get<DefinitionDesk>().SaveAsync(new(Renamed(latest.ToDocument(), "二"), draft.Revision), RuntimeHarness.Owner));
        mayStore.Set();
        var (asked, saved) = (await asking, await saving);

        // Whoever came first: no request is left for what is not the latest.
        var request = await one.Get<PublicationRequests>().LatestAsync("small");
        Assert.True(asked.Value || saved.IsOk);
        Assert.True(request is not { IsPending: true } || request.Revision == (await one.Get<DefinitionStore>().LatestAsync("small", default))!.Revision);
    }

    [Fact]
    public async Task Save_OverAPublishedVersionOnBothHosts_TellsTheLoserThatItWasOvertaken()
    {
        var (one, other) = await StartAsync();
        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 10; i++)
        {
            var now = (await one.Get<DefinitionStore>().GetAsync("small"))!;
            var both = await Task.WhenAll(new[] { one, other }.Select((host, at) => Task.Run(() =>
                host.Get<DefinitionDesk>().SaveAsync(new(Renamed(now.ToDocument(), $"{at}{i}"), now.Revision), RuntimeHarness.Owner))));
            Assert.Single(both, answer => answer.IsOk);
            codes.UnionWith(both.Select(answer => answer.Refusal?.Code).OfType<string>());
            Assert.True((await one.Get<DefinitionDesk>().PublishAsync("small", RuntimeHarness.Owner)).IsOk);
            await other.Get<OtherHosts>().PollAsync();
        }

        Assert.Subset(new HashSet<string>(["definition.overtaken", "definition.conflict"]), codes);
    }

    [Fact]
    public async Task Retract_InTheMidstOfTakingOverTheOthersNews_Holds()
    {
        var (one, other) = await StartAsync(Flows.Sequence("aaa", Flows.Event("wait", "go")), Flows.Sequence("zzz", Flows.Event("wait", "go")));
        await PublishAsync(other, "aaa", document => document["name"] = "新");

        // The first line of the log comes after all is read.
        await one.Get<DefinitionStore>().ReloadAsync(new AtTheFirstLine<DefinitionStore>(() => Task.Run(() => one.Get<DefinitionDesk>().RetractAsync("zzz", RuntimeHarness.Owner)).GetAwaiter().GetResult()), default);

        Assert.Null(one.Get<DefinitionStore>().PublishedProgram("zzz"));
        Assert.Equal(2, one.Get<DefinitionStore>().PublishedProgram("aaa")!.Definition.Version);
    }

    [Fact]
    public async Task Publish_OfWhatUsesAnotherThatTheOtherHostJustPublished_IsOneProgramOnBoth()
    {
        var (one, other) = await StartAsync(Parent(), Child("'first'"));
        await PublishAsync(other, "child", document => document["root"]!["activities"]![0]!["outputValue"]!["expression"]!["value"] = "'second'");
        one.Time.Advance(TimeSpan.FromMilliseconds(300));

        await PublishAsync(one, "parent", document => document["name"] = "drawn anew");

        await one.Get<OtherHosts>().PollAsync();
        await other.Get<OtherHosts>().PollAsync();
        Assert.Equal(("second", "second"), (await AnswerAsync(one), await AnswerAsync(other)));
        await one.RestartAsync();
        Assert.Equal("second", await AnswerAsync(one));
    }

    /// <summary>Each is good by what its host knows; together no host could start again.</summary>
    [Fact]
    public async Task Publish_OfAnSopWithAClockThatTheOtherHostHasJustTakenAway_IsRefused()
    {
        var (one, other) = await StartAsync();
        var spare = new RuleKey(RuleKind.Clock, "spare");
        await RuleAsync(one, spare, """
            {"id":"spare","name":{"zh":"备用期限","en":"Spare"},"kind":"internal","due":"NAT(3)","calendar":"cn","ladder":"steps","source":"test","evidence":"D"}
            """);
        await other.Get<OtherHosts>().PollAsync();
        await RuleAsync(one, spare, null);

        var latest = (await other.Get<DefinitionStore>().GetAsync("small"))!;
        var document = latest.ToDocument();
        document["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == "clocks")!["clocks"]!["expression"]!["value"] = """["statutory","spare"]""";
        var published = await other.Get<DefinitionDesk>().SaveAsync(new(document, latest.Revision, IsToBePublished: true), RuntimeHarness.Owner);

        Assert.Equal("definition.faulty", published.Refusal?.Code);
        Assert.Contains(published.Check!.Faults, fault => fault.ActivityId == "clocks");
    }

    /// <summary>The file was good by the rules as they were read; what was published until it was stored counts.</summary>
    [Fact]
    public async Task Start_WithAFileNamingAClockThatTheOtherHostTakesAwayMeanwhile_IsRefused()
    {
        Action? meanwhile = null;
        // The folder's first line of the log comes after the rules are read and before anything is stored.
        var one = await RuntimeHarness.StartAsync(services => services.AddSingleton<ILogger<WorkflowsFolder>>(_ => new AtTheFirstLine<WorkflowsFolder>(() => meanwhile?.Invoke())));
        _hosts.Add(one);
        var spare = new RuleKey(RuleKind.Clock, "spare");
        await RuleAsync(one, spare, """
            {"id":"spare","name":{"zh":"备用期限","en":"Spare"},"kind":"internal","due":"NAT(3)","calendar":"cn","ladder":"steps","source":"test","evidence":"D"}
            """);
        var changed = TestPack.Workflow();
        changed["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == "clocks")!["clocks"]!["expression"]!["value"] = """["statutory","spare"]""";
        one.WriteWorkflow(changed);
        one.WriteWorkflow(Flows.Sequence("warned", Flows.Activity("robot", "Acme.Robot")));
        var isTakenAway = false;
        meanwhile = () =>
        {
            meanwhile = null;
            Task.Run(() => RuleAsync(one, spare, null)).GetAwaiter().GetResult();
            isTakenAway = true;
        };
        var other = one.Beside();
        _hosts.Add(other);

        var rejected = await Assert.ThrowsAsync<PackRejectedException>(other.StartAsync);

        Assert.True(isTakenAway);
        Assert.Contains(rejected.Faults, fault => fault.File == "small.json" && fault.Message.Contains("spare", StringComparison.Ordinal));
        Assert.Equal(1, (await one.Get<DefinitionStore>().GetAsync("small"))!.Version);
    }

    [Fact]
    public async Task Export_OnAHostThatDoesNotFitWhatIsPublished_LeavesItUnableToPublish()
    {
        var one = await BehindAsync();

        Assert.Null((await one.Get<RuleDesk>().ExportAsync(new(RuleKind.Clock, "statutory"), RuntimeHarness.Owner)).Refusal);

        var latest = (await one.Get<DefinitionStore>().GetAsync("small"))!;
        var saved = await one.Get<DefinitionDesk>().SaveAsync(new(Renamed(latest.ToDocument(), "新"), latest.Revision, IsToBePublished: true), RuntimeHarness.Owner);
        Assert.Equal("rule.host_behind", saved.Refusal?.Code);
        // Where to look; the reader's own English is for the log.
        Assert.Equal("spare · policies/clock-spare.json", saved.Refusal?.Args["fault"]);
    }

    [Fact]
    public async Task Request_OnAHostThatDoesNotFitWhatIsPublished_CanBeSentBackButNotApproved()
    {
        var statutory = new RuleKey(RuleKind.Clock, "statutory");
        var one = await BehindAsync(options => options.FourEyes = true, async host =>
        {
            var was = (await host.Get<RuleDesk>().FindAsync(statutory))!.InForce!.ToObject()!;
            was["due"] = "NAT(10)";
            await host.Get<RuleDesk>().SaveAsync(statutory, RuleContent.Of(was), null, RuntimeHarness.Owner);
            Assert.True((await host.Get<RuleDesk>().PublishAsync(statutory, null, RuntimeHarness.Owner)).IsRequested);
        });
        var revision = (await one.Get<RuleDesk>().FindAsync(statutory))!.Draft!.Revision;

        Assert.Equal("rule.host_behind", (await one.Get<RuleDesk>().ApproveAsync(statutory, revision, Second)).Refusal?.Code);
        Assert.Null((await one.Get<RuleDesk>().RejectAsync(statutory, revision, "先更新文件", Second)).Refusal);
        Assert.Equal("rule.host_behind", (await one.Get<RuleDesk>().PublishAsync(statutory, null, RuntimeHarness.Owner)).Refusal?.Code);
    }

    /// <summary>A host with the files of before, beside one with the new files that publishes a clock which needs them.</summary>
    private async Task<RuntimeHarness> BehindAsync(Action<RuntimeOptions>? options = null, Func<RuntimeHarness, Task>? before = null)
    {
        var one = await RuntimeHarness.StartAsync(null, options);
        _hosts.Add(one);
        await (before?.Invoke(one) ?? Task.CompletedTask);
        await File.WriteAllTextAsync(Path.Combine(one.WorkflowsFolder, "policies", "more-ladders.json"), """
            {"kind":"ladders","ladders":[{"id":"extra","name":{"zh":"另行提醒","en":"Other reminders"},"amberAtPercent":50,"redAtPercent":80,"steps":[
              {"id":"half","at":"50%","roles":["team_lead"],"action":"remind","text":{"zh":"期限已过半","en":"Half over"}}],"source":"test","evidence":"D"}]}
            """);
        var other = one.Beside();
        _hosts.Add(other);
        await other.StartAsync();
        var (desk, spare) = (other.Get<RuleDesk>(), new RuleKey(RuleKind.Clock, "spare"));
        await desk.SaveAsync(spare, new("""
            {"id":"spare","name":{"zh":"备用期限","en":"Spare"},"kind":"internal","due":"NAT(3)","calendar":"cn","ladder":"extra","source":"test","evidence":"D"}
            """), null, RuntimeHarness.Owner);
        var published = await desk.PublishAsync(spare, null, RuntimeHarness.Owner);
        if (published.IsRequested)
        {
            published = await desk.ApproveAsync(spare, published.Rule!.Draft!.Revision, Second);
        }

        Assert.True(published.Refusal is null, published.Refusal?.Code);
        await one.Get<OtherHosts>().PollAsync();
        return one;
    }

    private static async Task RuleAsync(RuntimeHarness host, RuleKey key, string? json)
    {
        var desk = host.Get<RuleDesk>();
        await desk.SaveAsync(key, json is null ? null : new(json), null, RuntimeHarness.Owner);
        var published = await desk.PublishAsync(key, null, RuntimeHarness.Owner);
        Assert.True(published.Refusal is null, published.Refusal?.Code);
    }

    private async Task<(RuntimeHarness One, RuntimeHarness Other)> StartAsync(params JsonObject[] workflows) => await StartAsync(null, workflows);

    private async Task<(RuntimeHarness One, RuntimeHarness Other)> StartAsync(Action<RuntimeOptions>? options, params JsonObject[] workflows)
    {
        var one = await RuntimeHarness.StartAsync(null, options, workflows);
        _hosts.Add(one);
        var other = one.Beside();
        _hosts.Add(other);
        await other.StartAsync();
        return (one, other);
    }

    private static async Task PublishAsync(RuntimeHarness host, string id, Action<JsonNode> change)
    {
        var latest = (await host.Get<DefinitionStore>().GetAsync(id))!;
        var document = latest.ToDocument();
        change(document);
        var saved = await host.Get<DefinitionDesk>().SaveAsync(new(document, latest.Revision, IsToBePublished: true), RuntimeHarness.Owner);
        Assert.True(saved.IsOk, saved.Refusal?.Code);
    }

    private static async Task<string> AnswerAsync(RuntimeHarness host) =>
        (await host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner)).Value!.Values!.Outputs["answer"]!.GetValue<string>();

    private static JsonObject Cron(string at) => Flows.Activity("each", "Elsa.Cron", ("cronExpression", "String", "Literal", at)).AsTrigger();

    private static JsonObject Renamed(JsonObject document, string name)
    {
        document["name"] = name;
        return document;
    }

    /// <summary>Leaves open which version of the child it uses.</summary>
    private static JsonObject Parent()
    {
        var use = Flows.Activity("use", "Child");
        use.Remove("version");
        return Flows.Sequence("parent", use.Keeping(), Flows.Output("out", "answer", "getVariable('got')"));
    }

    private static JsonObject Child(string script)
    {
        var child = Flows.Sequence("child", Flows.Output("out", "Result", script));
        child["outputs"] = new JsonArray(new JsonObject { ["name"] = "Result", ["type"] = "Object" });
        child["options"] = new JsonObject { ["usableAsActivity"] = true };
        return child;
    }

    private sealed class AtTheFirstLine<T>(Action then) : ILogger<T>
    {
        private bool _isDone;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!_isDone)
            {
                _isDone = true;
                then();
            }
        }
    }
}
