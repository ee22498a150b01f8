using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Designer;

/// <summary>Actions on many things at once, and runs: nothing is guessed from a body that cannot be read.</summary>
public sealed class BulkApiTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Theory]
    [InlineData("/workflow-definitions/complaint/execute")]
    [InlineData("/workflow-definitions/complaint/dispatch")]
    [InlineData("/bulk-actions/publish/workflow-definitions/by-definition-ids")]
    [InlineData("/bulk-actions/retract/workflow-definitions/by-definition-ids")]
    [InlineData("/bulk-actions/delete/workflow-definitions/by-definition-id")]
    [InlineData("/bulk-actions/delete/workflow-definitions/by-id")]
    [InlineData("/bulk-actions/export/workflow-definitions")]
    [InlineData("/bulk-actions/cancel/workflow-instances")]
    [InlineData("/bulk-actions/delete/workflow-instances/by-id")]
    [InlineData("/alterations/workflows/retry")]
    [InlineData("/workflow-instances")]
    [InlineData("/workflow-instances/x/journal")]
    [InlineData("/activity-executions/report")]
    public async Task Body_ThatCannotBeRead_IsRefusedInWords(string path)
    {
        using var owner = await Owner.OfAsync(host);
        foreach (var body in (string[])["{\"ids\":", "[]", "null", "\"complaint\"", "{\"ids\":\"x\",\"definitionIds\":7,\"workflowInstanceIds\":{},\"correlationId\":[],\"filter\":1,\"page\":\"one\",\"workflowInstanceId\":[]}"])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await owner.Client.PostAsync("/elsa/api" + path, content);

            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path} with {body}: {(int)answer.StatusCode}");
            Assert.Equal("request.malformed", await answer.CodeAsync());
        }
    }

    [Theory]
    [InlineData("/bulk-actions/retract/workflow-definitions/by-definition-ids", "definitionIds")]
    [InlineData("/bulk-actions/delete/workflow-definitions/by-definition-id", "definitionIds")]
    [InlineData("/bulk-actions/export/workflow-definitions", "ids")]
    [InlineData("/bulk-actions/cancel/workflow-instances", "ids")]
    [InlineData("/bulk-actions/delete/workflow-instances/by-id", "ids")]
    [InlineData("/alterations/workflows/retry", "workflowInstanceIds")]
    public async Task MoreThanMayBeTouchedAtOnce_AreRefusedAndNothingIsDone(string path, string member)
    {
        using var owner = await Owner.OfAsync(host);
        var ids = new JsonArray([.. Enumerable.Range(0, 201).Select(i => JsonValue.Create("d" + i))]);

        using var answer = await owner.PostAsync(path, new JsonObject { [member] = ids });

        Assert.Equal("request.too_many", await answer.CodeAsync());
        Assert.Contains("201", Assert.Single(await Owner.RefusalAsync(answer)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_SomeThatMayAndSomeThatMayNot_SaysHowManyWereDone()
    {
        using var owner = await Owner.OfAsync(host);
        var one = (string)(await owner.CreateAsync("可删的流程"))["definitionId"]!;

        using var answer = await owner.PostAsync("/bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds = (string[])[one, "complaint", one] });

        var sentences = await Owner.RefusalAsync(answer);
        Assert.Equal(2, sentences.Count);
        Assert.Equal("已完成 1 项，另有 1 项没有完成：", sentences[0]);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Client.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{one}")).StatusCode);
    }

    [Fact]
    public async Task CancelAll_OfADefinitionNamedByItsDraft_CountsWhatWasCancelled()
    {
        using var owner = await Owner.OfAsync(host);
        var created = await owner.CreateAsync("全部取消");
        created["root"]!["activities"] = new JsonArray(Owner.Step("wait", "Elsa.Event", ("eventName", "never")));
        created["root"]!["start"] = "wait";
        var published = await owner.SavedAsync(created, publish: true);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var ran = await owner.PostAsync($"/workflow-definitions/{(string)published["definitionId"]!}/execute", new { });
        }

        var draft = published.DeepClone().AsObject();
        draft["name"] = "全部取消（改名）";
        var named = (string)(await owner.SavedAsync(draft))["id"]!;
        Assert.NotEqual((string)published["id"]!, named);

        using var cancelled = await owner.PostAsync("/bulk-actions/cancel/workflow-instances", new { definitionVersionId = named });
        using var unknown = await owner.PostAsync("/bulk-actions/cancel/workflow-instances", new { definitionVersionId = "nothing-v1" });

        Assert.Equal(3, (int)(await cancelled.JsonAsync())["cancelledCount"]!);
        Assert.Equal("definition.not_found", await unknown.CodeAsync());
    }

    [Fact]
    public async Task CancelAll_OfAnSop_IsRefusedInOneSentence()
    {
        using var owner = await Owner.OfAsync(host);
        var sop = (string)(await owner.GetAsync("/workflow-definitions/by-definition-id/complaint?versionOptions=Latest"))["id"]!;

        using var answer = await owner.PostAsync("/bulk-actions/cancel/workflow-instances", new { definitionVersionId = sop });

        Assert.Equal("「客户投诉处理」运行的是案件，不能一并取消，须逐件在案件页面按流程规则办结；如不再受理新案件，请撤回流程。", Assert.Single(await Owner.RefusalAsync(answer)));
    }

    [Fact]
    public async Task Retry_OfAnInstanceThatIsNotThere_SaysSo()
    {
        using var owner = await Owner.OfAsync(host);

        using var answer = await owner.PostAsync("/alterations/workflows/retry", new { workflowInstanceIds = (string[])["nobody"] });

        Assert.Equal("instance.not_found", await answer.CodeAsync());
    }

    /// <summary>Studio offers publish, retract and delete only on rows that carry a link for it.</summary>
    [Fact]
    public async Task Rows_CarryLinksForWhoMayEdit()
    {
        using var owner = await Owner.OfAsync(host);
        using var compliance = new Owner(await host.ClientAsync(StaffRoles.Compliance));
        const string List = "/workflow-definitions?versionOptions=Latest&Page=0&PageSize=10";

        var mine = (await owner.GetAsync(List))["items"]!.AsArray();
        var theirs = (await compliance.GetAsync(List))["items"]!.AsArray();

        Assert.All(mine, row => Assert.Equal(["publish", "retract", "delete"], row!["links"]!.AsArray().Select(link => (string)link!["rel"]!)));
        Assert.All(theirs, row => Assert.Empty(row!["links"]!.AsArray()));
    }
}
