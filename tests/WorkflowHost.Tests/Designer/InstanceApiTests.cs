using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Designer;

/// <summary>What Studio's instance list and viewer ask for, of a running complaint and of a plain workflow.</summary>
public sealed class InstanceApiTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task List_OfARunningComplaint_NamesAVersionThatCanBeFound()
    {
        var id = await ComplaintAsync();
        using var owner = await Owner.OfAsync(host);

        var page = await (await owner.PostAsync("/workflow-instances", new { page = 0, pageSize = 10, definitionIds = (string[])["complaint"], orderDirection = "Descending", timestampFilters = Array.Empty<object>() })).JsonAsync();

        var row = page["items"]!.AsArray().Single(item => (string?)item!["id"] == id)!;
        Assert.Equal(("Running", "Suspended"), ((string?)row["status"], (string?)row["subStatus"]));
        var versions = await owner.GetAsync($"/workflow-definitions?versionOptions=&Ids={(string)row["definitionVersionId"]!}");
        Assert.Single(versions["items"]!.AsArray());
    }

    [Fact]
    public async Task Viewer_OfARunningComplaint_HasCountsJournalAndRunsOfTheNodesItDraws()
    {
        var id = await ComplaintAsync();
        using var owner = await Owner.OfAsync(host);

        var instance = await owner.GetAsync($"/workflow-instances/{id}");
        var definition = await owner.GetAsync($"/workflow-definitions/by-id/{(string)instance["definitionVersionId"]!}");
        string[] nodes = [.. definition["root"]!["activities"]!.AsArray().Select(activity => (string)activity!["nodeId"]!)];
        var report = await (await owner.PostAsync("/activity-executions/report", new { workflowInstanceId = id, activityNodeIds = nodes })).JsonAsync();
        var journal = await (await owner.PostAsync($"/workflow-instances/{id}/journal?skip=0&take=50", new { filter = new { activityNodeIds = nodes, excludedActivityTypes = (string[])["Elsa.Workflow", "Elsa.Flowchart"] } })).JsonAsync();

        Assert.All((string[])["bookmarks", "incidents", "completionCallbacks", "activityExecutionContexts", "input", "output", "properties"], name => Assert.NotNull(instance["workflowState"]![name]));
        var open = report["stats"]!.AsArray().Single(stat => (string?)stat!["activityId"] == "open")!;
        Assert.Equal((1, 1, false), ((int)open["startedCount"]!, (int)open["completedCount"]!, (bool)open["isBlocked"]!));
        Assert.Contains(report["stats"]!.AsArray(), stat => (bool)stat!["isBlocked"]!);
        var line = journal["items"]!.AsArray().First(row => (string?)row!["activityId"] == "open")!;
        Assert.Equal("Started", (string?)line["eventName"]);
        var run = await owner.GetAsync($"/activity-executions/by-id?id={(string)line["activityInstanceId"]!}");
        Assert.Equal(("Completed", "open"), ((string?)run["status"], (string?)run["activityId"]));
        Assert.NotEmpty((await owner.GetAsync($"/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId={(string)line["nodeId"]!}"))["items"]!.AsArray());
        Assert.NotEmpty((await owner.GetAsync($"/activity-execution-summaries/list?WorkflowInstanceId={id}&ActivityNodeId={(string)line["nodeId"]!}"))["items"]!.AsArray());
        Assert.NotNull((await owner.GetAsync($"/workflow-instances/{id}/execution-state"))["updatedAt"]);
        Assert.NotNull((await owner.GetAsync($"/workflow-instances/{id}/variables"))["items"]);
    }

    /// <summary>Who only edits SOPs needs no personal data.</summary>
    [Fact]
    public async Task Viewer_ForAProcessOwner_ShowsNothingTheCustomerSaid()
    {
        var id = await ComplaintAsync();
        using var owner = await Owner.OfAsync(host);

        JsonNode[] shown =
        [
            await owner.GetAsync($"/workflow-instances/{id}"),
            await owner.GetAsync($"/workflow-instances/{id}/variables"),
            await (await owner.PostAsync($"/workflow-instances/{id}/journal?skip=0&take=500", new { })).JsonAsync(),
            await owner.GetAsync($"/activity-executions/list?WorkflowInstanceId={id}"),
        ];
        var texts = shown.SelectMany(TextsOf).ToList();

        var said = Sop.Tests.Cases.ComplaintForms.Open("2026-09-29T09:00:00");
        Assert.All((string[])["customerName", "contactPhone", "contactAddress", "policyNo", "content"], field =>
            Assert.DoesNotContain(texts, text => text.Contains((string)said[field]!, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Viewer_ForAManager_ShowsWhatStepsStartedWith()
    {
        var id = await ComplaintAsync();
        using var manager = new Owner(await host.ClientAsync(StaffRoles.Manager));
        using var owner = await Owner.OfAsync(host);
        const string Step = "ActivityNodeId=Workflow1:complaint:startClocks";

        var run = Assert.Single((await manager.GetAsync($"/activity-executions/list?WorkflowInstanceId={id}&{Step}"))["items"]!.AsArray())!;
        var decided = Assert.Single((await manager.GetAsync($"/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId=Workflow1:complaint:severity"))["items"]!.AsArray())!;
        var journal = await (await manager.PostAsync($"/workflow-instances/{id}/journal?take=500", new { filter = new { activityIds = (string[])["startClocks"], eventNames = (string[])["Started"] } })).JsonAsync();
        var masked = Assert.Single((await owner.GetAsync($"/activity-executions/list?WorkflowInstanceId={id}&{Step}"))["items"]!.AsArray())!;

        Assert.Contains(run["activityState"]!["Clocks"]!.AsArray(), clock => ((string?)clock)?.StartsWith("first-contact-", StringComparison.Ordinal) == true);
        Assert.Equal("severity", (string?)decided["activityState"]!["Table"]);
        Assert.NotEmpty(decided["outputs"]!.AsObject());
        Assert.Contains("Clocks", Assert.Single(journal["items"]!.AsArray())!["activityState"]!.AsObject().Select(member => member.Key));
        Assert.Empty(masked["activityState"]!.AsObject());
        Assert.Empty(masked["outputs"]!.AsObject());
    }

    [Fact]
    public async Task Run_PlainWorkflow_AnswersWithItsInstanceAndAnSopSaysWhereCasesAreOpened()
    {
        using var owner = await Owner.OfAsync(host);
        var created = await owner.CreateAsync("普通流程");
        created["root"]!["activities"] = new JsonArray(Owner.Step("hello", "Elsa.WriteLine", ("text", "你好")));
        created["root"]!["start"] = "hello";
        await owner.SavedAsync(created, publish: true);

        using var ran = await owner.PostAsync($"/workflow-definitions/{(string)created["definitionId"]!}/execute", new { });
        using var refused = await owner.PostAsync("/workflow-definitions/complaint/execute", new { });

        Assert.Equal(HttpStatusCode.OK, ran.StatusCode);
        var instance = await owner.GetAsync($"/workflow-instances/{ran.Headers.GetValues("x-elsa-workflow-instance-id").Single()}");
        Assert.Equal("Finished", (string?)instance["status"]);
        Assert.Equal("true", refused.Headers.GetValues("x-elsa-workflow-cannot-start").Single());
        Assert.Contains("立案", Assert.Single(await Owner.RefusalAsync(refused)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelAndDelete_OfACase_AreRefusedInWordsAndOfAPlainInstanceAreDone()
    {
        var caseId = await ComplaintAsync();
        using var owner = await Owner.OfAsync(host);
        var created = await owner.CreateAsync("等待的流程");
        created["root"]!["activities"] = new JsonArray(Owner.Step("wait", "Elsa.Event", ("eventName", "paid")));
        created["root"]!["start"] = "wait";
        await owner.SavedAsync(created, publish: true);
        using var ran = await owner.PostAsync($"/workflow-definitions/{(string)created["definitionId"]!}/execute", new { });
        var plain = ran.Headers.GetValues("x-elsa-workflow-instance-id").Single();

        using var refused = await owner.PostAsync($"/cancel/workflow-instances/{caseId}", new { });
        using var cancelled = await owner.PostAsync("/bulk-actions/cancel/workflow-instances", new { ids = (string[])[plain] });
        using var early = await owner.PostAsync("/bulk-actions/delete/workflow-instances/by-id", new { ids = (string[])[plain] });
        await host.AdvanceToAsync(host.Clock.GetUtcNow());
        using var deleted = await owner.PostAsync("/bulk-actions/delete/workflow-instances/by-id", new { ids = (string[])[plain] });

        Assert.Single(await Owner.RefusalAsync(refused));
        // What its end tells others is on its way yet.
        Assert.Single(await Owner.RefusalAsync(early));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (cancelled.StatusCode, deleted.StatusCode));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Client.GetAsync($"/elsa/api/workflow-instances/{plain}")).StatusCode);
    }

    private async Task<string> ComplaintAsync()
    {
        using var agent = await host.ClientAsync(StaffRoles.Agent);
        using var opened = await agent.PostAsJsonAsync("/api/v1/cases", new { definitionId = "complaint", fields = Sop.Tests.Cases.ComplaintForms.Open("2026-09-29T09:00:00") });
        return (string)(await opened.JsonAsync())["id"]!;
    }

    /// <summary>Every text of a document and every name in it, as read rather than as written.</summary>
    private static IEnumerable<string> TextsOf(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => TextsOf(member.Value).Prepend(member.Key)),
        JsonArray items => items.SelectMany(TextsOf),
        JsonValue value => [value.ToString()],
        _ => [],
    };
}
