using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Archive;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.CustomerLinks;
using WorkflowHost.Runtime.Incidents;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Runtime.Versions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Tests.Cases;

/// <summary>An SOP that only investigators and compliance read: for everybody else its cases do not exist, on every way out.</summary>
public sealed class CaseReadersTests
{
    private const string Secret = "secret";

    private static readonly Actor Investigator = new("s-inv", "孙浩", "I1", [StaffRoles.Investigator]);
    private static readonly Actor Compliance = new("s-com", "周岚", "C1", [StaffRoles.Compliance]);
    private static readonly Actor Suspect = new("s-sus", "冯磊", "I2", [StaffRoles.Investigator, StaffRoles.Compliance]);
    private static readonly Actor Admin = new("s-adm", "管理员", "X1", [StaffRoles.Admin]);

    public static TheoryData<string> Outsiders => new() { RuntimeHarness.Lead.Id, RuntimeHarness.Handler.Id, Admin.Id, Suspect.Id };

    [Theory]
    [MemberData(nameof(Outsiders))]
    public async Task Outsider_OnEveryWayOut_FindsNoSuchCase(string who)
    {
        await using var host = await StartAsync();
        var secret = await OpenAsync(host);
        var outsider = new[] { RuntimeHarness.Lead, RuntimeHarness.Handler, Admin, Suspect }.Single(actor => actor.Id == who);

        Assert.Null(await host.Queries.CaseAsync(secret.Id, outsider));
        Assert.Null(await host.Queries.CaseAsync(secret.Summary.Number, outsider));
        Assert.Null(await host.Queries.CaseOfTaskAsync(RuntimeHarness.OpenTask(secret).Id, outsider));
        Assert.Empty((await host.Queries.CasesAsync(new(), outsider)).Items);
        Assert.Empty((await host.Queries.CasesAsync(new() { Text = secret.Summary.Number }, outsider)).Items);
        Assert.Empty(await host.Queries.PossibleRepeatsAsync("13800000000", null, outsider));
        Assert.Empty((await host.Queries.BoardAsync(outsider, new())).Items);
        Assert.Empty((await host.Queries.BoardAsync(outsider, new())).Counts);
        Assert.Empty((await host.Queries.InboxAsync(outsider, new())).Claimable);
        Assert.Empty(await host.Queries.OutboxAsync(new(), outsider));
        Assert.Empty(await host.TimersAsync(new(), outsider));
        Assert.Equal(0, (await host.InstanceQueries.ListAsync(new(), outsider)).Total);
        Assert.Null(await host.InstanceQueries.GetAsync(secret.Id, outsider));
        Assert.Null(await host.InstanceQueries.JournalAsync(secret.Id, new(), outsider));
        Assert.False(await host.Queries.SeesAsync(secret.Id, outsider));
        Assert.Equal("case.not_found", (await host.Get<CustomerLinkDesk>().SendAsync(secret.Id, "small-received", outsider))!.Code);
        Assert.Equal("case.not_found", (await host.Get<CustomerLinkDesk>().RevokeAsync(secret.Id, "none", outsider))!.Code);
        var other = await host.OpenAsync("李娜");
        Assert.Empty((await host.Queries.CaseAsync(other.Id, outsider))!.RelatedCases);
    }

    [Fact]
    public async Task Reader_SeesTheCaseOnTheSameWays()
    {
        await using var host = await StartAsync();
        var secret = await OpenAsync(host);
        var other = await host.OpenAsync("李娜");

        Assert.Equal(secret.Id, (await host.Queries.CaseAsync(secret.Summary.Number, Compliance))!.Id);
        Assert.Equal(2, (await host.Queries.CasesAsync(new(), Compliance)).Items.Count);
        Assert.Equal(2, (await host.Queries.BoardAsync(Compliance, new())).Items.Count);
        Assert.Equal(2, (await host.Queries.BoardAsync(Compliance, new())).Counts.Values.Sum());
        Assert.Single((await host.Queries.BoardAsync(RuntimeHarness.Lead, new())).Items);
        Assert.Equal(1, (await host.Queries.BoardAsync(RuntimeHarness.Lead, new())).Counts.Values.Sum());
        Assert.NotEmpty(await host.TimersAsync(new(), Compliance));
        Assert.Equal(2, (await host.InstanceQueries.ListAsync(new(), Compliance)).Total);
        Assert.Equal(secret.Id, Assert.Single((await host.Queries.CaseAsync(other.Id, Compliance))!.RelatedCases).Id);
        Assert.Single(await host.Queries.PossibleRepeatsAsync("13800000000", null, RuntimeHarness.Lead));
    }

    [Fact]
    public async Task Command_OfAnOutsider_IsAnsweredAsForACaseThatIsNotThere()
    {
        await using var host = await StartAsync();
        var secret = await OpenAsync(host);
        var (number, task) = (secret.Summary.Number, RuntimeHarness.OpenTask(secret));
        CaseRefusal?[] told =
        [
            (await host.Desk.AddNoteAsync(number, "x", RuntimeHarness.Lead)).Refusal,
            (await host.Desk.RevealAsync(number, "x", RuntimeHarness.Lead)).Refusal,
            (await host.Desk.LinkAsync(number, "XE1", "about", otherFollows: false, RuntimeHarness.Lead)).Refusal,
            (await host.Desk.RaiseEventAsync(number, "withdrawn", [], RuntimeHarness.Lead)).Refusal,
            (await host.Desk.RetryIncidentAsync(number, "a", RuntimeHarness.Lead)).Refusal,
            (await host.Get<TimerDesk>().SkipAsync(number, "t", default, "x", RuntimeHarness.Lead)).Refusal,
            (await host.Get<IncidentDesk>().ActAsync(IncidentAct.Retry, new(number, "a"), null, null, RuntimeHarness.Lead)).Refusal,
        ];

        Assert.All(told, refusal => Assert.Equal((RefusalKind.NotFound, "case.not_found", number), (refusal!.Kind, refusal.Code, refusal.Args["case"])));
        foreach (var refusal in new[]
        {
            (await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Lead)).Refusal, (await host.Desk.ReassignAsync(task.Id, RuntimeHarness.Agent.Id, "x", RuntimeHarness.Lead)).Refusal,
            (await host.Desk.CompleteAsync(task.Id, "accepted", [], RuntimeHarness.Lead)).Refusal,
        })
        {
            Assert.Equal(("task.not_found", task.Id), (refusal!.Code, refusal.Args["task"]));
        }

        Assert.Equal(secret.Version, (await host.Queries.CaseAsync(secret.Id, Compliance))!.Version);
    }

    [Fact]
    public async Task Opening_ByWhoIsNoReader_IsAnsweredWithTheNumberAndTheirOwnWordsAlone()
    {
        await using var host = await StartAsync();

        var opened = (await host.Desk.OpenAsync(Secret, Fields(), RuntimeHarness.Agent, "k1")).Value!;
        var again = (await host.Desk.OpenAsync(Secret, Fields(), RuntimeHarness.Agent, "k1")).Value!;

        Assert.True(opened.IsUnread && again.IsUnread);
        Assert.Equal((opened.Id, "张伟"), (again.Id, opened.Data["customerName"]?.ToString()));
        Assert.Empty(opened.Tasks);
        Assert.Empty(opened.Timeline);
        Assert.Null(await host.Queries.CaseAsync(opened.Id, RuntimeHarness.Agent));
    }

    [Fact]
    public async Task PersonOfTheCase_OnceGivenATask_ReadsItEverAfter()
    {
        await using var host = await StartAsync();
        var secret = await OpenAsync(host);
        var task = RuntimeHarness.OpenTask(secret);
        Assert.Empty((await host.Queries.InboxAsync(RuntimeHarness.Agent, new())).Claimable);

        await host.Get<StaffDirectory>().SaveAsync(
            new(RuntimeHarness.Agent.Id, RuntimeHarness.Agent.Id, RuntimeHarness.Agent.Name, null, [StaffRoles.Agent, StaffRoles.Investigator], "bj", [], true, null, 0));
        var lead = Compliance with { Roles = [StaffRoles.Compliance, StaffRoles.TeamLead] };
        Assert.True((await host.Desk.ReassignAsync(task.Id, RuntimeHarness.Agent.Id, "熟悉情况", lead)).IsOk);
        Assert.Single((await host.Queries.InboxAsync(RuntimeHarness.Agent, new())).Mine);
        Assert.True((await host.Desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "属实" }, RuntimeHarness.Agent)).IsOk);
        await host.RestartAsync();

        Assert.NotNull(await host.Queries.CaseAsync(secret.Id, RuntimeHarness.Agent));
        Assert.Single((await host.Queries.CasesAsync(new(), RuntimeHarness.Agent)).Items);
    }

    [Fact]
    public async Task Readers_ChangedByANewVersion_CountAtOnceForTheCasesOfTheOld()
    {
        await using var host = await StartAsync();
        var secret = await OpenAsync(host);
        Assert.Null(await host.Queries.CaseAsync(secret.Id, RuntimeHarness.Lead));

        host.WriteWorkflow(SecretSop(version: 2, "investigator", "compliance", "team_lead"));
        await host.RestartAsync();

        Assert.Equal(1, (await host.Queries.CaseAsync(secret.Id, RuntimeHarness.Lead))!.DefinitionVersion);
        Assert.Single((await host.Queries.CasesAsync(new(), RuntimeHarness.Lead)).Items);
    }

    [Fact]
    public async Task List_WithHiddenCasesBetween_FillsItsPages()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 6; i++)
        {
            await host.OpenAsync($"客户{i}", $"1390000000{i}");
            await OpenAsync(host);
            host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var first = await host.Queries.CasesAsync(new() { Take = 4 }, RuntimeHarness.Lead);
        var second = await host.Queries.CasesAsync(new() { Take = 4, Cursor = first.Next }, RuntimeHarness.Lead);

        Assert.Equal((4, 2, null), (first.Items.Count, second.Items.Count, second.Next));
        Assert.All(first.Items.Concat(second.Items), row => Assert.Equal(TestPack.DefinitionId, row.DefinitionId));
    }

    [Fact]
    public async Task LinkedCase_ThatAReaderOfTheOtherMayNotRead_IsNotToldOf()
    {
        await using var host = await StartAsync();
        var (open, secret) = (await host.OpenAsync("李娜", "13900000001"), await OpenAsync(host));
        await host.Desk.LinkAsync(open.Id, secret.Summary.Number, "about", otherFollows: true, Compliance);
        await host.Outbox.RunDueAsync();

        var (outside, inside) = ((await host.Queries.CaseAsync(open.Id, RuntimeHarness.Lead))!, (await host.Queries.CaseAsync(open.Id, Compliance))!);
        Assert.Single(inside.LinkedCases);
        Assert.Contains(inside.Timeline, entry => entry.Kind == "link.added");
        Assert.Empty(outside.LinkedCases);
        Assert.DoesNotContain(outside.Timeline, entry => entry.Args.Values.Contains(secret.Summary.Number));
        Assert.DoesNotContain(outside.Outbox, message => message.Target == secret.Summary.Number);
        Assert.DoesNotContain(await host.Queries.OutboxAsync(new(), RuntimeHarness.Lead), message => message.Target == secret.Summary.Number || message.Target == secret.Id);
    }

    [Fact]
    public async Task LinkedCase_ThatTheHandlerMayNotRead_RingsForItsReadersAlone()
    {
        await using var host = await StartAsync();
        var (open, secret) = (await host.OpenAsync("李娜", "13900000001"), await OpenAsync(host));

        await host.Desk.LinkAsync(secret.Id, open.Summary.Number, "about", otherFollows: true, Compliance);
        await host.Outbox.RunDueAsync();

        Assert.Contains(await host.Queries.NotificationsAsync(Compliance), each => each.Kind == "link.added" && each.CaseNumber == open.Summary.Number);
        foreach (var outsider in new[] { RuntimeHarness.Lead, RuntimeHarness.Handler, RuntimeHarness.Agent, Suspect })
        {
            Assert.DoesNotContain(await host.Queries.NotificationsAsync(outsider), each => each.Kind.StartsWith("link.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Deletion_OfACaseOneMayNotRead_IsAnsweredAsOfOneThatIsNotThere()
    {
        await using var host = await StartAsync();
        var secret = await OpenAsync(host);

        var (there, nowhere) = ((await host.Instances.DeleteAsync(secret.Id, Admin))!, (await host.Instances.DeleteAsync("none", Admin))!);

        Assert.Equal(("instance.not_found", secret.Id), (there.Code, there.Args["instance"]));
        Assert.Equal((nowhere.Kind, nowhere.Code), (there.Kind, there.Code));
    }

    [Fact]
    public async Task LinkedCase_ThatCouldNotBeOpened_IsToldToReadersOfItsSopAlone()
    {
        await using var host = await StartAsync();
        host.WriteWorkflow(LinkedCaseTests.Asking("Opened", "({ customerName: '张伟' })", Secret));
        await host.RestartAsync();
        var asking = (await host.Desk.OpenAsync("asking", RuntimeHarness.OpenFields(), RuntimeHarness.Agent)).Value!;
        await host.Outbox.RunDueAsync();

        var (outside, inside) = ((await host.Queries.CaseAsync(asking.Id, RuntimeHarness.Lead))!, (await host.Queries.CaseAsync(asking.Id, Compliance))!);
        Assert.Equal(["link.asked", "link.refused"], inside.Timeline.Select(entry => entry.Kind).Where(kind => kind.StartsWith("link.", StringComparison.Ordinal)));
        Assert.DoesNotContain(outside.Timeline, entry => entry.Kind.StartsWith("link.", StringComparison.Ordinal));
        Assert.DoesNotContain(outside.Outbox, message => message.Target == Secret);
        Assert.Contains(await host.Queries.NotificationsAsync(Compliance), each => each.Kind == "link.refused");
        Assert.DoesNotContain(await host.Queries.NotificationsAsync(RuntimeHarness.Handler), each => each.Kind == "link.refused");
    }

    [Fact]
    public async Task Link_WithACaseOneMayNotRead_IsRefusedAsWithOneThatIsNotThere()
    {
        await using var host = await StartAsync();
        var (open, secret) = (await host.OpenAsync("李娜", "13900000001"), await OpenAsync(host));

        await host.Desk.LinkAsync(open.Id, secret.Summary.Number, "about", otherFollows: true, RuntimeHarness.Agent);
        await host.Outbox.RunDueAsync();

        Assert.Equal("case.not_found", Assert.Single((await host.Queries.CaseAsync(open.Id, RuntimeHarness.Agent))!.Timeline, entry => entry.Kind == "link.refused").Args["code"]);
        Assert.Empty((await host.Queries.CaseAsync(secret.Id, Compliance))!.LinkedCases);
    }

    [Fact]
    public async Task Archive_KeepsTheReaders()
    {
        await using var host = await StartAsync(options => (options.Archive.From, options.Archive.Until) = (default, default));
        var secret = await OpenAsync(host);
        Assert.True((await host.Desk.RaiseEventAsync(secret.Id, "withdrawn", [], Investigator)).IsOk);
        await host.Outbox.RunDueAsync();
        host.Time.Advance(TimeSpan.FromDays(366));
        Assert.Equal(1, await host.Get<CaseArchive>().RunAsync(CancellationToken.None));
        await host.RestartAsync();

        Assert.NotNull((await host.Queries.CaseAsync(secret.Id, Compliance))!.ArchivedAt);
        Assert.Single((await host.Queries.CasesAsync(new(), Compliance)).Items);
        Assert.Null(await host.Queries.CaseAsync(secret.Id, RuntimeHarness.Lead));
        Assert.Empty((await host.Queries.CasesAsync(new(), RuntimeHarness.Lead)).Items);
        Assert.Empty((await host.Queries.CasesAsync(new(), Suspect)).Items);
        Assert.Equal("case.not_found", (await host.Desk.AddNoteAsync(secret.Id, "x", RuntimeHarness.Lead)).Refusal!.Code);
        Assert.Equal("case.archived", (await host.Desk.AddNoteAsync(secret.Id, "x", Compliance)).Refusal!.Code);
    }

    [Fact]
    public async Task Incident_IsSeenByItsReadersAloneAndRingsForThem()
    {
        await using var host = await StartAsync();
        var secret = await OpenAsync(host);
        await host.Desk.CompleteAsync(RuntimeHarness.OpenTask(secret).Id, "broken", new JsonObject { ["summary"] = "属实" }, Investigator);

        Assert.Single(await host.Queries.IncidentsAsync(Compliance));
        Assert.Empty(await host.Queries.IncidentsAsync(RuntimeHarness.Lead));
        Assert.Empty(await host.Queries.IncidentsAsync(RuntimeHarness.Owner));
        Assert.Contains(await host.Queries.NotificationsAsync(Compliance), each => each.Kind == "incident.raised");
        Assert.Equal(0, await host.Queries.UnreadCountAsync(RuntimeHarness.Owner));
        Assert.Equal(0, await host.Queries.UnreadCountAsync(Suspect));
    }

    [Fact]
    public async Task Auditor_ReadsRevealsAndChangesNothing()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var auditor = new Actor("s-aud", "罗岩", "N1", [StaffRoles.Auditor]);

        Assert.NotNull(await host.Queries.CaseAsync(view.Id, auditor));
        Assert.Equal("case.read_only", (await host.Desk.AddNoteAsync(view.Id, "x", auditor)).Refusal!.Code);
        Assert.Equal("case.not_found", (await host.Desk.AddNoteAsync("none", "x", auditor)).Refusal!.Code);
        Assert.True((await host.Desk.RevealAsync(view.Id, "专项审计", auditor)).IsOk);
        // With a second role it is that one which acts.
        Assert.True((await host.Desk.AddNoteAsync(view.Id, "x", auditor with { Roles = [StaffRoles.Auditor, StaffRoles.Agent] })).IsOk);
    }

    [Fact]
    public async Task Move_ByWhoIsNoReader_NamesTheCaseByItsNumberAlone()
    {
        await using var host = await StartAsync();
        var secret = await OpenAsync(host);
        host.WriteWorkflow(SecretSop(version: 2, "investigator", "compliance"));
        await host.RestartAsync();

        var row = Assert.Single((await host.Get<MigrationDesk>().CasesAsync(Secret, new(), Admin)).Value!.Items);

        Assert.Equal((secret.Summary.Number, null, null), (row.Number, row.Title, row.HandlerName));
    }

    private static async Task<RuntimeHarness> StartAsync(Action<RuntimeOptions>? options = null)
    {
        var host = await RuntimeHarness.StartAsync(null, options, SecretSop(version: 1, "investigator", "compliance"));
        foreach (var actor in new[] { Investigator, Compliance, Suspect, Admin })
        {
            Assert.True((await host.Get<StaffDirectory>().SaveAsync(new(actor.Id, actor.Id, actor.Name, actor.StaffNo, actor.Roles, "bj", [], true, null, 0))).IsOk);
        }

        return host;
    }

    /// <summary>The small complaint, worked by investigators: only they and compliance read it, and nobody it names as involved.</summary>
    private static JsonObject SecretSop(int version, params string[] readers)
    {
        var workflow = (JsonObject)JsonNode.Parse(TestPack.Workflow().ToJsonString().Replace("\"Literal\",\"value\":\"agent\"", "\"Literal\",\"value\":\"investigator\"", StringComparison.Ordinal))!;
        (workflow["id"], workflow["definitionId"], workflow["version"]) = ($"secret.v{version}", Secret, version);
        var sop = workflow["customProperties"]!["sop"]!.AsObject();
        sop["numberPrefix"] = "QZ";
        sop["openRoles"] = new JsonArray("agent", "investigator");
        sop["readRoles"] = new JsonArray([.. readers.Select(role => JsonValue.Create(role))]);
        sop["readPersons"] = new JsonArray();
        sop["barredPersons"] = new JsonArray("policyNo");
        return workflow;
    }

    /// <summary>The test pack's form has no field for staff; the policy's number stands for one.</summary>
    private static JsonObject Fields()
    {
        var fields = RuntimeHarness.OpenFields();
        fields["policyNo"] = Suspect.Id;
        return fields;
    }

    private static async Task<CaseView> OpenAsync(RuntimeHarness host)
    {
        var opened = await host.Desk.OpenAsync(Secret, Fields(), Investigator);
        Assert.True(opened.IsOk, opened.Refusal?.Code + string.Join(';', opened.Refusal?.Fields.Select(f => f.Field + f.Code) ?? []));
        return opened.Value;
    }
}
