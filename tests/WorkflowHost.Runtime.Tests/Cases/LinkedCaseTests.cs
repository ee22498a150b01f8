using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Cases;

/// <summary>Cases that open others, are linked with them and wait for them.</summary>
public sealed class LinkedCaseTests
{
    private const string GoodFields = "({ customerName: getCase().customerName, content: '对本案的投诉' })";

    [Fact]
    public async Task OpenLinked_ShownByBothSidesWithTheirClocks()
    {
        await using var host = await RuntimeHarness.StartAsync(Asking("Opened"));
        var asking = await AskAsync(host);

        var (first, other) = (await host.Queries.CaseAsync(asking.Id, RuntimeHarness.Lead), await OtherAsync(host, asking));

        var link = Assert.Single(first!.LinkedCases);
        Assert.Equal(("about", "投诉", true, other.Id, "statutory"), (link.Kind, link.NameZh, link.IsFollower, link.Case.Id, other.Clocks[1].PolicyId));
        Assert.NotNull(link.Case.NextBreach);
        var back = Assert.Single(other.LinkedCases);
        Assert.Equal((false, "Case complained of", asking.Summary.Number), (back.IsFollower, back.NameEn, back.Case.Number));
        Assert.Equal(other.Summary.Number, first.Data["othersNumber"]?.ToString());
        Assert.Equal("张伟", other.Summary.CustomerName);
    }

    [Fact]
    public async Task OpenLinked_WaitingForTheOthersClose_GoesOnWithWhatItReports()
    {
        await using var host = await RuntimeHarness.StartAsync(Asking("Closed"));
        var asking = await AskAsync(host);
        var other = await OtherAsync(host, asking);
        Assert.Empty((await host.Queries.CaseAsync(asking.Id, RuntimeHarness.Lead))!.Tasks);

        await host.RestartAsync();
        await CloseAsync(host, other);

        var after = (await host.Queries.CaseAsync(asking.Id, RuntimeHarness.Lead))!;
        Assert.Equal(("satisfied", "办得及时"), (after.Data["othersEnd"]?.ToString(), after.Data["othersLessons"]?.ToString()));
        Assert.Single(after.Tasks);
        Assert.Contains(after.Timeline, t => t.Kind == "link.closed" && t.Args["case"] == other.Summary.Number);
    }

    [Fact]
    public async Task OpenLinked_FormNotFilled_LeavesThroughRefusedAndSaysWhy()
    {
        await using var host = await RuntimeHarness.StartAsync(Asking("Opened", "({ customerName: '张伟' })"));

        var asking = await AskAsync(host);

        var after = (await host.Queries.CaseAsync(asking.Id, RuntimeHarness.Lead))!;
        Assert.Equal("form.invalid", after.Data["whyNot"]?.ToString());
        Assert.Empty(after.LinkedCases);
        var told = Assert.Single(after.Timeline, t => t.Kind == "link.refused");
        Assert.Equal("content: field.required", told.Args["detail"]);
    }

    [Fact]
    public async Task OpenLinked_DeliveredAgainAfterACrash_OpensOneCase()
    {
        await using var host = await RuntimeHarness.StartAsync(Asking("Opened"));
        var asking = (await host.Desk.OpenAsync("asking", RuntimeHarness.OpenFields(), RuntimeHarness.Agent)).Value!;
        await using (var context = host.Context())
        {
            var message = context.Outbox.Single(m => m.CaseId == asking.Id);
            Assert.Equal("link-open", message.Kind);
        }

        // The process dies after the other case was opened and before the message was taken off: the same message comes again.
        var sender = host.Get<IEnumerable<WorkflowHost.Runtime.Outbox.IOutboxSender>>().Single(s => s.Kinds.Contains("link-open"));
        var given = await MessageAsync(host, asking);
        Assert.Equal(WorkflowHost.Runtime.Outbox.OutboxStatus.Sent, (await sender.SendAsync(given, default)).Status);
        await host.Outbox.RunDueAsync();

        var all = await host.Queries.CasesAsync(new(DefinitionId: TestPack.DefinitionId), RuntimeHarness.Lead);
        Assert.Single(all.Items);
        Assert.Single((await host.Queries.CaseAsync(asking.Id, RuntimeHarness.Lead))!.Timeline, t => t.Kind == "link.added");
    }

    [Fact]
    public async Task Link_ByHand_IsOnBothSidesOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var (claim, complaint) = (await host.OpenAsync("张伟"), await host.OpenAsync("李娜", "13900000001"));

        for (var again = 0; again < 2; again++)
        {
            var answer = await host.Desk.LinkAsync(complaint.Summary.Number, claim.Summary.Number, "about", otherFollows: false, RuntimeHarness.Agent);
            Assert.True(answer.IsOk);
            await host.Outbox.RunDueAsync();
        }

        var (first, second) = ((await host.Queries.CaseAsync(claim.Id, RuntimeHarness.Lead))!, (await host.Queries.CaseAsync(complaint.Id, RuntimeHarness.Lead))!);
        Assert.Equal((true, complaint.Summary.Number), (Assert.Single(first.LinkedCases).IsFollower, first.LinkedCases[0].Case.Number));
        Assert.Equal((false, claim.Summary.Number), (Assert.Single(second.LinkedCases).IsFollower, second.LinkedCases[0].Case.Number));
    }

    [Theory]
    [InlineData("XE20260929-0001", "about", "link.same_case")]
    [InlineData("XE20260929-9999", "nothing", "link.kind_unknown")]
    public async Task Link_ThatMakesNoSense_IsRefusedAtOnce(string number, string kind, string code)
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();

        var refused = await host.Desk.LinkAsync(view.Id, number, kind, otherFollows: true, RuntimeHarness.Agent);

        Assert.Equal(code, refused.Refusal?.Code);
    }

    [Fact]
    public async Task Link_WithItself_IsRefusedByItsIdToo()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();

        var refused = await host.Desk.LinkAsync(view.Id, view.Id, "about", otherFollows: true, RuntimeHarness.Agent);

        Assert.Equal("link.same_case", refused.Refusal?.Code);
    }

    [Fact]
    public async Task Link_WithACaseThatDoesNotExist_IsToldInTheTimeline()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();

        await host.Desk.LinkAsync(view.Id, "XE20260929-9999", "about", otherFollows: true, RuntimeHarness.Agent);
        await host.Outbox.RunDueAsync();

        var after = (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!;
        Assert.Equal("case.not_found", Assert.Single(after.Timeline, t => t.Kind == "link.refused").Args["code"]);
        Assert.Empty(after.LinkedCases);
    }

    /// <summary>An SOP that asks for a case of another, keeps what it hears, and then gives the handler a task.</summary>
    internal static JsonObject Asking(string until, string fields = GoodFields, string sop = TestPack.DefinitionId)
    {
        var workflow = TestPack.Workflow();
        workflow["id"] = "asking.v1";
        workflow["definitionId"] = "asking";
        workflow["customProperties"]!["sop"]!["numberPrefix"] = "QZ";
        workflow["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["activities"] = new JsonArray(
                Flows.Activity("open", "Sop.OpenCase", ("stage", "String", "Literal", "intake")),
                Flows.Activity("ask", "Sop.OpenLinkedCase", ("sop", "String", "Literal", sop), ("link", "String", "Literal", "about"),
                    ("until", "String", "Literal", until), ("fields", "ObjectDictionary", "JavaScript", fields)),
                Flows.Activity("keep", "Sop.UpdateCase", ("fields", "ObjectDictionary", "JavaScript",
                    "({ othersNumber: getOutputFrom('ask', 'CaseNumber'), othersEnd: getOutputFrom('ask', 'CloseType'), othersLessons: (getOutputFrom('ask', 'Results') || {}).lessons })")),
                Flows.Activity("refused", "Sop.UpdateCase", ("fields", "ObjectDictionary", "JavaScript", "({ whyNot: getOutputFrom('ask', 'Refusal') })")),
                Flows.Activity("work", "Sop.HumanTask", ("form", "String", "Literal", "small-close"), ("role", "String", "Literal", "handler")),
                Flows.Activity("end", "Elsa.Finish")),
            ["connections"] = new JsonArray(
                Connection("open", "Done", "ask"), Connection("ask", "Done", "keep"), Connection("ask", "Refused", "refused"), Connection("keep", "Done", "work"),
                Connection("refused", "Done", "work"), Connection("work", "Done", "end")),
        };
        return workflow;
    }

    private static JsonObject Connection(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };

    private static async Task<CaseView> AskAsync(RuntimeHarness host)
    {
        var view = (await host.Desk.OpenAsync("asking", RuntimeHarness.OpenFields(), RuntimeHarness.Agent)).Value!;
        await host.Outbox.RunDueAsync();
        return view;
    }

    private static async Task<CaseView> OtherAsync(RuntimeHarness host, CaseView asking)
    {
        var view = (await host.Queries.CaseAsync(asking.Id, RuntimeHarness.Lead))!;
        return (await host.Queries.CaseAsync(Assert.Single(view.LinkedCases).Case.Id, RuntimeHarness.Agent))!;
    }

    /// <summary>Works the small complaint to its close.</summary>
    private static async Task CloseAsync(RuntimeHarness host, CaseView other)
    {
        await host.Desk.CompleteAsync(RuntimeHarness.OpenTask(other).Id, "accepted", new JsonObject { ["summary"] = "属实" }, RuntimeHarness.Agent);
        host.Time.Advance(TimeSpan.FromHours(2));
        await host.Timers.RunDueAsync();
        var waiting = (await host.Queries.CaseAsync(other.Id, RuntimeHarness.Handler))!;
        var closed = await host.Desk.CompleteAsync(RuntimeHarness.OpenTask(waiting).Id, "Done", new JsonObject { ["lessons"] = "办得及时" }, RuntimeHarness.Handler);
        Assert.Equal(CaseStatus.Closed, closed.Value!.Summary.Status);
        await host.Outbox.RunDueAsync();
    }

    private static async Task<WorkflowHost.Runtime.Outbox.OutgoingMessage> MessageAsync(RuntimeHarness host, CaseView asking)
    {
        await using var context = host.Context();
        var row = context.Outbox.Single(m => m.CaseId == asking.Id);
        return new(row.Id, row.CaseId, row.Kind, row.Target, row.Template, (JsonObject)JsonNode.Parse(row.Payload)!, row.IdempotencyKey, row.CreatedAt, 0, 0);
    }
}
