using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Instances;

/// <summary>Workflows that others use as activities: which version runs, and what happens when another one is published.</summary>
public sealed class EmbeddedWorkflowTests
{
    private static readonly Actor Owner = RuntimeHarness.Owner;

    [Fact]
    public async Task Start_OfAWorkflowThatUsesAnother_RunsItWithinItselfAlsoOverAWaitAndARestart()
    {
        await using var host = await RuntimeHarness.StartAsync(Parent(), Child(1, "getInput('n') * 2", Flows.Event("wait", "go")));
        var started = (await host.Instances.StartAsync("parent", new(), Owner)).Value!;
        Assert.Equal("Workflow1:root:use:Workflow1:root:wait", started.Bookmarks[0].NodeId[^"Workflow1:root:use:Workflow1:root:wait".Length..]);
        await host.RestartAsync();

        await host.Instances.PublishEventAsync("go", null, null, Owner);

        var after = (await host.InstanceQueries.GetAsync(started.Id, Owner))!;
        Assert.Equal(WorkflowSubStatus.Finished, after.Row.SubStatus);
        Assert.Equal(42, after.Values!.Outputs["answer"]!.GetValue<double>());
        Assert.Empty((await host.InstanceQueries.ListAsync(new(ParentId: started.Id), Owner)).Items);
    }

    [Fact]
    public async Task Start_WhereTheVersionIsLeftOpen_TakesTheHighestOfTheTimeItWasPublishedAlsoAfterARestart()
    {
        await using var host = await RuntimeHarness.StartAsync(Parent(version: null), Child(1, "'first'"));
        await PublishAsync(host, Child(2, "'second'"));
        Assert.Equal("first", await AnswerAsync(host));

        await host.RestartAsync();
        Assert.Equal("first", await AnswerAsync(host));

        await PublishAsync(host, Parent(version: null, name: "parent, drawn anew"));
        Assert.Equal("second", await AnswerAsync(host));
        await host.RestartAsync();
        Assert.Equal("second", await AnswerAsync(host));
    }

    [Fact]
    public async Task Publish_OfAWorkflowThatUpdatesItsConsumers_BringsEachOnceToTheNewVersionOfAllItUses()
    {
        // The parent uses the child and, once more, through the middle one.
        var middle = Child(1, "getVariable('got')", Use("use", 1), id: "middle");
        await using var host = await RuntimeHarness.StartAsync(
            Parent(beside: [Use("through", 1, "Middle").Keeping("result"), Flows.Output("out2", "through", "getVariable('got')")]),
            middle, Child(1, "'first'"), Flows.Sequence("other", Flows.Line("l", "'x'")));
        var running = (await host.Instances.StartAsync("parent", new(), Owner)).Value!;

        var published = await PublishAsync(host, Child(2, "'second'", updates: true));

        Assert.Equal(["middle", "parent"], published.UpdatedConsumers);
        Assert.Equal("second", await AnswerAsync(host));
        Assert.Equal("second", await AnswerAsync(host, output: "through"));
        var versions = await host.Get<DefinitionStore>().VersionsAsync("parent");
        Assert.Equal([(2, DefinitionState.Published), (1, DefinitionState.Retired)], versions.Select(v => (v.Version, v.State)));
        Assert.Equal(1, (await host.InstanceQueries.GetAsync(running.Id, Owner))!.Row.DefinitionVersion);
        Assert.Single(await host.Get<DefinitionStore>().VersionsAsync("other"));
    }

    [Fact]
    public async Task Publish_UpdatingAConsumerThatIsADraft_ChangesTheDraftOnly()
    {
        await using var host = await RuntimeHarness.StartAsync(Parent(), Child(1, "'first'"));
        Assert.True((await host.Get<DefinitionDesk>().SaveAsync(new(Parent(name: "being drawn"), BasedOn: 1), Owner)).IsOk);

        await PublishAsync(host, Child(2, "'second'", updates: true));

        var versions = await host.Get<DefinitionStore>().VersionsAsync("parent");
        Assert.Equal([(2, DefinitionState.Draft), (1, DefinitionState.Published)], versions.Select(v => (v.Version, v.State)));
        Assert.Equal(2, (int)versions[0].ToDocument()["root"]!["activities"]![0]!["version"]!);
        Assert.Contains(await host.Get<DefinitionDesk>().SavesAsync("parent"), save => save.Kind == DefinitionSaveKind.ConsumerUpdated);
        Assert.Equal("first", await AnswerAsync(host));
    }

    [Fact]
    public async Task Publish_OfAWorkflowWithinItself_IsRefusedInWords()
    {
        await using var host = await RuntimeHarness.StartAsync(Parent(version: null), Child(1, "'first'"));

        var refused = await SaveAsync(host, Child(2, "1", Use("again", null)));

        Assert.Equal("definition.faulty", refused.Refusal!.Code);
        Assert.Contains(refused.Check!.Faults, fault => fault.Code == DefinitionFaultCodes.WorkflowRecursive && fault.Message.Text.En.Contains("child → child", StringComparison.Ordinal));
        Assert.True((await host.Instances.StartAsync("parent", new(), Owner)).IsOk);
    }

    [Fact]
    public async Task Publish_WhereTheUsedWorkflowIsNotThere_IsRefusedAndAnotherVersionIsWarnedOf()
    {
        await using var host = await RuntimeHarness.StartAsync(Child(1, "'first'"));
        var missing = Parent();
        missing["root"]!["activities"]![0]!["workflowDefinitionId"] = "gone";
        missing["root"]!["activities"]![0]!["type"] = "Gone";

        var refused = await SaveAsync(host, missing, isNew: true);
        var other = await SaveAsync(host, Parent(version: 7), isNew: true);

        Assert.Equal((DefinitionFaultCodes.WorkflowMissing, "use"), (refused.Check!.Faults[0].Code, refused.Check.Faults[0].ActivityId));
        Assert.True(other.IsOk);
        Assert.Contains(other.Check!.Warnings, warning => warning.Code == DefinitionFaultCodes.WorkflowVersion);
    }

    [Fact]
    public async Task Publish_UnderTheNameOfAnotherActivity_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync(Child(1, "'first'"));

        var refused = await SaveAsync(host, Child(1, "2", id: "twin", name: "child"), isNew: true);

        Assert.Contains(refused.Check!.Faults, fault => fault.Code == DefinitionFaultCodes.WorkflowName);
    }

    [Fact]
    public async Task Delete_OfWhatOthersUse_IsRefusedAndNamesThem()
    {
        await using var host = await RuntimeHarness.StartAsync(Parent(), Child(1, "'first'"));
        await PublishAsync(host, Child(2, "'second'"));
        var versions = await host.Get<DefinitionStore>().VersionsAsync("child");

        var refused = await host.Get<DefinitionDesk>().DeleteVersionAsync(versions.Single(v => v.Version == 1).Id, Owner);

        Assert.Equal(("definition.in_use", "parent"), (refused!.Code, refused.Args["users"]));
        await host.RestartAsync();
        Assert.Equal("first", await AnswerAsync(host));
    }

    [Fact]
    public async Task Retract_OfAUsedWorkflow_LeavesItsUsersAloneAndIsOfferedNoMore()
    {
        await using var host = await RuntimeHarness.StartAsync(Parent(), Child(1, "'first'"));
        Assert.True(Assert.Single(host.Get<DefinitionStore>().UsableAsActivities()).IsBrowsable);

        await host.Get<DefinitionDesk>().RetractAsync("child", Owner);

        Assert.False(Assert.Single(host.Get<DefinitionStore>().UsableAsActivities()).IsBrowsable);
        await host.RestartAsync();
        Assert.Equal("first", await AnswerAsync(host));
    }

    private static async Task<DefinitionAnswer> PublishAsync(RuntimeHarness host, JsonObject definition)
    {
        var answer = await SaveAsync(host, definition);
        Assert.True(answer.IsOk, answer.Refusal?.Code + string.Join("; ", answer.Check?.Faults.Select(each => each.Message.Text.En) ?? []));
        return answer;
    }

    private static async Task<DefinitionAnswer> SaveAsync(RuntimeHarness host, JsonObject definition, bool isNew = false)
    {
        var id = definition["definitionId"]!.GetValue<string>();
        if (isNew)
        {
            definition.Remove("definitionId");
        }

        var latest = await host.Get<DefinitionStore>().GetAsync(id);
        return await host.Get<DefinitionDesk>().SaveAsync(new(definition, latest?.Revision, IsToBePublished: true), Owner);
    }

    private static async Task<string> AnswerAsync(RuntimeHarness host, string output = "answer")
    {
        var started = await host.Instances.StartAsync("parent", new(), Owner);
        return started.Value!.Values!.Outputs[output]!.GetValue<string>();
    }

    private static JsonObject Parent(int? version = 1, string name = "parent", params JsonObject[] beside)
    {
        var parent = Flows.Sequence("parent", [Use("use", version).Keeping(), Flows.Output("out", "answer", "getVariable('got')"), .. beside]);
        parent["name"] = name;
        return parent;
    }

    private static JsonObject Use(string id, int? version, string type = "Child")
    {
        var use = Flows.Activity(id, type, ("n", "Int32", "Literal", "21"));
        use.Remove("version");
        if (version is not null)
        {
            use["version"] = version;
        }

        return use;
    }

    private static JsonObject Child(int version, string script, JsonObject? before = null, string id = "child", string? name = null, bool updates = false)
    {
        var child = Flows.Sequence(id, before is null ? [Flows.Output("out", "Result", script)] : [before.Keeping(), Flows.Output("out", "Result", script)]);
        child["version"] = version;
        child["name"] = name ?? id;
        child["inputs"] = new JsonArray(new JsonObject { ["name"] = "n", ["type"] = "Int32" });
        child["outputs"] = new JsonArray(new JsonObject { ["name"] = "Result", ["type"] = "Object" });
        child["options"] = new JsonObject { ["usableAsActivity"] = true, ["autoUpdateConsumingWorkflows"] = updates };
        return child;
    }
}
