using System.Text.Json.Nodes;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Tests.Instances;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Triggers;

/// <summary>What is shown of schedules, their policies, and having one run.</summary>
public sealed class ScheduleDeskTests
{
    // The harness begins at 16:40 in Shanghai, 08:40 UTC.
    [Fact]
    public async Task Cron_InAZone_StartsByTheClocksOfThatZone()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("report", Cron("cron", "0 17 * * *", ("timeZone", "Asia/Shanghai"))));
        host.Time.Advance(TimeSpan.FromMinutes(20) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await host.Schedules.RunDueAsync());

        host.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, await host.Schedules.RunDueAsync());
        Assert.Equal(host.Time.GetUtcNow().AddDays(1), host.Schedules.NextDue());
    }

    [Fact]
    public async Task Cron_PutIntoAnotherZone_IsAnotherSchedule()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("report", Cron("cron", "0 17 * * *")));
        Assert.Equal(17, host.Schedules.NextDue()!.Value.UtcDateTime.Hour);

        host.WriteWorkflow(Flows.Sequence("report", Cron("cron", "0 17 * * *", ("timeZone", "Asia/Shanghai"))));
        await host.RestartAsync();

        Assert.Equal(9, host.Schedules.NextDue()!.Value.UtcDateTime.Hour);
    }

    [Fact]
    public async Task Misfire_Skip_IsNotMadeUpAndGoesOnAtItsNextInstant()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("report", Cron("cron", "0 9 * * *", ("misfire", "skip"))));
        host.Time.Advance(TimeSpan.FromHours(30));
        await host.RestartAsync();

        Assert.Equal(0, await host.Schedules.RunDueAsync());
        var schedule = Assert.Single(await ListAsync(host));
        Assert.Equal((null, MisfirePolicy.Skip), (schedule.LastFiredAt, schedule.Misfire));

        host.Time.SetUtcNow(schedule.Next[0]);
        Assert.Equal(1, await host.Schedules.RunDueAsync());
        Assert.Equal(host.Time.GetUtcNow(), Assert.Single(await ListAsync(host)).LastFiredAt);
    }

    [Fact]
    public async Task Overlap_Skip_StartsNothingWhileOneRuns()
    {
        await using var host = await RuntimeHarness.StartAsync(
            Flows.Sequence("beat", Timer("tick", "00:10:00", ("overlap", "skip")), Flows.Event("wait", "go")));
        host.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await host.Schedules.RunDueAsync());
        host.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, await host.Schedules.RunDueAsync());
        var refused = await host.Get<ScheduleDesk>().RunNowAsync("beat", "tick", "补跑", RuntimeHarness.Owner);
        Assert.Equal("instance.not_activated", refused.Refusal?.Code);

        await host.Instances.PublishEventAsync("go", null, null, RuntimeHarness.Owner);
        host.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(1, await host.Schedules.RunDueAsync());
    }

    [Fact]
    public async Task Overlap_Allow_StartsAnotherBesideIt()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("beat", Timer("tick", "00:10:00"), Flows.Event("wait", "go")));
        for (var i = 0; i < 2; i++)
        {
            host.Time.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal(1, await host.Schedules.RunDueAsync());
        }
    }

    [Fact]
    public async Task List_ShowsTheNextFiveStarts()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("report", Cron("cron", "0 9 * * 1-5", ("timeZone", "Asia/Shanghai"))));

        var schedule = Assert.Single(await ListAsync(host));

        // From Tuesday afternoon: Wednesday, Thursday, Friday, then Monday and Tuesday, at 01:00 UTC.
        Assert.Equal(["30 01:00", "01 01:00", "02 01:00", "05 01:00", "06 01:00"], schedule.Next.Select(at => at.UtcDateTime.ToString("dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(("Asia/Shanghai", "0 9 * * 1-5", MisfirePolicy.Once, OverlapPolicy.Allow), (schedule.TimeZone, schedule.Rule, schedule.Misfire, schedule.Overlap));
        Assert.Empty(await host.Get<ScheduleDesk>().ListAsync(RuntimeHarness.Agent));
    }

    [Fact]
    public async Task RunNow_StartsOneAndLeavesItsTimesAsTheyAre()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("report", Cron("cron", "0 9 * * *"), Flows.Event("wait", "go")));
        var before = host.Schedules.NextDue();
        var desk = host.Get<ScheduleDesk>();

        var first = await desk.RunNowAsync("report", "cron", "补跑", RuntimeHarness.Owner, "k-1");
        var second = await desk.RunNowAsync("report", "cron", "补跑", RuntimeHarness.Owner, "k-1");

        Assert.True(first.IsOk, first.Refusal?.Code);
        Assert.Equal(first.Value, second.Value);
        Assert.Equal(before, host.Schedules.NextDue());
        Assert.Equal("补跑", Assert.Single((await host.Get<AuditTrail>().ListAsync("schedule_run")).Items).Detail);
    }

    [Fact]
    public async Task RunNow_ByWhoMayNot_OfNoSchedule_OrWithoutReason_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync(Flows.Sequence("report", Cron("cron", "0 9 * * *")));
        var desk = host.Get<ScheduleDesk>();

        Assert.Equal((RefusalKind.Forbidden, "instance.role_required"), Of(await desk.RunNowAsync("report", "cron", "补跑", RuntimeHarness.Lead)));
        Assert.Equal((RefusalKind.NotFound, "schedule.not_found"), Of(await desk.RunNowAsync("report", "other", "补跑", RuntimeHarness.Owner)));
        Assert.Equal((RefusalKind.Invalid, "form.invalid"), Of(await desk.RunNowAsync("report", "cron", "", RuntimeHarness.Owner)));

        static (RefusalKind, string) Of(Runtime.Cases.CommandResult<ScheduleReceipt> result) => (result.Refusal!.Kind, result.Refusal.Code);
    }

    private static Task<IReadOnlyList<ScheduleView>> ListAsync(RuntimeHarness host) => host.Get<ScheduleDesk>().ListAsync(RuntimeHarness.Lead);

    private static JsonObject Cron(string id, string expression, params (string Name, string Value)[] policy) =>
        Kept(Flows.Activity(id, "Elsa.Cron", ("cronExpression", "String", "Literal", expression)), policy);

    private static JsonObject Timer(string id, string interval, params (string Name, string Value)[] policy) =>
        Kept(Flows.Activity(id, "Elsa.Timer", ("interval", "TimeSpan", "Literal", interval)), policy);

    private static JsonObject Kept(JsonObject trigger, (string Name, string Value)[] policy)
    {
        trigger.AsTrigger();
        if (policy.Length > 0)
        {
            trigger["customProperties"]!["schedule"] = new JsonObject(policy.Select(each => KeyValuePair.Create(each.Name, (JsonNode?)each.Value)));
        }

        return trigger;
    }
}
