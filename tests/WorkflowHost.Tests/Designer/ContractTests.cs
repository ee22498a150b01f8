using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Security;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Designer;

/// <summary>Every endpoint that Studio calls is there with the leave it needs, and those that no other test calls answer as Studio reads them.</summary>
public sealed class ContractTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private const string Read = AccessPolicies.ReadDefinitions;
    private const string Edit = AccessPolicies.EditDefinitions;
    private const string Look = AccessPolicies.ReadInstances;
    private const string Run = AccessPolicies.RunWorkflows;

    public static TheoryData<string, string, string> Endpoints => new()
    {
        { "GET", "workflow-definitions", Read },
        { "GET", "workflow-definitions/by-definition-id/{definitionId}", Read },
        { "GET", "workflow-definitions/by-id/{id}", Read },
        { "GET", "workflow-definitions/validation/is-name-unique", Read },
        { "GET", "workflow-definitions/{definitionId}/export", Read },
        { "GET", "workflow-definitions/subgraph/{versionId}", Read },
        { "GET", "workflow-definitions/subgraph/segments/{versionId}", Read },
        { "POST", "bulk-actions/export/workflow-definitions", Read },
        { "GET", "descriptors/activities", Read },
        { "GET", "descriptors/expression-descriptors", Read },
        { "GET", "descriptors/workflow-activation-strategies", Read },
        { "GET", "descriptors/incident-strategies", Read },
        { "GET", "descriptors/log-persistence-strategies", Read },
        { "GET", "descriptors/commit-strategies/workflows", Read },
        { "GET", "descriptors/commit-strategies/activities", Read },
        { "GET", "descriptors/variables", Read },
        { "GET", "descriptors/storage-drivers", Read },
        { "GET", "descriptors/output-converters", Read },
        { "POST", "descriptors/activities/{typeName}/options/{inputName}", Read },
        { "POST", "scripting/javascript/type-definitions/{definitionId}", Read },
        { "GET", "features/installed", Read },
        { "GET", "features/installed/{fullName}", Read },
        { "POST", "workflow-definitions", Edit },
        { "POST", "workflow-definitions/import", Edit },
        { "POST", "workflow-definitions/{definitionId}/publish", Edit },
        { "POST", "workflow-definitions/{definitionId}/retract", Edit },
        { "POST", "workflow-definitions/{definitionId}/revert/{version:int}", Edit },
        { "DELETE", "workflow-definitions/{definitionId}", Edit },
        { "DELETE", "workflow-definition-versions/{id}", Edit },
        { "POST", "bulk-actions/publish/workflow-definitions/by-definition-ids", Edit },
        { "POST", "bulk-actions/retract/workflow-definitions/by-definition-ids", Edit },
        { "POST", "bulk-actions/delete/workflow-definitions/by-definition-id", Edit },
        { "POST", "bulk-actions/delete/workflow-definitions/by-id", Edit },
        { "POST", "tests/activities", Edit },
        { "POST", "workflow-instances", Look },
        { "GET", "workflow-instances/{id}", Look },
        { "POST", "workflow-instances/{id}/journal", Look },
        { "GET", "workflow-instances/{id}/variables", Look },
        { "GET", "workflow-instances/{id}/execution-state", Look },
        { "GET", "workflow-instances/{id}/export", Look },
        { "POST", "bulk-actions/export/workflow-instances", Look },
        { "POST", "activity-executions/report", Look },
        { "GET", "activity-executions/list", Look },
        { "GET", "activity-executions/by-id", Look },
        { "GET", "activity-executions/{id}/call-stack", Look },
        { "GET", "activity-execution-summaries/list", Look },
        { "POST", "workflow-definitions/{definitionId}/execute", Run },
        { "POST", "cancel/workflow-instances/{id}", Run },
        { "DELETE", "workflow-instances/{id}", Run },
        { "POST", "bulk-actions/cancel/workflow-instances", Run },
        { "POST", "bulk-actions/delete/workflow-instances/by-id", Run },
        { "POST", "bulk-actions/import/workflow-instances", Run },
        { "POST", "alterations/workflows/retry", Run },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void Endpoint_OfTheContract_IsThereWithTheLeaveItNeeds(string method, string path, string policy)
    {
        var found = Assert.Single(
            host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct(),
            endpoint => endpoint.RoutePattern.RawText?.Trim('/') == "elsa/api/" + path && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) == true);

        Assert.Contains(found.Metadata.GetOrderedMetadata<IAuthorizeData>(), leave => leave.Policy == policy);
        Assert.Null(found.Metadata.GetMetadata<IAllowAnonymous>());
    }

    [Fact]
    public async Task PublishAndRetract_OfOneDefinition_AnswerWithItsNewState()
    {
        using var owner = await Owner.OfAsync(host);
        var id = await PlainAsync(owner, "单个发布");

        var published = await (await owner.PostAsync($"/workflow-definitions/{id}/publish", new { })).JsonAsync();
        var listed = await owner.GetAsync($"/workflow-definitions?versionOptions=LatestOrPublished&DefinitionIds={id}");
        var retracted = await (await owner.PostAsync($"/workflow-definitions/{id}/retract", new { })).JsonAsync();

        Assert.Equal([id], listed["items"]!.AsArray().Select(row => (string)row!["definitionId"]!));
        var now = await owner.LoadAsync(id);
        Assert.Equal((true, false), ((bool)listed["items"]![0]!["isPublished"]!, (bool)now["isPublished"]!));
        Assert.NotNull(published);
        Assert.NotNull(retracted);
    }

    [Fact]
    public async Task Instance_StartedAndCancelledAndDeletedByItself_AnswersEachStep()
    {
        using var owner = await Owner.OfAsync(host);
        var id = await WaitingAsync(owner, "单个取消");

        using var exported = await owner.Client.GetAsync($"/elsa/api/workflow-instances/{id}/export");
        using var cancelled = await owner.PostAsync($"/cancel/workflow-instances/{id}", new { });
        var state = await owner.GetAsync($"/workflow-instances/{id}/execution-state");
        // What it still had to tell others is sent first; until then it can't be deleted.
        await host.AdvanceToAsync(host.Clock.GetUtcNow());
        using var deleted = await owner.Client.DeleteAsync($"/elsa/api/workflow-instances/{id}");

        Assert.Equal(id, (string?)(await exported.JsonAsync())["id"]);
        Assert.EndsWith($"{id}.json", exported.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "Cancelled", HttpStatusCode.OK), (cancelled.StatusCode, (string?)state["subStatus"], deleted.StatusCode));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Client.GetAsync($"/elsa/api/workflow-instances/{id}")).StatusCode);
    }

    [Fact]
    public async Task Instances_ExportedTogether_AreAZipOfThoseThatAreThere()
    {
        using var owner = await Owner.OfAsync(host);
        var id = await WaitingAsync(owner, "批量导出");

        using var answer = await owner.PostAsync("/bulk-actions/export/workflow-instances", new { ids = (string[])[id, "nobody"] });

        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        var entry = Assert.Single(zip.Entries);
        await using var content = await entry.OpenAsync();
        Assert.Equal(id, (string?)(await JsonNode.ParseAsync(content))!["id"]);
    }

    [Fact]
    public async Task Instances_FromOutside_AreRefusedInWords()
    {
        using var owner = await Owner.OfAsync(host);

        Assert.Contains("不能导入", Assert.Single(await Owner.RefusalAsync(await owner.PostAsync("/bulk-actions/import/workflow-instances", new { }))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallStack_OfARun_HoldsTheRun()
    {
        using var owner = await Owner.OfAsync(host);
        var id = await WaitingAsync(owner, "调用栈");
        var run = (await owner.GetAsync($"/activity-executions/list?WorkflowInstanceId={id}"))["items"]!.AsArray().First(each => (string?)each!["activityId"] == "hold")!;

        var stack = await owner.GetAsync($"/activity-executions/{(string)run["id"]!}/call-stack?includeCrossWorkflowChain=true&skip=0&take=50");

        Assert.Equal((1, "hold"), ((int)stack["totalCount"]!, (string?)stack["items"]![0]!["activityId"]));
    }

    [Fact]
    public async Task Subgraph_OfAnEmbeddedStep_IsThatStepWithWhatStandsInIt()
    {
        using var owner = await Owner.OfAsync(host);
        var flow = await owner.CreateAsync("有分支");
        flow["root"]!["activities"] = new JsonArray(new JsonObject
        {
            ["id"] = "if",
            ["type"] = "Elsa.If",
            ["version"] = 1,
            ["name"] = "if",
            ["then"] = new JsonObject { ["id"] = "inner", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray(Owner.Step("line", "Elsa.WriteLine")), ["connections"] = new JsonArray() },
        });
        var version = (string)(await owner.SavedAsync(flow))["id"]!;

        var subgraph = await owner.GetAsync($"/workflow-definitions/subgraph/{version}?parentNodeId=Workflow1:ab12cd34:if");
        var segments = await owner.GetAsync($"/workflow-definitions/subgraph/segments/{version}?childNodeId=Workflow1:ab12cd34:if:inner:line");

        Assert.Equal(("if", "Then", "inner"), ((string?)subgraph["activity"]!["id"], (string?)subgraph["children"]![0]!["port"], (string?)subgraph["children"]![0]!["activity"]!["id"]));
        Assert.Equal(("line", "inner"), ((string?)segments["childNode"]!["activity"]!["id"], (string?)segments["container"]!["activity"]!["id"]));
        Assert.Equal([("Workflow1:ab12cd34:if", "Then")], segments["pathSegments"]!.AsArray().Select(each => ((string?)each!["activityNodeId"], (string?)each["portName"])));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Client.GetAsync($"/elsa/api/workflow-definitions/subgraph/{version}?parentNodeId=Workflow1:none")).StatusCode);
    }

    /// <summary>The nodes it names are those that instances of the outer workflow run at.</summary>
    [Fact]
    public async Task Subgraph_OfAWorkflowUsedAsAnActivity_IsThatWorkflow()
    {
        using var owner = await Owner.OfAsync(host);
        var child = await owner.CreateAsync("子流程");
        child["options"] = new JsonObject { ["usableAsActivity"] = true };
        child["root"]!["activities"] = new JsonArray(Owner.Step("hold", "Elsa.Event", ("eventName", "never")));
        var used = await owner.SavedAsync(child, publish: true);
        var parent = await owner.CreateAsync("用子流程");
        var use = Owner.Step("use", "子流程");
        (use["workflowDefinitionId"], use["workflowDefinitionVersionId"]) = ((string)used["definitionId"]!, (string)used["id"]!);
        parent["root"]!["activities"] = new JsonArray(use);
        var saved = await owner.SavedAsync(parent, publish: true);
        using var started = await owner.Client.PostAsJsonAsync($"/api/v1/definitions/{(string)saved["definitionId"]!}/start", new { });
        var instance = (string)(await started.JsonAsync())["row"]!["id"]!;
        var nodes = (await owner.GetAsync($"/activity-executions/list?WorkflowInstanceId={instance}"))["items"]!.AsArray().Select(each => (string)each!["activityNodeId"]!).ToList();
        var hold = Assert.Single(nodes, node => node.EndsWith(":hold", StringComparison.Ordinal));

        var subgraph = await owner.GetAsync($"/workflow-definitions/subgraph/{(string)saved["id"]!}?parentNodeId=Workflow1:ab12cd34:use");
        var segments = await owner.GetAsync($"/workflow-definitions/subgraph/segments/{(string)saved["id"]!}?childNodeId={hold}");

        Assert.Equal("Elsa.Workflow", (string?)subgraph["activity"]!["root"]!["type"]);
        Assert.Equal(hold, (string?)segments["childNode"]!["nodeId"]);
        Assert.Equal(["use"], segments["pathSegments"]!.AsArray().Select(each => (string?)each!["activityId"]));
    }

    [Fact]
    public async Task Agent_SeesDefinitionsButNoInstances()
    {
        using var agent = await host.ClientAsync(StaffRoles.Agent);

        Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync("/elsa/api/workflow-definitions/by-id/complaint-v1")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PostAsJsonAsync("/elsa/api/bulk-actions/export/workflow-instances", new { ids = (string[])["x"] })).StatusCode);
    }

    /// <summary>A workflow that waits for an event nobody raises.</summary>
    private static async Task<string> PlainAsync(Owner owner, string name)
    {
        var flow = await owner.CreateAsync(name);
        flow["root"]!["activities"] = new JsonArray(Owner.Step("hold", "Elsa.Event", ("eventName", "never")));
        return (string)(await owner.SavedAsync(flow))["definitionId"]!;
    }

    /// <summary>An instance of it.</summary>
    private static async Task<string> WaitingAsync(Owner owner, string name)
    {
        var id = await PlainAsync(owner, name);
        using var published = await owner.PostAsync($"/workflow-definitions/{id}/publish", new { });
        using var started = await owner.PostAsync($"/workflow-definitions/{id}/execute", new { });
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        return started.Headers.GetValues("x-elsa-workflow-instance-id").Single();
    }
}
