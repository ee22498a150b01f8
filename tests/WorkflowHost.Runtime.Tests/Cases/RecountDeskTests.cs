using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Tests.Pack;

namespace WorkflowHost.Runtime.Tests.Cases;

/// <summary>A changed policy reaches running cases when somebody says so, who has seen before what it moves.</summary>
public sealed class RecountDeskTests
{
    [Fact]
    public async Task ChangedPolicy_IsShownThenFollowedWithAReason()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var before = (await host.OpenAsync()).Clocks.Single(c => c.PolicyId == "statutory");
        ChangeTo(host, days: 20);
        await host.RestartAsync();
        var desk = host.Get<RecountDesk>();

        var shown = Assert.Single((await desk.PreviewAsync(RuntimeHarness.Owner)).Value!.Cases);
        Assert.Equal(before.DueAt, (await CaseAsync(host)).Clocks.Single(c => c.PolicyId == "statutory").DueAt);
        var done = Assert.Single((await desk.ApplyAsync("监管调整期限", RuntimeHarness.Owner)).Value!.Cases);

        Assert.Equal(shown.Moved, done.Moved);
        var moved = Assert.Single(done.Moved);
        Assert.Equal(("statutory", before.DueAt), (moved.PolicyId, moved.Before));
        var after = await CaseAsync(host);
        Assert.Equal(moved.After, after.Clocks.Single(c => c.PolicyId == "statutory").DueAt);
        Assert.True(moved.After > before.DueAt);
        var entry = Assert.Single(after.Timeline, t => t.Kind == "rules.reapplied");
        Assert.Equal((RuntimeHarness.Owner.Id, "监管调整期限"), (entry.ActorId, entry.Args["reason"]));
        Assert.Empty((await desk.PreviewAsync(RuntimeHarness.Owner)).Value!.Cases);
    }

    [Fact]
    public async Task Recount_OneCaseThatCannotBeRead_IsNamedAndKeepsNoneOfTheOthers()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var broken = await host.OpenAsync();
        var good = await host.OpenAsync("李四", "13900000001");
        await using (var context = host.Context())
        {
            await context.Database.ExecuteSqlAsync($"UPDATE cases SET state = {new byte[] { 0 }} WHERE id = {broken.Id}");
        }

        ChangeTo(host, days: 20);
        await host.RestartAsync();

        var page = (await host.Get<RecountDesk>().ApplyAsync("监管调整期限", RuntimeHarness.Owner)).Value!;

        Assert.Equal((broken.Summary.Number, "incident.case_broken"), page.Cases.Where(each => each.Refusal is not null).Select(each => (each.Number, each.Refusal!.Code)).Single());
        Assert.Equal([good.Id], page.Cases.Where(each => each.Refusal is null).Select(each => each.CaseId));
        Assert.Single((await host.Get<AuditTrail>().ListAsync("clocks_recounted")).Items);
    }

    [Fact]
    public async Task Recount_WithAReasonTooLong_IsRefusedOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync();

        var refused = await host.Get<RecountDesk>().ApplyAsync(new string('x', 501), RuntimeHarness.Owner);

        Assert.Equal("reason", Assert.Single(refused.Refusal!.Fields).Field);
    }

    [Fact]
    public async Task Recount_WithoutTheRoleOrAReason_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<RecountDesk>();

        Assert.Equal("migration.role_required", (await desk.PreviewAsync(RuntimeHarness.Agent)).Refusal?.Code);
        Assert.Equal("form.invalid", (await desk.ApplyAsync(" ", RuntimeHarness.Owner)).Refusal?.Code);
    }

    private static async Task<CaseView> CaseAsync(RuntimeHarness host)
    {
        var row = Assert.Single((await host.Queries.CasesAsync(new(), RuntimeHarness.Lead)).Items);
        return (await host.Queries.CaseAsync(row.Id, RuntimeHarness.Lead))!;
    }

    private static void ChangeTo(RuntimeHarness host, int days) => TestPack.Write(host.WorkflowsFolder, "policies/clocks.json", $$"""
        {"kind":"clocks","policies":[
          {"id":"statutory","name":{"zh":"法定期限","en":"Statutory"},"kind":"statutory","due":"NAT({{days}})","calendar":"cn","ladder":"steps","pausable":true,"source":"test","evidence":"D"},
          {"id":"contact","name":{"zh":"首次联系","en":"First contact"},"kind":"firstContact","due":"HR(24)","calendar":"cn","source":"test","evidence":"D"}]}
        """);
}
