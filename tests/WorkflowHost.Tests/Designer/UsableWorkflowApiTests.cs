using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Designer;

/// <summary>A workflow drawn in Studio, offered as an activity, used in another one and run.</summary>
public sealed class UsableWorkflowApiTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task Workflow_PublishedAsAnActivity_IsOfferedDrawnAndRunsInsideAnother()
    {
        using var owner = await Owner.OfAsync(host);
        var child = await owner.CreateAsync("核算");
        child["inputs"] = new JsonArray(new JsonObject { ["name"] = "Amount", ["type"] = "Int32", ["displayName"] = "金额", ["uiHint"] = "singleline" });
        child["outputs"] = new JsonArray(new JsonObject { ["name"] = "Twice", ["type"] = "Object", ["displayName"] = "两倍" });
        child["outcomes"] = new JsonArray("Ok");
        child["options"] = new JsonObject { ["usableAsActivity"] = true, ["activityCategory"] = "核赔" };
        child["root"]!["activities"] = new JsonArray(
            Script(Owner.Step("set", "Elsa.SetOutput", ("outputName", "Twice")), "outputValue", "getInput('Amount') * 2"),
            Script(Owner.Step("end", "Elsa.Complete"), "outcomes", "['Ok']"));
        child["root"]!["connections"] = new JsonArray(Connection("set", "Done", "end"));
        var published = await owner.SavedAsync(child, publish: true);

        var offered = Assert.Single((await owner.GetAsync("/descriptors/activities"))["items"]!.AsArray(), item => (string?)item!["typeName"] == "核算")!;
        Assert.Equal(("核赔", true, "Amount", "Ok"), ((string)offered["category"]!, (bool)offered["isBrowsable"]!, (string)offered["inputs"]![0]!["name"]!, (string)offered["ports"]![0]!["name"]!));
        Assert.Equal((string)published["id"]!, (string)offered["constructionProperties"]!["WorkflowDefinitionVersionId"]!);

        // As Studio drops it: with what the descriptor says every new activity of the type gets.
        var use = Owner.Step("use", "核算", ("amount", 21));
        use["workflowDefinitionId"] = offered["constructionProperties"]!["WorkflowDefinitionId"]!.DeepClone();
        use["workflowDefinitionVersionId"] = offered["constructionProperties"]!["WorkflowDefinitionVersionId"]!.DeepClone();
        use["twice"] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v1" } };
        var parent = await owner.CreateAsync("用核算");
        parent["variables"] = new JsonArray(new JsonObject { ["id"] = "v1", ["name"] = "got", ["typeName"] = "Object", ["storageDriverTypeName"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core" });
        parent["outputs"] = new JsonArray(new JsonObject { ["name"] = "Answer", ["type"] = "Object" });
        parent["root"]!["activities"] = new JsonArray(use, Script(Owner.Step("out", "Elsa.SetOutput", ("outputName", "Answer")), "outputValue", "getVariable('got')"));
        parent["root"]!["connections"] = new JsonArray(Connection("use", "Ok", "out"));
        var saved = await owner.SavedAsync(parent, publish: true);

        Assert.Equal("核算", (string)saved["root"]!["activities"]![0]!["type"]!);
        using var started = await owner.Client.PostAsJsonAsync($"/api/v1/definitions/{(string)saved["definitionId"]!}/start", new { });
        var instance = await started.JsonAsync();
        Assert.Equal(("finished", 42), ((string)instance["row"]!["subStatus"]!, (int)(double)instance["values"]!["outputs"]!["Answer"]!));
    }

    [Fact]
    public async Task Instance_ThatFailed_SaysWhereInWhatItFailed()
    {
        using var owner = await Owner.OfAsync(host);
        var flow = await owner.CreateAsync("会出错");
        var inner = new JsonObject { ["id"] = "box", ["type"] = "Elsa.Sequence", ["version"] = 1, ["name"] = "核对", ["activities"] = new JsonArray(Owner.Step("bad", "Elsa.Fault", ("message", "core system down"))) };
        flow["root"]!["activities"] = new JsonArray(inner);
        var saved = await owner.SavedAsync(flow, publish: true);

        using var started = await owner.Client.PostAsJsonAsync($"/api/v1/definitions/{(string)saved["definitionId"]!}/start", new { });
        var ours = (await started.JsonAsync());
        var elsas = await owner.GetAsync($"/workflow-instances/{(string)ours["row"]!["id"]!}");

        Assert.Equal(["Workflow1", "ab12cd34", "box"], ours["incidents"]![0]!["stack"]!.AsArray().Select(frame => (string)frame!["activityId"]!));
        Assert.Equal("bad", (string)ours["incidents"]![0]!["activityName"]!);
        var incident = elsas["workflowState"]!["incidents"]![0]!;
        Assert.Equal(("核对", "Elsa.Sequence"), ((string)incident["activityStack"]![2]!["activityName"]!, (string)incident["activityStack"]![2]!["activityType"]!));
    }

    private static JsonObject Script(JsonObject step, string input, string script)
    {
        step[input] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script } };
        return step;
    }

    private static JsonObject Connection(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };
}
