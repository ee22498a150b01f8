using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Tests.Definitions;

/// <summary>Publishing that needs a second process owner.</summary>
public sealed class PublicationTests
{
    private static readonly Actor Owner = RuntimeHarness.Owner;
    private static readonly Actor Second = new("s-owner2", "孙莉", "P7002", ["process_owner"]);
    private static readonly Actor Third = new("s-owner3", "周正", "P7003", ["process_owner"]);

    [Fact]
    public async Task Publish_Draft_AsksTheOthersAndNewCasesStayOnThePublished()
    {
        await using var host = await StartAsync();
        await SaveAsync(host, "改名", Owner);

        var asked = await host.Get<DefinitionDesk>().PublishAsync("small", Owner, seen: 2);

        Assert.True(asked.IsOk, asked.Refusal?.Code);
        Assert.Equal((DefinitionState.Draft, PublicationRequestState.Pending, 2), (asked.Version.State, asked.Request!.State, asked.Request.Revision));
        Assert.Equal(["周正", "孙莉"], asked.Request.Reviewers.Order(StringComparer.Ordinal));
        Assert.Equal(1, (await host.OpenAsync()).DefinitionVersion);
    }

    [Fact]
    public async Task SaveAndPublish_AsStudioSends_StoresTheDraftWithTheRequestAndAgainChangesNothing()
    {
        await using var host = await StartAsync();
        var document = Renamed(await LatestAsync(host), "改名");

        var first = await host.Get<DefinitionDesk>().SaveAsync(new(document, 1, new("tab", 1), IsToBePublished: true), Owner);
        var again = await host.Get<DefinitionDesk>().SaveAsync(new(document, 1, new("tab", 2), IsToBePublished: true), Owner);

        Assert.Equal(("改名", DefinitionState.Draft), (first.Version!.Name, first.Version.State));
        Assert.Equal((first.Version.Revision, first.Request!.Sequence), (again.Version!.Revision, again.Request!.Sequence));
        Assert.Single(await host.Get<PublicationRequests>().PendingAsync());
    }

    [Fact]
    public async Task Approve_ByAnother_PublishesWithBothNamesInTheAudit()
    {
        await using var host = await StartAsync();
        await AskedAsync(host);

        var approved = await host.Get<DefinitionDesk>().ApproveAsync("small", 2, Second);

        Assert.True(approved.IsOk, approved.Refusal?.Code);
        Assert.Equal((DefinitionState.Published, PublicationRequestState.Approved, Second.Name), (approved.Version.State, approved.Request!.State, approved.Request.DecidedBy));
        Assert.Equal(2, (await host.OpenAsync()).DefinitionVersion);
        var audit = (await host.Get<AuditTrail>().ListAsync()).Items;
        Assert.Contains(audit, entry => (entry.Action, entry.ActorId, entry.Subject) == ("publication_requested", Owner.Id, "definition:small"));
        Assert.Contains(audit, entry => (entry.Action, entry.ActorId, entry.Detail) == ("publication_approved", Second.Id, "version 2, revision 2"));
    }

    [Fact]
    public async Task Approve_ByWhoAskedOrSaved_IsRefused()
    {
        await using var host = await StartAsync();
        await SaveAsync(host, "改名", Second);
        var desk = host.Get<DefinitionDesk>();
        Assert.True((await desk.PublishAsync("small", Owner)).IsOk);

        Assert.Equal("publication.own_request", (await desk.ApproveAsync("small", 2, Owner)).Refusal!.Code);
        Assert.Equal("publication.own_edit", (await desk.ApproveAsync("small", 2, Second)).Refusal!.Code);
        Assert.Equal("definition.not_owner", (await desk.ApproveAsync("small", 2, RuntimeHarness.Lead)).Refusal!.Code);
        Assert.True((await desk.ApproveAsync("small", 2, Third)).IsOk);
    }

    [Fact]
    public async Task Save_AfterTheRequest_MakesItVoidAndApprovingItSaysWhoSaved()
    {
        await using var host = await StartAsync();
        await AskedAsync(host);
        await SaveAsync(host, "又改", Third);

        var refused = await host.Get<DefinitionDesk>().ApproveAsync("small", 2, Second);

        Assert.Equal(("publication.is_overtaken", Third.Name), (refused.Refusal!.Code, refused.Refusal.Args["by"]));
        Assert.Equal(1, (await host.OpenAsync()).DefinitionVersion);
        var notice = Assert.Single(await host.Queries.NotificationsAsync(Owner));
        Assert.Equal(("publication.overtaken", "small", Third.Name), (notice.Kind, notice.DefinitionId, notice.Args["by"]));
    }

    [Fact]
    public async Task Approve_TwiceAtOnce_PublishesOnceAndTellsTheOtherWhoDid()
    {
        await using var host = await StartAsync();
        await AskedAsync(host);
        var desk = host.Get<DefinitionDesk>();

        var answers = await Task.WhenAll(desk.ApproveAsync("small", 2, Second), desk.ApproveAsync("small", 2, Third));

        var won = Assert.Single(answers, answer => answer.IsOk);
        var lost = Assert.Single(answers, answer => !answer.IsOk);
        Assert.Equal(("publication.is_approved", won.Request!.DecidedBy), (lost.Refusal!.Code, lost.Refusal.Args["by"]));
        Assert.Single(await desk.SavesAsync("small"), save => save.Kind == DefinitionSaveKind.Published);
    }

    [Fact]
    public async Task Approve_WhileAnotherHostDecided_IsFoundInTheTransaction()
    {
        await using var host = await StartAsync();
        var request = (await AskedAsync(host)).Request!;
        var (writes, now) = (host.Get<WorkflowHost.Runtime.Commits.WriteQueue>(), host.Time.GetUtcNow());

        var first = await writes.RunAsync(sql => PublicationRequests.Decide(sql, request, PublicationRequestState.Rejected, "不行", Third, now));
        var second = await writes.RunAsync(sql => PublicationRequests.Decide(sql, request, PublicationRequestState.Approved, null, Second, now), isKept: kept => kept);

        Assert.Equal((true, false), (first.Value, second.Value));
        Assert.Equal(PublicationRequestState.Rejected, (await host.Get<PublicationRequests>().LatestAsync("small"))!.State);
    }

    [Fact]
    public async Task Reject_WithAReason_KeepsTheDraftAndTellsWhoAsked()
    {
        await using var host = await StartAsync();
        await AskedAsync(host);
        var desk = host.Get<DefinitionDesk>();

        Assert.Equal("publication.reason_missing", (await desk.RejectAsync("small", 2, " ", Second)).Refusal!.Code);
        var rejected = await desk.RejectAsync("small", 2, "首次联系时限应为 12 小时", Second);

        Assert.Equal((DefinitionState.Draft, PublicationRequestState.Rejected), (rejected.Version!.State, rejected.Request!.State));
        var notice = Assert.Single(await host.Queries.NotificationsAsync(Owner));
        Assert.Equal(("publication.rejected", "首次联系时限应为 12 小时", false), (notice.Kind, notice.Args["reason"], notice.IsRead));
        await host.Queries.MarkReadAsync(Owner, [notice.Id]);
        Assert.Equal(0, await host.Queries.UnreadCountAsync(Owner));
        Assert.True((await desk.PublishAsync("small", Owner)).IsOk);
    }

    [Fact]
    public async Task Bell_OfTheOthers_CallsUntilItIsDecided()
    {
        await using var host = await StartAsync();
        await AskedAsync(host);
        var notice = Assert.Single(await host.Queries.NotificationsAsync(Second));
        Assert.Equal(("publication.pending", Owner.Name, "2"), (notice.Kind, notice.Args["by"], notice.Args["version"]));
        await host.Queries.MarkReadAsync(Second, [notice.Id, "publication-999", "rule-clock/none-1-pending-0"]);
        // Read, and still listed.
        Assert.Equal((0, true), (await host.Queries.UnreadCountAsync(Second), Assert.Single(await host.Queries.NotificationsAsync(Second)).IsRead));
        Assert.Equal((1, 1), (await host.Queries.UnreadCountAsync(Third), await ReadMarksAsync(host)));
        Assert.Empty(await host.Queries.NotificationsAsync(RuntimeHarness.Lead));

        await host.Get<DefinitionDesk>().ApproveAsync("small", 2, Third);

        Assert.Empty(await host.Queries.NotificationsAsync(Second));
        Assert.Equal("publication.approved", Assert.Single(await host.Queries.NotificationsAsync(Owner)).Kind);
    }

    [Fact]
    public async Task Bell_OfARequestMadeAgain_RingsForWhoHadReadTheOneBefore()
    {
        await using var host = await StartAsync();
        await AskedAsync(host);
        await host.Queries.MarkReadAsync(Second, [Assert.Single(await host.Queries.NotificationsAsync(Second)).Id]);
        await host.Get<DefinitionDesk>().WithdrawAsync("small", Owner);

        Assert.True((await host.Get<DefinitionDesk>().PublishAsync("small", Owner)).IsOk);

        Assert.Equal(1, await host.Queries.UnreadCountAsync(Second));
    }

    [Fact]
    public async Task Withdraw_OnlyByWhoAsked()
    {
        await using var host = await StartAsync();
        await AskedAsync(host);
        var desk = host.Get<DefinitionDesk>();

        Assert.Equal("publication.not_requester", (await desk.WithdrawAsync("small", Second)).Refusal!.Code);
        Assert.Equal(PublicationRequestState.Withdrawn, (await desk.WithdrawAsync("small", Owner)).Request!.State);
        Assert.Equal("publication.is_withdrawn", (await desk.ApproveAsync("small", 2, Second)).Refusal!.Code);
    }

    [Fact]
    public async Task Publish_NobodyElseIsThere_IsRefusedAndTheDraftIsKept()
    {
        await using var host = await RuntimeHarness.StartAsync(options: options => options.FourEyes = true);

        var refused = await host.Get<DefinitionDesk>().SaveAsync(new(Renamed(await LatestAsync(host), "改名"), 1, IsToBePublished: true), Owner);

        Assert.Equal("publication.no_reviewer", refused.Refusal!.Code);
        Assert.Equal("改名", (string?)(await LatestAsync(host))["name"]);
    }

    [Fact]
    public async Task TakeFile_IsADraftWithARequestAndAStartDoesNotPublishIt()
    {
        await using var host = await StartAsync();
        await SaveAsync(host, "屏幕上改的", Owner);
        TestPack.Write(host.WorkflowsFolder, "small.json", TestPack.Workflow(waitFor: "03:00:00").ToJsonString());
        await host.RestartAsync();

        var taken = await host.Get<DefinitionDesk>().TakeFileAsync("small", Owner);

        Assert.Equal((2, DefinitionState.Draft, PublicationRequestState.Pending), (taken.Version!.Version, taken.Version.State, taken.Request!.State));
        Assert.Empty(host.Get<DefinitionFiles>().Conflicts);
        await host.RestartAsync();
        Assert.Equal(1, (await host.OpenAsync()).DefinitionVersion);
        Assert.True((await host.Get<DefinitionDesk>().ApproveAsync("small", taken.Version.Revision, Second)).IsOk);
        Assert.Equal(2, (await host.OpenAsync("李四", "13900000001")).DefinitionVersion);
    }

    [Fact]
    public async Task Start_WithAChangedFile_IsADeploymentAndNeedsNobody()
    {
        await using var host = await StartAsync();
        TestPack.Write(host.WorkflowsFolder, "small.json", TestPack.Workflow(waitFor: "03:00:00").ToJsonString());

        await host.RestartAsync();

        Assert.Equal(2, (await host.OpenAsync()).DefinitionVersion);
    }

    private static async Task<RuntimeHarness> StartAsync()
    {
        var host = await RuntimeHarness.StartAsync(options: options => options.FourEyes = true);
        foreach (var actor in new[] { Second, Third })
        {
            Assert.True((await host.Get<StaffDirectory>().SaveAsync(new StaffMember(actor.Id, actor.Id, actor.Name, actor.StaffNo, actor.Roles, "bj", [], true, null, 0))).IsOk);
        }

        return host;
    }

    /// <summary>Revision 2 saved and asked for by the owner.</summary>
    private static async Task<DefinitionAnswer> AskedAsync(RuntimeHarness host)
    {
        await SaveAsync(host, "改名", Owner);
        var asked = await host.Get<DefinitionDesk>().PublishAsync("small", Owner);
        Assert.True(asked.IsOk, asked.Refusal?.Code);
        return asked;
    }

    private static async Task SaveAsync(RuntimeHarness host, string name, Actor actor)
    {
        var latest = (await host.Get<DefinitionStore>().GetAsync("small"))!;
        Assert.True((await host.Get<DefinitionDesk>().SaveAsync(new(Renamed(latest.ToDocument(), name), latest.Revision), actor)).IsOk);
    }

    /// <summary>How many marks are kept of what somebody has read.</summary>
    private static async Task<int> ReadMarksAsync(RuntimeHarness host)
    {
        await using var context = host.Context();
        return await context.NoticesSeen.CountAsync();
    }

    private static async Task<JsonObject> LatestAsync(RuntimeHarness host) => (await host.Get<DefinitionStore>().GetAsync("small"))!.ToDocument();

    private static JsonObject Renamed(JsonObject document, string name)
    {
        document["name"] = name;
        return document;
    }
}
