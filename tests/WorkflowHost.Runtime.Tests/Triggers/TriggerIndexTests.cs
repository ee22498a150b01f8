using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Tests.Instances;

namespace WorkflowHost.Runtime.Tests.Triggers;

/// <summary>Triggers follow what is published.</summary>
public sealed class TriggerIndexTests
{
    [Fact]
    public async Task Published_OnScreen_StartsItsTriggersAtOnceAndADraftDoesNot()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        await desk.ImportAsync(Flows.Sequence("hooked", Flows.Event("start", "order-paid").AsTrigger()), RuntimeHarness.Owner);
        Assert.Empty(await StartedByAsync(host, "order-paid"));

        Assert.True((await desk.PublishAsync("hooked", RuntimeHarness.Owner)).IsOk);
        Assert.Single(await StartedByAsync(host, "order-paid"));

        await desk.ImportAsync(Flows.Sequence("hooked", Flows.Event("start", "order-shipped").AsTrigger()), RuntimeHarness.Owner);
        Assert.Single(await StartedByAsync(host, "order-paid"));
        Assert.True((await desk.PublishAsync("hooked", RuntimeHarness.Owner)).IsOk);
        Assert.Empty(await StartedByAsync(host, "order-paid"));
        await host.RestartAsync();
        Assert.Single(await StartedByAsync(host, "order-shipped"));
    }

    [Fact]
    public async Task Retracted_StartsNothingAnyMoreAndItsScheduleIsGone()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<DefinitionDesk>();
        await desk.ImportAsync(
            Flows.Sequence("timed", Flows.Activity("cron", "Elsa.Cron", ("cronExpression", "String", "Literal", "0 9 * * *")).AsTrigger()), RuntimeHarness.Owner);
        Assert.True((await desk.PublishAsync("timed", RuntimeHarness.Owner)).IsOk);
        Assert.NotNull(host.Schedules.NextDue());

        Assert.True((await desk.RetractAsync("timed", RuntimeHarness.Owner)).IsOk);

        Assert.Null(host.Schedules.NextDue());
        await host.RestartAsync();
        using var context = host.Context();
        Assert.Equal((0, 0), (await context.Triggers.CountAsync(), await context.Schedules.CountAsync()));
    }

    private static async Task<IReadOnlyList<string>> StartedByAsync(RuntimeHarness host, string eventName) =>
        (await host.Instances.PublishEventAsync(eventName, null, null, RuntimeHarness.Owner)).Value!.Started;
}
