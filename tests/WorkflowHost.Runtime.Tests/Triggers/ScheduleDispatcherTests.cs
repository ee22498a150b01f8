using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Runtime.Triggers;

namespace WorkflowHost.Runtime.Tests.Triggers;

/// <summary>Workflows started by the clock.</summary>
public sealed class ScheduleDispatcherTests
{
    // The harness begins at 08:40 UTC.
    private static readonly JsonObject Daily = Flows.Sequence("daily", Cron("cron", "0 9 * * *"), Flows.Line("l", "'ran'"));

    [Fact]
    public async Task Cron_StartsOnceAtEachInstant()
    {
        await using var host = await RuntimeHarness.StartAsync(Daily);
        host.Time.Advance(TimeSpan.FromMinutes(20) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await host.Schedules.RunDueAsync());

        host.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, await host.Schedules.RunDueAsync());
        Assert.Equal(0, await host.Schedules.RunDueAsync());
        Assert.Equal(host.Time.GetUtcNow().AddDays(1), host.Schedules.NextDue());
    }

    [Fact]
    public async Task Cron_AfterARestart_NeitherRepeatsNorForgets()
    {
        await using var host = await RuntimeHarness.StartAsync(Daily);
        host.Time.Advance(TimeSpan.FromMinutes(20));
        await host.Schedules.RunDueAsync();
        await host.RestartAsync();
        Assert.Equal(0, await host.Schedules.RunDueAsync());

        host.Time.Advance(TimeSpan.FromDays(1));
        await host.RestartAsync();

        Assert.Equal(1, await host.Schedules.RunDueAsync());
        Assert.Equal(2, await StartedAsync(host, "daily"));
    }

    [Fact]
    public async Task Cron_DownForAWeek_RunsOnceLateAndThenOnTime()
    {
        await using var host = await RuntimeHarness.StartAsync(Daily);
        host.Time.Advance(TimeSpan.FromDays(7));
        await host.RestartAsync();

        Assert.Equal(1, await host.Schedules.RunDueAsync());
        Assert.Equal(host.Time.GetUtcNow().AddMinutes(20), host.Schedules.NextDue());
    }

    [Fact]
    public async Task Cron_SeveralDispatchersAtOnce_StartOneInstance()
    {
        await using var host = await RuntimeHarness.StartAsync(Daily);
        host.Time.Advance(TimeSpan.FromMinutes(20));

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => host.Schedules.RunDueAsync())));

        Assert.Equal(1, started.Sum());
        Assert.Equal(1, await StartedAsync(host, "daily"));
    }

    [Fact]
    public async Task Timer_KeepsItsRhythmOverANewVersionAndALateStart()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("pulse", Timer("tick", "00:10:00")));
        var begin = host.Time.GetUtcNow();
        host.Time.Advance(TimeSpan.FromMinutes(34));
        Assert.Equal(1, await host.Schedules.RunDueAsync());
        Assert.Equal(begin.AddMinutes(40), host.Schedules.NextDue());

        host.WriteWorkflow(Flows.Sequence("pulse", Timer("tick", "00:10:00"), Flows.Line("more", "'new'")));
        await host.RestartAsync();

        Assert.Equal(begin.AddMinutes(40), host.Schedules.NextDue());
        host.WriteWorkflow(Flows.Sequence("pulse", Timer("tick", "00:30:00")));
        await host.RestartAsync();
        Assert.Equal(begin.AddMinutes(64), host.Schedules.NextDue());
    }

    [Fact]
    public async Task StartAt_StartsOnceAndIsGone()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence(
            "once", Flows.Activity("at", "Elsa.StartAt", ("dateTime", "DateTimeOffset", "Literal", "2026-09-29T12:00:00+00:00")).AsTrigger()));
        host.Time.Advance(TimeSpan.FromHours(4));

        Assert.Equal(1, await host.Schedules.RunDueAsync());
        await host.RestartAsync();
        Assert.Equal(0, await host.Schedules.RunDueAsync());
        Assert.Null(host.Schedules.NextDue());
    }

    [Fact]
    public async Task StartAt_ComingDueWhileTheHostIsDown_IsMadeUpOnce()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence(
            "once", Flows.Activity("at", "Elsa.StartAt", ("dateTime", "DateTimeOffset", "Literal", "2026-09-29T12:00:00+00:00")).AsTrigger()));
        host.Time.Advance(TimeSpan.FromHours(4));

        await host.RestartAsync();

        Assert.Equal(1, await host.Schedules.RunDueAsync());
        await host.RestartAsync();
        Assert.Equal(0, await host.Schedules.RunDueAsync());
        Assert.Null(host.Schedules.NextDue());
    }

    [Fact]
    public async Task Singleton_StillRunning_PassesTheInstantOver()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("single", Timer("tick", "00:10:00"), Flows.Event("wait", "go")).WithActivation("Singleton"));
        host.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await host.Schedules.RunDueAsync());

        host.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(0, await host.Schedules.RunDueAsync());
        Assert.Equal(host.Time.GetUtcNow().AddMinutes(10), host.Schedules.NextDue());
        await host.Instances.PublishEventAsync("go", null, null, RuntimeHarness.Owner);
        host.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await host.Schedules.RunDueAsync());
    }

    [Fact]
    public async Task Schedule_StoreLocked_IsTriedAgainAndStartsOnce()
    {
        await using var host = await RuntimeHarness.StartAsync(null, options => options.BusyTimeout = TestDatabase.Impatience, Daily);
        host.Time.Advance(TimeSpan.FromMinutes(20));
        using (host.BlockWrites())
        {
            Assert.Equal(0, await host.Schedules.RunDueAsync());
        }

        await host.RestartAsync();
        host.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await host.Schedules.RunDueAsync());
        Assert.Equal(1, await StartedAsync(host, "daily"));
    }

    private static JsonObject Cron(string id, string expression) => Flows.Activity(id, "Elsa.Cron", ("cronExpression", "String", "Literal", expression)).AsTrigger();

    private static JsonObject Timer(string id, string interval) => Flows.Activity(id, "Elsa.Timer", ("interval", "TimeSpan", "Literal", interval)).AsTrigger();

    private static async Task<int> StartedAsync(RuntimeHarness host, string definitionId)
    {
        using var context = host.Context();
        return await context.Cases.CountAsync(c => c.DefinitionId == definitionId);
    }
}
