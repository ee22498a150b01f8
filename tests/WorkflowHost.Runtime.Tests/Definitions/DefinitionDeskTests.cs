using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Definitions;

public sealed class DefinitionDeskTests
{
    private static readonly Actor Owner = RuntimeHarness.Owner;
    private static readonly Actor Second = new("s-owner2", "孙莉", "P7002", ["process_owner"]);

    [Fact]
    public async Task Save_OverAPublishedVersion_BeginsTheNextAsDraftAndNewCasesStayOnThePublished()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var saved = await host.Get<DefinitionDesk>().SaveAsync(new(Renamed(await LatestAsync(host), "改名"), BasedOn: 1), Owner);

        Assert.True(saved.IsOk, saved.Refusal?.Code);
        Assert.Equal((2, DefinitionState.Draft, true, 2), (saved.Version.Version, saved.Version.State, saved.Version.IsLatest, saved.Version.Revision));
        Assert.Equal(1, (await host.OpenAsync()).DefinitionVersion);
    }

    [Fact]
    public async Task Save_OverADraft_ChangesItInPlace()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        await desk.SaveAsync(new(Renamed(await LatestAsync(host), "一"), BasedOn: 1), Owner);

        var saved = await desk.SaveAsync(new(Renamed(await LatestAsync(host), "二"), BasedOn: 2), Owner);

        Assert.Equal((2, 3, "二"), (saved.Version!.Version, saved.Version.Revision, saved.Version.Name));
        Assert.Equal(2, (await host.Get<DefinitionStore>().VersionsAsync("small")).Count);
    }

    [Fact]
    public async Task Draft_AskedToRun_IsRefusedAndStartsNothing()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.Get<DefinitionDesk>().SaveAsync(new(Renamed(await LatestAsync(host), "改名"), BasedOn: 1), Owner);

        var started = await host.Instances.StartAsync("small", new(Version: 2), Owner);

        Assert.Equal("definition.not_published", started.Refusal?.Code);
        Assert.Null(await host.Get<DefinitionStore>().ProgramAsync("small", 2));
        Assert.NotNull(await host.Get<DefinitionStore>().ProgramAsync("small", 1));
    }

    [Fact]
    public async Task Save_SentTwice_IsOneSave()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var edit = new DefinitionEdit(Renamed(await LatestAsync(host), "改名"), BasedOn: 1);
        var first = await desk.SaveAsync(edit, Owner);

        var again = await desk.SaveAsync(edit, Owner);

        Assert.Equal(first.Version!.Revision, again.Version!.Revision);
        Assert.Single(await desk.SavesAsync("small"), save => save.Kind == DefinitionSaveKind.Saved);
    }

    [Fact]
    public async Task Save_NewDefinitionSentTwice_IsOneDefinition()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var edit = new DefinitionEdit(Empty("新流程"));

        var first = await desk.SaveAsync(edit, Owner);
        var again = await desk.SaveAsync(edit, Owner);

        Assert.Equal(first.Version!.DefinitionId, again.Version!.DefinitionId);
        Assert.Equal((1, DefinitionState.Draft), (again.Version.Version, again.Version.State));
        Assert.Equal(2, (await host.Get<DefinitionStore>().AllVersionsAsync()).Count);
    }

    [Fact]
    public async Task Save_SomebodyElseSavedMeanwhile_IsRefusedAndSaysWhoAndWhen()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var before = await LatestAsync(host);
        await desk.SaveAsync(new(Renamed(before, "冯涛的"), BasedOn: 1), Owner);

        var refused = await desk.SaveAsync(new(Renamed(before, "孙莉的"), BasedOn: 1), Second);

        Assert.Equal("definition.conflict", refused.Refusal!.Code);
        Assert.Equal((Owner.Name, "2"), (refused.Refusal.Args["by"], refused.Refusal.Args["version"]));
        Assert.Equal("冯涛的", (string?)(await LatestAsync(host))["name"]);
    }

    [Fact]
    public async Task Save_WithoutTheRevisionItStartedFrom_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var refused = await host.Get<DefinitionDesk>().SaveAsync(new(Renamed(await LatestAsync(host), "改名")), Owner);

        Assert.Equal("definition.revision_missing", refused.Refusal!.Code);
    }

    [Fact]
    public async Task Save_NextOfTheSameEditorBeforeItsAnswerCame_IsTakenAndAnOvertakenOneIsNot()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var before = await LatestAsync(host);
        Assert.True((await desk.SaveAsync(new(Renamed(before, "一"), 1, new("tab", 1)), Owner)).IsOk);
        Assert.True((await desk.SaveAsync(new(Renamed(before, "三"), 1, new("tab", 3)), Owner)).IsOk);

        var overtaken = await desk.SaveAsync(new(Renamed(before, "二"), 1, new("tab", 2)), Owner);
        var otherTab = await desk.SaveAsync(new(Renamed(before, "四"), 1, new("other", 1)), Owner);

        Assert.Equal(("definition.overtaken", "definition.conflict"), (overtaken.Refusal!.Code, otherTab.Refusal!.Code));
        Assert.Equal("三", (string?)(await LatestAsync(host))["name"]);
    }

    [Fact]
    public async Task Save_UndoThatOvertookWhatItUndoes_IsCountedAndTheOlderOneIsNotTaken()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var before = await LatestAsync(host);
        Assert.True((await desk.SaveAsync(new(Renamed(before, "一"), 1, new("tab", 1)), Owner)).IsOk);
        Assert.True((await desk.SaveAsync(new(Renamed(before, "一"), 2, new("tab", 3)), Owner)).IsOk);

        var overtaken = await desk.SaveAsync(new(Renamed(before, "二"), 2, new("tab", 2)), Owner);

        Assert.Equal("definition.overtaken", overtaken.Refusal!.Code);
        Assert.Equal("一", (string?)(await LatestAsync(host))["name"]);
    }

    [Fact]
    public async Task Save_ThatDropsEveryStepSentAgain_IsParkedOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var emptied = await LatestAsync(host);
        emptied["root"]!["activities"] = new JsonArray();
        emptied["root"]!["connections"] = new JsonArray();
        await desk.SaveAsync(new(emptied, BasedOn: 1), Owner);
        host.Time.Advance(TimeSpan.FromSeconds(1));

        await desk.SaveAsync(new(emptied, BasedOn: 1), Owner);
        await desk.SaveAsync(new(Renamed(emptied, "改名"), BasedOn: 1), Owner);

        Assert.Equal(2, (await desk.SavesAsync("small")).Count(save => save.Kind == DefinitionSaveKind.Parked));
    }

    [Fact]
    public async Task Retract_OfWhatIsNotPublished_ChangesAndRecordsNothing()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        await desk.RetractAsync("small", Owner);

        var again = await desk.RetractAsync("small", Owner);

        Assert.Equal(2, again.Version!.Revision);
        Assert.Single((await host.Get<AuditTrail>().ListAsync("definition_retracted")).Items);
    }

    [Fact]
    public async Task Save_ThatDropsEveryStep_IsParkedAndCanBeRestored()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var emptied = await LatestAsync(host);
        emptied["root"]!["activities"] = new JsonArray();
        emptied["root"]!["connections"] = new JsonArray();

        var refused = await desk.SaveAsync(new(emptied, BasedOn: 1), Owner);

        Assert.Equal("definition.emptied", refused.Refusal!.Code);
        Assert.NotEmpty((JsonArray)(await LatestAsync(host))["root"]!["activities"]!);
        var parked = Assert.Single(await desk.SavesAsync("small"), save => save.Kind == DefinitionSaveKind.Parked);
        var restored = await desk.RestoreAsync("small", parked.Sequence, Owner);
        Assert.Equal((2, DefinitionState.Draft), (restored.Version!.Version, restored.Version.State));
        Assert.Empty((JsonArray)(await LatestAsync(host))["root"]!["activities"]!);
    }

    [Fact]
    public async Task Publish_GoodDraft_IsWhatNewCasesStartOnAlsoAfterARestart()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        var desk = host.Get<DefinitionDesk>();
        await desk.SaveAsync(new(Renamed(await LatestAsync(host), "新版"), BasedOn: 1), Owner);

        var published = await desk.PublishAsync("small", Owner);

        Assert.True(published.IsOk, string.Join("; ", published.Check?.Faults ?? []));
        Assert.Equal(2, (await host.OpenAsync("李四", "13900000001")).DefinitionVersion);
        Assert.Equal([DefinitionState.Published, DefinitionState.Retired], (await host.Get<DefinitionStore>().VersionsAsync("small")).Select(v => v.State));
        await host.RestartAsync();
        Assert.Equal(2, (await host.OpenAsync("王五", "13900000002")).DefinitionVersion);
        Assert.Equal(1, (await host.Queries.CaseAsync(old.Id, RuntimeHarness.Agent))!.DefinitionVersion);
    }

    [Fact]
    public async Task Publish_FaultyDraft_IsRefusedNamesTheStepAndChangesNothing()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var broken = await LatestAsync(host);
        broken["root"]!["activities"]![2]!["form"]!["expression"]!["value"] = "no-such-form";
        Assert.True((await desk.SaveAsync(new(broken, BasedOn: 1), Owner)).IsOk);

        var refused = await desk.PublishAsync("small", Owner);

        Assert.Equal("definition.faulty", refused.Refusal!.Code);
        Assert.Contains(refused.Check!.Faults, fault => fault.ActivityId == "intake" && fault.Message.Text.Zh.Contains("no-such-form", StringComparison.Ordinal));
        Assert.Equal(1, (await host.OpenAsync()).DefinitionVersion);
    }

    [Fact]
    public async Task SaveAndPublish_Faulty_StoresNothing()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var broken = await LatestAsync(host);
        broken["root"]!["activities"]![2]!["form"]!["expression"]!["value"] = "no-such-form";

        var refused = await host.Get<DefinitionDesk>().SaveAsync(new(broken, BasedOn: 1, IsToBePublished: true), Owner);

        Assert.Equal("definition.faulty", refused.Refusal!.Code);
        Assert.Single(await host.Get<DefinitionStore>().VersionsAsync("small"));
    }

    [Fact]
    public async Task Retract_EndsNewCasesAndLeavesRunningOnes()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var running = await host.OpenAsync();

        Assert.True((await host.Get<DefinitionDesk>().RetractAsync("small", Owner)).IsOk);

        var refused = await host.Desk.OpenAsync("small", [], RuntimeHarness.Agent, null);
        Assert.Equal("definition.not_found", refused.Refusal!.Code);
        Assert.True((await host.Desk.ClaimAsync(RuntimeHarness.OpenTask(running).Id, RuntimeHarness.Agent)).IsOk);
    }

    [Fact]
    public async Task Save_OverARetractedVersion_NeverChangesWhatCasesRunOn()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        await desk.RetractAsync("small", Owner);

        var saved = await desk.SaveAsync(new(Renamed(await LatestAsync(host), "新稿"), BasedOn: 2), Owner);

        Assert.Equal((2, DefinitionState.Draft), (saved.Version!.Version, saved.Version.State));
    }

    [Fact]
    public async Task Revert_BeginsADraftWithTheOldContent()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        await desk.SaveAsync(new(Renamed(await LatestAsync(host), "新版"), 1, IsToBePublished: true), Owner);

        var reverted = await desk.RevertAsync("small", 1, Owner);

        Assert.Equal((3, DefinitionState.Draft, "小额投诉"), (reverted.Version!.Version, reverted.Version.State, reverted.Version.Name));
    }

    [Fact]
    public async Task Delete_WithCases_IsRefusedAndADraftIsNot()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync();
        var desk = host.Get<DefinitionDesk>();
        var draft = await desk.SaveAsync(new(Renamed(await LatestAsync(host), "草稿"), BasedOn: 1), Owner);

        Assert.Null(await desk.DeleteVersionAsync(draft.Version!.Id, Owner));
        File.Delete(Path.Combine(host.WorkflowsFolder, "small.json"));
        Assert.Equal("definition.has_cases", (await desk.DeleteAsync("small", Owner))!.Code);

        var left = Assert.Single(await host.Get<DefinitionStore>().VersionsAsync("small"));
        Assert.Equal((1, true), (left.Version, left.Revision > draft.Version.Revision));
    }

    [Fact]
    public async Task Delete_OfAVersionThatWasPublished_ItsNumberAndProgramAreNeverGivenToAnother()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var second = await desk.SaveAsync(new(Renamed(await LatestAsync(host), "第二版"), 1, IsToBePublished: true), Owner);
        await desk.RetractAsync("small", Owner);
        Assert.Null(await desk.DeleteVersionAsync(second.Version!.Id, Owner));
        var store = host.Get<DefinitionStore>();
        Assert.Null(await store.ProgramAsync("small", 2));

        var next = await desk.SaveAsync(new(Renamed(await LatestAsync(host), "第三版"), (await store.GetAsync("small"))!.Revision, IsToBePublished: true), Owner);

        Assert.Equal((3, "第三版"), (next.Version!.Version, next.Version.Name));
        Assert.Equal(3, (await host.OpenAsync()).DefinitionVersion);
    }

    [Fact]
    public async Task Delete_OfAPublishedVersionAmongOthers_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var second = await desk.SaveAsync(new(Renamed(await LatestAsync(host), "第二版"), 1, IsToBePublished: true), Owner);

        Assert.Equal("definition.is_published", (await desk.DeleteVersionAsync(second.Version!.Id, Owner))!.Code);
        Assert.Equal(2, (await host.OpenAsync()).DefinitionVersion);
    }

    [Fact]
    public async Task Delete_OfADefinitionThatHasAFile_IsRefusedSinceTheNextStartWouldImportIt()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var refused = await host.Get<DefinitionDesk>().DeleteAsync("small", Owner);

        Assert.Equal(("definition.has_file", "small.json"), (refused!.Code, refused.Args["file"]));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a:b")]
    [InlineData("-a")]
    [InlineData("投诉")]
    public async Task Import_IdThatCannotBeAFileOrNode_IsRefused(string id)
    {
        await using var host = await RuntimeHarness.StartAsync();
        var document = Empty("x");
        document["definitionId"] = id;

        Assert.Equal("definition.id_invalid", (await host.Get<DefinitionDesk>().ImportAsync(document, Owner)).Refusal!.Code);
    }

    [Fact]
    public async Task Publish_SentAgainSinceItsAnswerWasLost_IsAnsweredAlike()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var seen = (await desk.SaveAsync(new(Renamed(await LatestAsync(host), "新版"), BasedOn: 1), Owner)).Version!.Revision;
        var first = await desk.PublishAsync("small", Owner, seen);

        var again = await desk.PublishAsync("small", Owner, seen);

        Assert.Equal((first.Version!.Revision, DefinitionState.Published), (again.Version?.Revision, again.Version?.State));
    }

    [Fact]
    public async Task Publish_OfWhatSomebodyElseChangedAndPublished_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        var seen = (await desk.SaveAsync(new(Renamed(await LatestAsync(host), "新版"), BasedOn: 1), Owner)).Version!.Revision;
        Assert.True((await desk.SaveAsync(new(Renamed(await LatestAsync(host), "别人的"), seen, IsToBePublished: true), RuntimeHarness.Lead)).IsOk);

        Assert.Equal("definition.changed_since", (await desk.PublishAsync("small", Owner, seen)).Refusal?.Code);
    }

    private static async Task<JsonObject> LatestAsync(RuntimeHarness host) => (await host.Get<DefinitionStore>().GetAsync("small"))!.ToDocument();

    private static JsonObject Renamed(JsonObject document, string name)
    {
        var renamed = (JsonObject)document.DeepClone();
        renamed["name"] = name;
        return renamed;
    }

    private static JsonObject Empty(string name) => new()
    {
        ["name"] = name,
        ["root"] = new JsonObject { ["id"] = "a1b2", ["type"] = "Elsa.Flowchart", ["version"] = 1 },
    };
}
