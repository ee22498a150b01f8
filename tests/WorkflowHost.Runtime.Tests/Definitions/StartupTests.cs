using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Tests.Pack;

namespace WorkflowHost.Runtime.Tests.Definitions;

public sealed class StartupTests
{
    [Fact]
    public async Task Start_GoodFolder_PublishesVersionOne()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var definition = Assert.Single(await host.Get<DefinitionStore>().ListAsync());

        Assert.Equal(("small", 1, "small.json", "XE"), (definition.DefinitionId, definition.Version, definition.FileName, definition.Profile!.NumberPrefix));
    }

    [Fact]
    public async Task Start_FaultsInSeveralFiles_NamesAllAtOnceAndLoadsNothing()
    {
        await using var host = RuntimeHarness.Prepare();
        TestPack.Write(host.WorkflowsFolder, "broken.json", "{\n  \"definitionId\": \"broken\",\n  oops\n}");
        TestPack.Write(host.WorkflowsFolder, "policies/ladders.json", "{\"kind\":\"ladders\",\"ladders\":[{\"id\":7}]}");
        var workflow = TestPack.Workflow();
        workflow["definitionId"] = "other";
        workflow["root"]!["activities"]![2]!["form"]!["expression"]!["value"] = "no-such-form";
        TestPack.Write(host.WorkflowsFolder, "other.json", workflow.ToJsonString());

        var rejected = await Assert.ThrowsAsync<PackRejectedException>(host.StartAsync);

        Assert.Contains(rejected.Faults, f => f is { File: "broken.json", Line: 3 });
        Assert.Contains(rejected.Faults, f => f.File == "policies/ladders.json");
        Assert.All(rejected.Faults, f => Assert.Contains(f.ToString(), rejected.Message, StringComparison.Ordinal));
        await using var context = host.Context();
        Assert.Equal(0, await context.Definitions.CountAsync());
        Assert.Throws<InvalidOperationException>(() => host.Get<SopPackSource>().Current);
    }

    [Fact]
    public async Task Start_WorkflowNamesWhatThePackLacks_SaysWhereInTheFile()
    {
        await using var host = RuntimeHarness.Prepare();
        var workflow = TestPack.Workflow();
        workflow["root"]!["activities"]![2]!["form"]!["expression"]!["value"] = "no-such-form";
        TestPack.Write(host.WorkflowsFolder, "small.json", workflow.ToJsonString(new() { WriteIndented = true }));

        var rejected = await Assert.ThrowsAsync<PackRejectedException>(host.StartAsync);

        var fault = Assert.Single(rejected.Faults);
        Assert.Equal("small.json", fault.File);
        Assert.True(fault.Line > 1, fault.ToString());
        Assert.StartsWith("$.root.activities[2]", fault.Path, StringComparison.Ordinal);
        Assert.Contains("no-such-form", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ScriptWithSyntaxError_SaysWhere()
    {
        await using var host = RuntimeHarness.Prepare();
        var workflow = TestPack.Workflow();
        workflow["root"]!["activities"]![2]!["role"]!["expression"]!["type"] = "JavaScript";
        workflow["root"]!["activities"]![2]!["role"]!["expression"]!["value"] = "getCase(.name";
        TestPack.Write(host.WorkflowsFolder, "small.json", workflow.ToJsonString());

        var rejected = await Assert.ThrowsAsync<PackRejectedException>(host.StartAsync);

        Assert.Contains(rejected.Faults, f => f.Message.Contains("[intake]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_SameIdInTwoFiles_IsRefused()
    {
        await using var host = RuntimeHarness.Prepare();
        TestPack.Write(host.WorkflowsFolder, "copy.json", TestPack.Workflow().ToJsonString());

        var rejected = await Assert.ThrowsAsync<PackRejectedException>(host.StartAsync);

        Assert.Equal("definition.duplicate_id", Assert.Single(rejected.Faults).Code);
    }

    [Fact]
    public async Task Start_FolderMissing_IsRefused()
    {
        await using var host = RuntimeHarness.Prepare(options: o => o.WorkflowsFolder = Path.Combine(o.WorkflowsFolder, "nowhere"));

        var rejected = await Assert.ThrowsAsync<PackRejectedException>(host.StartAsync);

        Assert.Contains(rejected.Faults, f => f.Code == "workflows.folder_missing");
    }

    [Fact]
    public async Task Restart_UnchangedFile_IsNoNewVersion()
    {
        await using var host = await RuntimeHarness.StartAsync();

        await host.RestartAsync();

        Assert.Single(await host.Get<DefinitionStore>().VersionsAsync("small"));
    }

    [Fact]
    public async Task Restart_ChangedFile_IsANewVersionAndRunningCasesStayOnTheirs()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        TestPack.Write(host.WorkflowsFolder, "small.json", TestPack.Workflow(waitFor: "03:00:00").ToJsonString());
        await host.RestartAsync();

        var fresh = await host.OpenAsync();

        Assert.Equal((1, 2), (old.DefinitionVersion, fresh.DefinitionVersion));
        var versions = await host.Get<DefinitionStore>().VersionsAsync("small");
        Assert.Equal([(2, true, 1), (1, false, 1)], versions.Select(v => (v.Version, v.IsLatest, v.RunningCases)));
        var task = RuntimeHarness.OpenTask(old);
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        await host.Desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "x" }, RuntimeHarness.Agent);
        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromHours(2), host.Timers.NextDue());
    }

    [Fact]
    public async Task Check_BrokenDefinition_GivesFaultsAndStoresNothing()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var store = host.Get<DefinitionStore>();

        var workflow = TestPack.Workflow();
        workflow["root"]!["activities"]![2]!["form"]!["expression"]!["value"] = "no-such-form";

        Assert.False(store.Check(Encoding.UTF8.GetBytes("{ not json")).IsPublishable);
        Assert.False(store.Check(Encoding.UTF8.GetBytes(workflow.ToJsonString())).IsPublishable);
        Assert.Empty(store.Check(Encoding.UTF8.GetBytes(TestPack.Workflow().ToJsonString())).Faults);
        Assert.Single(await store.VersionsAsync("small"));
    }

    [Fact]
    public async Task Options_OutOfRange_NameEveryKeyAtOnce()
    {
        await using var host = RuntimeHarness.Prepare(options: o =>
        {
            o.ClaimBatch = 0;
            o.Lease = TimeSpan.Zero;
            o.Mail.Port = 0;
        });

        var error = Assert.Throws<OptionsValidationException>(() => host.Get<IOptions<RuntimeOptions>>().Value);

        Assert.Contains(error.Failures, f => f.StartsWith("ClaimBatch", StringComparison.Ordinal));
        Assert.Contains(error.Failures, f => f.StartsWith("Lease", StringComparison.Ordinal));
        Assert.Contains(error.Failures, f => f.StartsWith("Mail:Port", StringComparison.Ordinal));
    }
}
