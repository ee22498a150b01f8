using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Runtime.Timers;

namespace WorkflowHost.Runtime.Tests.Definitions;

public sealed class DefinitionFilesTests
{
    [Fact]
    public async Task Restart_FileChangedAfterAnEditOnScreen_IsLeftAloneAndReported()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await EditAsync(host, "屏幕上改的");
        TestPack.Write(host.WorkflowsFolder, "small.json", TestPack.Workflow(waitFor: "03:00:00").ToJsonString());

        await host.RestartAsync();

        var conflict = Assert.Single(host.Get<DefinitionFiles>().Conflicts);
        Assert.Equal(("small", "small.json", RuntimeHarness.Owner.Name), (conflict.DefinitionId, conflict.FileName, conflict.EditedBy));
        Assert.Equal([(2, "屏幕上改的"), (1, "小额投诉")], (await host.Get<DefinitionStore>().VersionsAsync("small")).Select(v => (v.Version, v.Name)));
    }

    [Fact]
    public async Task Restart_FileUnchangedAfterAnEditOnScreen_AsksNothing()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await EditAsync(host, "屏幕上改的");

        await host.RestartAsync();

        Assert.Empty(host.Get<DefinitionFiles>().Conflicts);
        Assert.Equal(2, (await host.Get<DefinitionStore>().GetAsync("small"))!.Version);
    }

    [Fact]
    public async Task Take_OfAConflict_PublishesTheFileInPlaceOfTheDraftWhichStaysAmongTheSaves()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await EditAsync(host, "屏幕上改的");
        TestPack.Write(host.WorkflowsFolder, "small.json", TestPack.Workflow(waitFor: "03:00:00").ToJsonString());
        await host.RestartAsync();

        var taken = await host.Get<DefinitionDesk>().TakeFileAsync("small", RuntimeHarness.Owner);

        Assert.Equal((2, DefinitionState.Published, DefinitionOrigin.File), (taken.Version!.Version, taken.Version.State, taken.Version.Origin));
        Assert.Empty(host.Get<DefinitionFiles>().Conflicts);
        Assert.Equal(2, (await host.OpenAsync()).DefinitionVersion);
        Assert.DoesNotContain(await host.Get<DefinitionStore>().VersionsAsync("small"), version => version.State == DefinitionState.Draft);
        var saves = await host.Get<DefinitionDesk>().SavesAsync("small");
        Assert.Equal([DefinitionSaveKind.FromFile, DefinitionSaveKind.Saved, DefinitionSaveKind.FromFile], saves.Select(save => save.Kind));
        await host.RestartAsync();
        Assert.Empty(host.Get<DefinitionFiles>().Conflicts);
    }

    [Fact]
    public async Task Take_WakesThePump_SinceAScheduleOfTheFileMayBeDueAtOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await EditAsync(host, "屏幕上改的");
        TestPack.Write(host.WorkflowsFolder, "small.json", TestPack.Workflow(waitFor: "03:00:00").ToJsonString());
        await host.RestartAsync();
        var sleep = host.Get<DueWork>().WaitAsync(default);
        Assert.False(sleep.IsCompleted);

        Assert.True((await host.Get<DefinitionDesk>().TakeFileAsync("small", RuntimeHarness.Owner)).IsOk);

        Assert.True(sleep.IsCompleted);
    }

    [Fact]
    public async Task Restart_FileChangedAfterAnExport_IsImportedForNobodyEditedSince()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await EditAsync(host, "屏幕上改的");
        Assert.True((await host.Get<DefinitionDesk>().PublishAsync("small", RuntimeHarness.Owner)).IsOk);
        Assert.Null((await host.Get<DefinitionFiles>().ExportAsync("small", RuntimeHarness.Owner)).Refusal);
        TestPack.Write(host.WorkflowsFolder, "small.json", TestPack.Workflow(waitFor: "03:00:00").ToJsonString());

        await host.RestartAsync();

        Assert.Empty(host.Get<DefinitionFiles>().Conflicts);
        Assert.Equal(3, (await host.OpenAsync()).DefinitionVersion);
    }

    [Fact]
    public async Task Restart_FileChangedAfterSomebodyRetracted_IsNotPublishedUnasked()
    {
        await using var host = await RuntimeHarness.StartAsync();
        Assert.True((await host.Get<DefinitionDesk>().RetractAsync("small", RuntimeHarness.Owner)).IsOk);
        TestPack.Write(host.WorkflowsFolder, "small.json", TestPack.Workflow(waitFor: "03:00:00").ToJsonString());

        await host.RestartAsync();

        Assert.True(Assert.Single(host.Get<DefinitionFiles>().Conflicts).IsRetracted);
        Assert.Equal("definition.not_found", (await host.Desk.OpenAsync("small", [], RuntimeHarness.Agent, null)).Refusal!.Code);
    }

    [Fact]
    public async Task KeepScreen_OfAConflict_AsksAgainOnlyWhenTheFileChangesAgain()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await EditAsync(host, "屏幕上改的");
        TestPack.Write(host.WorkflowsFolder, "small.json", TestPack.Workflow(waitFor: "03:00:00").ToJsonString());
        await host.RestartAsync();

        Assert.Null(await host.Get<DefinitionFiles>().KeepScreenAsync("small", RuntimeHarness.Owner));

        await host.RestartAsync();
        Assert.Empty(host.Get<DefinitionFiles>().Conflicts);
        TestPack.Write(host.WorkflowsFolder, "small.json", TestPack.Workflow(waitFor: "04:00:00").ToJsonString());
        await host.RestartAsync();
        Assert.Single(host.Get<DefinitionFiles>().Conflicts);
    }

    [Fact]
    public async Task Export_WritesThePublishedVersionAndTheNextStartFindsNothingNew()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await EditAsync(host, "屏幕上改的");
        Assert.True((await host.Get<DefinitionDesk>().PublishAsync("small", RuntimeHarness.Owner)).IsOk);

        var (file, refusal) = await host.Get<DefinitionFiles>().ExportAsync("small", RuntimeHarness.Owner);

        Assert.Null(refusal);
        Assert.Equal("屏幕上改的", (string?)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(host.WorkflowsFolder, file!)))!["name"]);
        await host.RestartAsync();
        Assert.Empty(host.Get<DefinitionFiles>().Conflicts);
        Assert.Equal(2, (await host.Get<DefinitionStore>().VersionsAsync("small")).Count);
    }

    [Fact]
    public async Task Export_OverAFileThatSomebodyChanged_IsRefusedUntilItWasDecided()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await EditAsync(host, "屏幕上改的");
        Assert.True((await host.Get<DefinitionDesk>().PublishAsync("small", RuntimeHarness.Owner)).IsOk);
        var theirs = TestPack.Workflow(waitFor: "03:00:00").ToJsonString();
        TestPack.Write(host.WorkflowsFolder, "small.json", theirs);

        var early = await host.Get<DefinitionFiles>().ExportAsync("small", RuntimeHarness.Owner);
        await host.RestartAsync();
        var undecided = await host.Get<DefinitionFiles>().ExportAsync("small", RuntimeHarness.Owner);

        Assert.Equal(("definition.file_changed", "definition.file_changed"), (early.Refusal?.Code, undecided.Refusal?.Code));
        Assert.Equal(theirs, await File.ReadAllTextAsync(Path.Combine(host.WorkflowsFolder, "small.json")));
        Assert.Null(await host.Get<DefinitionFiles>().KeepScreenAsync("small", RuntimeHarness.Owner));
        Assert.Null((await host.Get<DefinitionFiles>().ExportAsync("small", RuntimeHarness.Owner)).Refusal);
    }

    private static async Task EditAsync(RuntimeHarness host, string name)
    {
        var document = (await host.Get<DefinitionStore>().GetAsync("small"))!.ToDocument();
        document["name"] = name;
        Assert.True((await host.Get<DefinitionDesk>().SaveAsync(new(document, BasedOn: 1), RuntimeHarness.Owner)).IsOk);
    }
}
