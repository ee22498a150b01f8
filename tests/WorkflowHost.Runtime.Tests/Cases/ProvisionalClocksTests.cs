using WorkflowHost.Runtime.Tests.Pack;

namespace WorkflowHost.Runtime.Tests.Cases;

public sealed class ProvisionalClocksTests
{
    [Fact]
    public async Task Start_WithTheMissingCalendar_CountsAgainOnceAndSaysSo()
    {
        await using var host = await RuntimeHarness.StartAsync();
        host.Time.SetUtcNow(new DateTimeOffset(2026, 12, 28, 2, 0, 0, TimeSpan.Zero));
        var before = (await host.OpenAsync()).Clocks.Single(c => c.PolicyId == "statutory");
        Assert.True(before.IsProvisional);

        TestPack.Write(host.WorkflowsFolder, "calendars/cn.2027.json", """
            {"id":"cn","year":2027,"timeZone":"Asia/Shanghai","utcOffset":"+08:00","opensAt":"09:00","closesAt":"18:00",
             "off":[{"name":{"zh":"假日","en":"Holiday"},"from":"2027-01-11","to":"2027-01-13"}],"makeUpDays":[],"source":"test","evidence":"D"}
            """);
        await host.RestartAsync();
        await host.RestartAsync();

        var view = Assert.Single((await host.Queries.CasesAsync(new(), RuntimeHarness.Lead)).Items);
        var after = (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!;
        var clock = after.Clocks.Single(c => c.PolicyId == "statutory");
        Assert.Equal((false, before.DueAt.AddDays(2)), (clock.IsProvisional, clock.DueAt));
        Assert.Equal("statutory", Assert.Single(after.Timeline, t => t.Kind == "clock.recounted").Args["clock"]);
    }

    /// <summary>The follow-up call of a case that has no clock left is counted again too.</summary>
    [Fact]
    public async Task Start_WithTheMissingCalendar_CountsPlannedCallsAgain()
    {
        await using var host = await RuntimeHarness.StartAsync();
        host.Time.SetUtcNow(new DateTimeOffset(2026, 12, 31, 2, 0, 0, TimeSpan.Zero));
        var before = Assert.Single((await host.ClosedAsync()).Revisits).Revisit;
        Assert.Equal((true, 5), (before.IsProvisional, before.DueAt.Day));

        TestPack.Write(host.WorkflowsFolder, "calendars/cn.2027.json", """
            {"id":"cn","year":2027,"timeZone":"Asia/Shanghai","utcOffset":"+08:00","opensAt":"09:00","closesAt":"18:00",
             "off":[{"name":{"zh":"元旦","en":"New Year"},"from":"2027-01-01","to":"2027-01-03"}],"makeUpDays":[],"source":"test","evidence":"D"}
            """);
        await host.RestartAsync();

        var view = Assert.Single((await host.Queries.CasesAsync(new(), RuntimeHarness.Lead)).Items);
        var after = Assert.Single((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Revisits).Revisit;
        Assert.Equal((false, 6), (after.IsProvisional, after.DueAt.Day));
    }
}
