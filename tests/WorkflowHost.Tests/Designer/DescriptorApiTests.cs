using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Designer;

public sealed class DescriptorApiTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task Activities_EveryOne_IsWhatStudioCanRead()
    {
        using var owner = await Owner.OfAsync(host);

        var items = (await owner.GetAsync("/descriptors/activities?Refresh=True"))["items"]!.AsArray();

        Assert.Equal(items.Count, items.Select(item => ((string)item!["typeName"]!, (int)item["version"]!)).Distinct().Count());
        string[] editors =
        [
            "singleline", "multiline", "checkbox", "dropdown", "radiolist", "checklist", "multitext", "dictionary", "json-editor", "code-editor", "expression-editor",
            "dynamic-outcomes", "flow-switch-editor", "switch-editor", "variable-picker", "input-picker", "output-picker", "outcome-picker", "type-picker",
            "workflow-definition-picker", "datetime-picker", "http-status-codes",
        ];
        Assert.All(items, item =>
        {
            Assert.All((string[])["category", "displayName", "description", "kind", "inputs", "outputs", "ports", "customProperties", "constructionProperties"], name => Assert.True(item![name] is not null, $"{item["typeName"]} has no {name}"));
            Assert.All(item!["inputs"]!.AsArray(), input => Assert.True(editors.Contains((string?)input!["uiHint"]), $"{item["typeName"]}.{input["name"]} wants {input["uiHint"]}"));
            Assert.Equal(item["inputs"]!.AsArray().Count, item["inputs"]!.AsArray().Select(input => (string)input!["name"]!).Distinct().Count());
        });
        Assert.Contains(items, item => (string?)item!["typeName"] == "Elsa.NotFoundActivity" && !(bool)item["isBrowsable"]!);
    }

    [Theory]
    [InlineData("zh-CN", "人工任务", "岗位")]
    [InlineData("en", "Human task", "Role")]
    public async Task Activities_HumanTask_SpeaksTheReadersLanguageAndOffersThePack(string language, string name, string role)
    {
        using var owner = await Owner.OfAsync(host);
        owner.Client.DefaultRequestHeaders.AcceptLanguage.Clear();
        owner.Client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));

        var task = (await owner.GetAsync("/descriptors/activities"))["items"]!.AsArray().Single(item => (string?)item!["typeName"] == "Sop.HumanTask")!;

        Assert.Equal(name, (string?)task["displayName"]);
        var inputs = task["inputs"]!.AsArray().ToDictionary(input => (string)input!["name"]!);
        Assert.Equal(role, (string?)inputs["Role"]!["displayName"]);
        Assert.Contains(Items(inputs["Form"]!), item => (string?)item!["value"] == "complaint-register");
        Assert.Contains(Items(inputs["Clock"]!), item => (string?)item!["value"] == "register");
        Assert.Contains(Items(inputs["Stage"]!), item => (string?)item!["value"] == "analysis");
        Assert.Contains(Items(inputs["Role"]!), item => (string?)item!["value"] == "team_lead");
        Assert.Equal("dynamic-outcomes", (string?)inputs["Outcomes"]!["uiHint"]);
    }

    /// <summary>Pitfall: Studio looks for the exact version a workflow names, and blanks the canvas when it is not described.</summary>
    [Fact]
    public async Task Activities_AVersionOnlyAStoredDefinitionNames_IsDescribedToo()
    {
        using var owner = await Owner.OfAsync(host);
        var created = await owner.CreateAsync("旧版活动");
        var step = Owner.Step("old", "Elsa.WriteLine", ("text", "x"));
        step["version"] = 7;
        created["root"]!["activities"] = new JsonArray(step);
        await owner.SavedAsync(created);

        var items = (await owner.GetAsync("/descriptors/activities"))["items"]!.AsArray();

        Assert.Contains(items, item => (string?)item!["typeName"] == "Elsa.WriteLine" && (int)item["version"]! == 7 && !(bool)item["isBrowsable"]!);
    }

    /// <summary>A connection from a port that Studio does not know is dropped without a word.</summary>
    [Theory]
    [MemberData(nameof(ShippedSops))]
    public async Task Activities_EveryConnectionOfAShippedSop_LeavesAPortStudioShows(string sop)
    {
        using var owner = await Owner.OfAsync(host);
        var descriptors = (await owner.GetAsync("/descriptors/activities"))["items"]!.AsArray().ToLookup(item => (string)item!["typeName"]!);
        var root = (await owner.LoadAsync(sop))["root"]!;
        var steps = root["activities"]!.AsArray().ToDictionary(step => (string)step!["id"]!, step => step!);

        Assert.All(root["connections"]!.AsArray(), connection =>
        {
            var step = steps[(string)connection!["source"]!["activity"]!];
            var port = (string?)connection["source"]!["port"] ?? "Done";
            Assert.Contains(port, PortsOf(step, descriptors[(string)step["type"]!].First()!));
        });
    }

    [Theory]
    [InlineData("/descriptors/expression-descriptors", 6)]
    [InlineData("/descriptors/variables", 10)]
    [InlineData("/descriptors/storage-drivers", 1)]
    [InlineData("/descriptors/workflow-activation-strategies", 1)]
    [InlineData("/descriptors/incident-strategies", 2)]
    [InlineData("/descriptors/log-persistence-strategies", 0)]
    [InlineData("/descriptors/commit-strategies/workflows", 0)]
    [InlineData("/descriptors/commit-strategies/activities", 0)]
    [InlineData("/descriptors/output-converters?sourceType=String&destinationType=Int32", 0)]
    [InlineData("/features/installed", 0)]
    public async Task Lists_HaveAtLeastWhatStudioNeeds(string path, int atLeast)
    {
        using var owner = await Owner.OfAsync(host);

        var answer = await owner.GetAsync(path);

        Assert.InRange((int)answer["count"]!, atLeast, 100);
        Assert.Equal((int)answer["count"]!, answer["items"]!.AsArray().Count);
    }

    /// <summary>A definition that names the strategy otherwise than Elsa does could not go back there.</summary>
    [Fact]
    public async Task ActivationStrategies_AreNamedAsInElsa()
    {
        using var owner = await Owner.OfAsync(host);

        var items = (await owner.GetAsync("/descriptors/workflow-activation-strategies"))["items"]!.AsArray();

        Assert.Equal(Enum.GetValues<ActivationStrategy>().Select(each => each.TypeName()), items.Select(item => (string?)item!["typeName"]));
    }

    /// <summary>Pitfall: an editor named there lets Studio recurse until the tab freezes.</summary>
    [Fact]
    public async Task Expressions_NoneNamesAnEditor()
    {
        using var owner = await Owner.OfAsync(host);

        var items = (await owner.GetAsync("/descriptors/expression-descriptors"))["items"]!.AsArray();

        Assert.All(items, item => Assert.Null(item!["properties"]!["UIHint"]));
        Assert.Equal("javascript", (string?)items.Single(item => (string?)item!["type"] == "JavaScript")!["properties"]!["MonacoLanguage"]);
    }

    /// <summary>Pitfall: "Refresh" in the answer makes Studio ask without end.</summary>
    /// <summary>Studio names a dropped step by its type's name, and whoever gets the task reads that.</summary>
    [Theory]
    [InlineData("zh-CN", "人工任务", "完成")]
    [InlineData("en", "HumanTask", "Done")]
    public async Task Activities_NamesAndTheOneOutcome_AreInTheReadersLanguage(string language, string name, string done)
    {
        using var owner = await Owner.OfAsync(host);
        owner.Client.DefaultRequestHeaders.AcceptLanguage.Clear();
        owner.Client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));

        var items = (await owner.GetAsync("/descriptors/activities"))["items"]!.AsArray().ToLookup(item => (string)item!["typeName"]!);

        Assert.Equal(name, (string?)items["Sop.HumanTask"].First()!["name"]);
        var port = Assert.Single(items["Sop.OpenCase"].First()!["ports"]!.AsArray())!;
        Assert.Equal(("Done", done), ((string?)port["name"], (string?)port["displayName"]));
    }

    /// <summary>Studio's tab for it is always there, and a 404 would leave its page dead.</summary>
    [Fact]
    public async Task TestOfASingleStep_SaysWhereADraftIsTriedOut()
    {
        using var owner = await Owner.OfAsync(host);

        var answer = await (await owner.PostAsync("/tests/activities", new { })).JsonAsync();

        Assert.Equal("Faulted", (string?)answer["status"]);
        Assert.Contains("试运行", (string?)answer["exception"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_OfAnInput_NeverAskForMore()
    {
        using var owner = await Owner.OfAsync(host);

        using var answer = await owner.PostAsync("/descriptors/activities/Sop.HumanTask/options/Form", new { context = new { } });
        using var missing = await owner.PostAsync("/descriptors/activities/Sop.HumanTask/options/None", new { context = new { } });

        Assert.DoesNotContain("refresh", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Declarations_OfAnSop_NameVariablesAndTheFieldsOfTheCase()
    {
        using var owner = await Owner.OfAsync(host);
        var model = await owner.LoadAsync("complaint");
        model["variables"] = new JsonArray(new JsonObject { ["id"] = "v1", ["name"] = "decision", ["typeName"] = "String", ["isArray"] = false });
        await owner.SavedAsync(model);

        using var answer = await owner.PostAsync("/scripting/javascript/type-definitions/complaint", new { workflowDefinitionId = "complaint", activityTypeName = "Sop.HumanTask", propertyName = "Assignee" });
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Contains("declare function getDecision(): string;", text, StringComparison.Ordinal);
        Assert.Contains("customerName?: string;", text, StringComparison.Ordinal);
        Assert.Contains("declare function getCase(): CaseFields;", text, StringComparison.Ordinal);
        Assert.Contains("declare function getCaseInfo(): CaseInfo;", text, StringComparison.Ordinal);
        Assert.Contains("/** 投诉登记 */\ndeclare function getOutputFrom(activity: \"register\", outputName?: string): any;", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        // A field of another SOP's forms only.
        Assert.DoesNotContain("accidentPlace", text, StringComparison.Ordinal);
    }

    private static JsonArray Items(JsonNode input) => input["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray();

    public static TheoryData<string> ShippedSops =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "workflows"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> PortsOf(JsonNode step, JsonNode descriptor)
    {
        var dynamic = descriptor["inputs"]!.AsArray().FirstOrDefault(input => (string?)input!["uiHint"] == "dynamic-outcomes");
        if (dynamic is not null)
        {
            var value = step[char.ToLowerInvariant(((string)dynamic["name"]!)[0]) + ((string)dynamic["name"]!)[1..]];
            var always = dynamic["uiSpecifications"]!["DynamicOutcomesOptions"]!["fixedOutcomes"]!.AsArray();
            var named = value is null ? [] : JsonNode.Parse((string)value["expression"]!["value"]!)!.AsArray();
            return always.Concat(named).Select(outcome => (string)outcome!);
        }

        var flow = descriptor["ports"]!.AsArray().Where(port => (string?)port!["type"] == "Flow").Select(port => (string)port!["name"]!).ToList();
        return flow.Count > 0 ? flow : ["Done"];
    }
}
