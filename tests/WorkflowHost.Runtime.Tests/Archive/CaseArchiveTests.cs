using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Archive;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Runtime.Tests.Outbox;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Archive;

public sealed class CaseArchiveTests
{
    private static readonly TimeSpan AYear = TimeSpan.FromDays(366);

    [Fact]
    public async Task Case_ThatEndedAYearAgo_IsMovedAndReadsAsBefore()
    {
        await using var host = await StartAsync();
        var ended = await EndedAsync(host, "张伟");
        var before = await ReadAsync(host, ended.Id);
        host.Time.Advance(AYear);

        Assert.Equal(1, await RunAsync(host));

        await using (var context = host.Context())
        {
            Assert.Equal((0, 0, 0, 1), (
                await context.Cases.CountAsync(), await context.Timeline.CountAsync(), await context.Journal.CountAsync(), await context.ArchivedCases.CountAsync()));
        }

        await host.RestartAsync();
        Assert.Equal(before, await ReadAsync(host, ended.Id));
        Assert.Equal(host.Time.GetUtcNow(), (await host.Queries.CaseAsync(ended.Summary.Number, RuntimeHarness.Agent))!.ArchivedAt);
    }

    [Fact]
    public async Task Case_LinkedWithOneInTheArchive_EndsWithoutAlarm()
    {
        await using var host = await StartAsync();
        var (claim, complaint) = (await host.OpenAsync("张伟"), await host.OpenAsync("李娜", "13900000001"));
        await host.Desk.LinkAsync(complaint.Summary.Number, claim.Summary.Number, "about", otherFollows: false, RuntimeHarness.Agent);
        await host.Outbox.RunDueAsync();
        await host.Desk.RaiseEventAsync(claim.Id, "withdrawn", [], RuntimeHarness.Agent);
        await host.Outbox.RunDueAsync();
        host.Time.Advance(AYear);
        Assert.Equal(1, await RunAsync(host));

        await host.Desk.RaiseEventAsync(complaint.Id, "withdrawn", [], RuntimeHarness.Agent);
        await host.Outbox.RunDueAsync();

        Assert.DoesNotContain((await host.Queries.CaseAsync(complaint.Id, RuntimeHarness.Lead))!.Outbox, message => message.Status == OutboxStatus.Dead);
        host.Time.Advance(AYear);
        Assert.Equal(1, await RunAsync(host));
    }

    [Fact]
    public async Task Case_ThatCanNotBeRead_StaysAndKeepsNoOtherFromBeingMoved()
    {
        await using var host = await StartAsync();
        var broken = await EndedAsync(host, "张伟");
        host.Time.Advance(TimeSpan.FromMinutes(1));
        var sound = await host.OpenAsync("李娜", "13900000001");
        await host.Desk.RaiseEventAsync(sound.Id, "withdrawn", [], RuntimeHarness.Agent);
        await using (var context = host.Context())
        {
            await context.Database.ExecuteSqlAsync($"UPDATE timeline SET args = '{{' WHERE case_id = {broken.Id} AND sequence = 1");
        }

        host.Time.Advance(AYear);

        Assert.Equal((1, 0), (await RunAsync(host), await RunAsync(host)));
        await using var after = host.Context();
        Assert.Equal([broken.Id], await after.Cases.Select(each => each.Id).ToListAsync());
    }

    [Fact]
    public async Task Case_InTheArchive_IsFoundInListsByTextAndBesideOtherCasesOfTheCustomer()
    {
        await using var host = await StartAsync();
        var ended = await EndedAsync(host, "张伟");
        var listed = (await host.Queries.CasesAsync(new(), RuntimeHarness.Agent)).Items.Single();
        host.Time.Advance(AYear);
        await RunAsync(host);
        var open = await host.OpenAsync("李娜");

        async Task<string[]> Numbers(CaseFilter filter) => [.. (await host.Queries.CasesAsync(filter, RuntimeHarness.Agent)).Items.Select(c => c.Number)];

        Assert.Equal([open.Summary.Number, ended.Summary.Number], await Numbers(new()));
        Assert.Equal([ended.Summary.Number], await Numbers(new(Text: "张伟")));
        Assert.Equal([ended.Summary.Number], await Numbers(new(Text: ended.Summary.Number)));
        Assert.Equal([ended.Summary.Number], await Numbers(new(Status: CaseStatus.Ended)));
        Assert.Equal([open.Summary.Number], await Numbers(new(Status: CaseStatus.Open)));
        var row = (await host.Queries.CasesAsync(new(Text: "张伟"), RuntimeHarness.Agent)).Items.Single();
        Assert.Equal(listed with { ArchivedAt = host.Time.GetUtcNow() }, row);
        Assert.Equal([ended.Summary.Number], open.RelatedCases.Select(c => c.Number));
    }

    [Fact]
    public async Task Cases_HalfOfThemInTheArchive_ArePagedInOneOrderEachOnce()
    {
        await using var host = await StartAsync(options => options.Archive.Batch = 3);
        for (var i = 0; i < 6; i++)
        {
            await EndedAsync(host, $"客户{i}");
            // Some share an instant, so that the id has to break the tie.
            host.Time.Advance(TimeSpan.FromMinutes(i % 2));
        }

        host.Time.Advance(AYear);
        Assert.Equal(3, await RunAsync(host));

        var seen = new List<CaseRow>();
        string? cursor = null;
        do
        {
            var page = await host.Queries.CasesAsync(new(Cursor: cursor, Take: 2), RuntimeHarness.Agent);
            seen.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(3, seen.Count(c => c.ArchivedAt is not null));
        Assert.Equal(6, seen.Select(c => c.Id).Distinct().Count());
        Assert.Equal(
            seen.OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Id, StringComparer.Ordinal).Select(c => c.Id), seen.Select(c => c.Id));
    }

    [Fact]
    public async Task Cases_MoreThanABatch_AreMovedOverSeveralRunsTheLongestEndedFirst()
    {
        await using var host = await StartAsync(options => options.Archive.Batch = 2);
        for (var i = 0; i < 5; i++)
        {
            await EndedAsync(host, $"客户{i}");
            host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        host.Time.Advance(AYear);

        int[] moved = [await RunAsync(host), await RunAsync(host), await RunAsync(host), await RunAsync(host)];

        Assert.Equal([2, 2, 1, 0], moved);
    }

    [Fact]
    public async Task Case_NotYetOverThatLongOrOpen_Stays()
    {
        await using var host = await StartAsync();
        await host.OpenAsync("仍在办");
        await EndedAsync(host, "刚办结");
        host.Time.Advance(TimeSpan.FromDays(364));

        Assert.Equal(0, await RunAsync(host));
        host.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await RunAsync(host));
    }

    [Fact]
    public async Task Case_OutsideOfTheHoursOrWithoutAPolicy_Stays()
    {
        // It is 16:40 in Shanghai.
        await using var host = await StartAsync(options => (options.Archive.From, options.Archive.Until) = (new(22, 0), new(5, 0)));
        await EndedAsync(host, "张伟");
        host.Time.Advance(AYear);
        Assert.Equal(0, await RunAsync(host));
        host.Time.Advance(TimeSpan.FromHours(6));
        Assert.Equal(1, await RunAsync(host));

        await using var never = await StartAsync(options => options.Archive.After = null);
        await EndedAsync(never, "张伟");
        never.Time.Advance(AYear * 10);
        Assert.Equal(0, await RunAsync(never));
    }

    [Fact]
    public async Task Case_WithAMessageThatWaitsForSomebody_StaysUntilItIsSettled()
    {
        await using var host = await StartAsync(services: s => s.AddSingleton<IOutboxSender>(new ScriptedSender("sms", _ => SendResult.Sent())));
        var ended = await EndedAsync(host, "张伟", hasMessage: true);
        host.Time.Advance(AYear);

        Assert.Equal(0, await RunAsync(host));
        await host.Outbox.RunDueAsync();
        Assert.Equal(1, await RunAsync(host));
        Assert.NotEmpty((await host.Queries.CaseAsync(ended.Id, RuntimeHarness.Agent))!.Outbox);
    }

    [Fact]
    public async Task Command_OnACaseInTheArchive_IsRefusedInWords()
    {
        await using var host = await StartAsync();
        var ended = await EndedAsync(host, "张伟");
        host.Time.Advance(AYear);
        await RunAsync(host);

        var refused = await host.Desk.RaiseEventAsync(ended.Id, "withdrawn", [], RuntimeHarness.Agent);

        Assert.Equal((RefusalKind.Conflict, "case.archived"), (refused.Refusal?.Kind, refused.Refusal?.Code));
    }

    [Fact]
    public async Task Cases_TwoHostsMoveThemAtTheSameTime_EachIsMovedOnce()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 12; i++)
        {
            await EndedAsync(host, $"客户{i}");
        }

        host.Time.Advance(AYear);
        await using var other = host.Beside();

        var moved = await Task.WhenAll(Task.Run(() => RunAsync(host)), Task.Run(() => RunAsync(other)));

        await using var context = host.Context();
        Assert.Equal((12, 12, 0), (moved.Sum(), await context.ArchivedCases.CountAsync(), await context.Cases.CountAsync()));
    }

    [Fact]
    public async Task Instance_OfAPlainWorkflow_IsMovedAndFoundByItsIdWithItsJournal()
    {
        await using var host = await StartAsync(null, null, Flows.Sequence("plain", Flows.Line("say", "'hello'")));
        var started = await host.Instances.StartAsync("plain", new(), RuntimeHarness.Owner);
        Assert.True(started.IsOk, started.Refusal?.Code);
        var before = await host.InstanceQueries.JournalAsync(started.Value.Id, new(), RuntimeHarness.Owner);
        host.Time.Advance(AYear);

        Assert.Equal(1, await RunAsync(host));

        Assert.Equal(started.Value.Row.UpdatedAt, (await host.InstanceQueries.GetAsync(started.Value.Id, RuntimeHarness.Owner))!.Row.UpdatedAt);
        Assert.Equal(Text(before), Text(await host.InstanceQueries.JournalAsync(started.Value.Id, new(), RuntimeHarness.Owner)));
    }

    [Fact]
    public async Task Instance_InTheArchive_CanBeDeletedAndACaseCanNot()
    {
        await using var host = await StartAsync(null, null, Flows.Sequence("plain", Flows.Line("say", "'hello'")));
        var started = (await host.Instances.StartAsync("plain", new(), RuntimeHarness.Owner)).Value!;
        var ended = await EndedAsync(host, "张伟");
        host.Time.Advance(AYear);
        Assert.Equal(2, await RunAsync(host));

        var kept = await host.Instances.DeleteAsync(ended.Id, RuntimeHarness.Owner);

        Assert.Null(await host.Instances.DeleteAsync(started.Id, RuntimeHarness.Owner));
        Assert.Equal("instance.is_a_case", kept?.Code);
        await using var context = host.Context();
        Assert.Equal([ended.Id], await context.ArchivedCases.Select(c => c.Id).ToListAsync());
    }

    [Fact]
    public async Task Reveal_InTheArchive_ShowsTheFieldsAndTheAuditKeepsWhy()
    {
        await using var host = await StartAsync();
        var fields = RuntimeHarness.OpenFields();
        fields["idNumber"] = "310101199001011234";
        var opened = (await host.Desk.OpenAsync(Pack.TestPack.DefinitionId, fields, RuntimeHarness.Agent)).Value!;
        await host.Desk.RaiseEventAsync(opened.Id, "withdrawn", [], RuntimeHarness.Agent);
        host.Time.Advance(AYear);
        Assert.Equal(1, await RunAsync(host));

        var refused = await host.Desk.RevealAsync(opened.Id, " ", RuntimeHarness.Lead);
        var revealed = await host.Desk.RevealAsync(opened.Id, "监管问询", RuntimeHarness.Lead);

        Assert.Equal("form.invalid", refused.Refusal?.Code);
        Assert.Equal("310101199001011234", (string?)revealed.Value!.Data["idNumber"]);
        Assert.Equal("******1234", (string?)(await host.Queries.CaseAsync(opened.Id, RuntimeHarness.Lead))!.Data["idNumber"]);
        var kept = Assert.Single((await host.Get<AuditTrail>().ListAsync("sensitive_revealed")).Items);
        Assert.Equal((RuntimeHarness.Lead.Id, "case:" + opened.Summary.Number, "监管问询 (idNumber)"), (kept.ActorId, kept.Subject, kept.Detail));
    }

    private static Task<RuntimeHarness> StartAsync(
        Action<RuntimeOptions>? options = null, Action<IServiceCollection>? services = null, params JsonObject[] workflows) => RuntimeHarness.StartAsync(
        services,
        runtime =>
        {
            // Any time of the day, so that a test need not think of it.
            (runtime.Archive.From, runtime.Archive.Until) = (default, default);
            options?.Invoke(runtime);
        },
        workflows);

    private static Task<int> RunAsync(RuntimeHarness host) => host.Get<CaseArchive>().RunAsync(CancellationToken.None);

    private static async Task<CaseView> EndedAsync(RuntimeHarness host, string customer, bool hasMessage = false)
    {
        var view = hasMessage ? await host.AcceptedAsync(customer) : await host.OpenAsync(customer);
        var ended = await host.Desk.RaiseEventAsync(view.Id, "withdrawn", [], RuntimeHarness.Agent);
        Assert.Equal(CaseStatus.Ended, ended.Value!.Summary.Status);
        return ended.Value;
    }

    /// <summary>The page and the journal, but for what only the archive adds.</summary>
    private static async Task<string> ReadAsync(RuntimeHarness host, string id) => Text(new
    {
        Case = (await host.Queries.CaseAsync(id, RuntimeHarness.Agent))! with { ArchivedAt = null },
        Journal = await host.InstanceQueries.JournalAsync(id, new(), RuntimeHarness.Owner),
    });

    private static string Text(object? value) => JsonSerializer.Serialize(value);
}
