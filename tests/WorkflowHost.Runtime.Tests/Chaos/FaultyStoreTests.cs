using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Tests.Instances;

namespace WorkflowHost.Runtime.Tests.Chaos;

/// <summary>
/// The lives of a case and of workflows that start and call each other, with the N-th call of the store going wrong, for every N: at the end the
/// history must be that of a life without trouble. Every acknowledged command is applied once, every timer fires once, and no message is forgotten.
/// </summary>
public sealed class FaultyStoreTests
{
    /// <summary>Setting it to <c>all</c> leaves no call out on a server either, which takes minutes.</summary>
    private const string Long = "WORKFLOWHOST_CHAOS";

    [Theory]
    [InlineData(StoreFault.Fails)]
    [InlineData(StoreFault.FailsAfterCommit)]
    [InlineData(StoreFault.Throws)]
    [InlineData(StoreFault.Late)]
    public async Task Case_WithEachWriteGoingWrongOnce_EndsAsOneWithoutTrouble(StoreFault fault) => await EachAsync(LifeOfACaseAsync, fault);

    [Theory]
    [InlineData(StoreFault.Fails)]
    [InlineData(StoreFault.FailsAfterCommit)]
    [InlineData(StoreFault.Throws)]
    [InlineData(StoreFault.Late)]
    public async Task Workflows_WithEachWriteGoingWrongOnce_EndAsWithoutTrouble(StoreFault fault) => await EachAsync(
        LifeOfWorkflowsAsync, fault,
        Flows.Sequence("parent", Flows.Delay("hour", "01:00:00"), Flows.Dispatch("call", "child"), Flows.Publish("tell", "called"), Flows.Line("end", "'end'")),
        Flows.Sequence("child", Flows.Event("wait", "go"), Flows.Delay("minute", "00:01:00")),
        Flows.Sequence("listener", Flows.Event("heard", "called").AsTrigger(), Flows.Line("then", "'heard'")));

    [Fact]
    public async Task Case_WithEachReadFailingOnce_EndsAsOneWithoutTrouble()
    {
        await using var lives = new Lives(LifeOfACaseAsync);
        var (expected, _, reads) = await lives.NextAsync(StoreFault.Fails, 0, 0);
        Assert.InRange(reads, 15, 1000);

        // Most statements come again and again in one life.
        for (var read = 1; read <= reads; read += lives.IsOnServer ? 19 : 5)
        {
            var (lived, _, _) = await lives.NextAsync(StoreFault.Fails, 0, read);
            Assert.True(expected == lived, string.Create(CultureInfo.InvariantCulture, $"At read {read}:\n{lived}\ninstead of\n{expected}"));
        }
    }

    private static async Task EachAsync(Func<Trouble, Task<string>> live, StoreFault fault, params JsonObject[] workflows)
    {
        await using var lives = new Lives(live, workflows);
        var (expected, writes, _) = await lives.NextAsync(fault, 0, 0);
        Assert.InRange(writes, 8, 100);

        // On a server each fault meets every fourth write, another one than the other faults do.
        var (first, step) = lives.IsOnServer && Environment.GetEnvironmentVariable(Long) != "all" ? (1 + (int)fault, 4) : (1, 1);
        for (var write = first; write <= writes; write += step)
        {
            var (lived, _, _) = await lives.NextAsync(fault, write, 0);
            Assert.True(expected == lived, string.Create(CultureInfo.InvariantCulture, $"{fault} at write {write}:\n{lived}\ninstead of\n{expected}"));
        }
    }

    /// <returns>The case.</returns>
    private static async Task<string> LifeOfACaseAsync(Trouble trouble)
    {
        var opened = await trouble.TriedAsync(host => host.Desk.OpenAsync(Pack.TestPack.DefinitionId, RuntimeHarness.OpenFields(), RuntimeHarness.Agent, "open"));
        var task = RuntimeHarness.OpenTask(opened);
        await trouble.TriedAsync(host => host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent, idempotencyKey: "claim"));
        await trouble.TriedAsync(host => host.Desk.AddNoteAsync(opened.Id, "已联系客户", RuntimeHarness.Agent, "note"));
        var accepted = await trouble.TriedAsync(host =>
            host.Desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "已核实" }, RuntimeHarness.Agent, idempotencyKey: "accept"));
        Assert.DoesNotContain(accepted.Tasks, each => each.Status == Sop.Cases.CaseTaskStatus.Open);
        await trouble.WorkAsync(TimeSpan.FromHours(2));
        var review = RuntimeHarness.OpenTask(await ViewedAsync(trouble, opened.Id));
        await trouble.TriedAsync(host => host.Desk.ClaimAsync(review.Id, RuntimeHarness.Handler, idempotencyKey: "claim2"));
        await trouble.TriedAsync(host => host.Desk.CompleteAsync(review.Id, "Done", new JsonObject { ["lessons"] = "加强回电" }, RuntimeHarness.Handler, idempotencyKey: "close"));
        await trouble.WorkAsync(TimeSpan.FromMinutes(5));

        // Sent at least once, and every time under the same key.
        Assert.Single(trouble.Sms.Messages.Select(message => message.IdempotencyKey).Distinct());
        return opened.Id;
    }

    /// <returns>Nothing: there are several.</returns>
    private static async Task<string> LifeOfWorkflowsAsync(Trouble trouble)
    {
        await trouble.TriedAsync(host => host.Instances.StartAsync("parent", new(), RuntimeHarness.Owner, "start"));
        await trouble.WorkAsync(TimeSpan.FromHours(1));
        await trouble.TriedAsync(host => host.Instances.PublishEventAsync("go", null, null, RuntimeHarness.Owner, "go"));
        await trouble.WorkAsync(TimeSpan.FromHours(1));
        await trouble.WorkAsync(TimeSpan.Zero);
        return string.Empty;
    }

    /// <summary>A page that could not be shown is asked for again.</summary>
    private static async Task<CaseView> ViewedAsync(Trouble trouble, string id)
    {
        try
        {
            return (await trouble.Host.Queries.CaseAsync(id, RuntimeHarness.Handler))!;
        }
        catch (System.Data.Common.DbException)
        {
            return (await trouble.Host.Queries.CaseAsync(id, RuntimeHarness.Handler))!;
        }
    }
}
