using Bunit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Workbench.Clocks;

namespace WorkflowHost.Tests.Workbench.Clocks;

public sealed class ClockCardTests
{
    [Fact]
    public void Clock_Running_ShowsBothDeadlinesRemainderAndReason()
    {
        using var bench = new Bench();
        var card = bench.Render<ClockCard>(p => p.Add(c => c.Clock, Samples.ClockOf("s", ClockState.Amber, Samples.Now.AddDays(3))));
        Assert.Equal("注意", card.Find(".badge").TextContent.Trim());
        Assert.Equal("还有 2 天 18 小时", card.Find(".clock-dist").TextContent.Trim());
        Assert.Contains("内部时限", card.Markup, StringComparison.Ordinal);
        Assert.Contains("法定时限", card.Markup, StringComparison.Ordinal);
        Assert.Contains("20 小时", card.Markup, StringComparison.Ordinal);
        Assert.Contains("为什么是这个期限？", card.Markup, StringComparison.Ordinal);
        Assert.Contains("收到时间 2026-09-24 16:40:00", card.Find(".derive").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, card.FindAll(".rungs li").Count);
        Assert.Single(card.FindAll(".rungs li.fired"));
    }

    [Fact]
    public void Clock_EachState_IsToldByAWordAndNotByColourAlone()
    {
        using var bench = new Bench("en");
        foreach (var state in Enum.GetValues<ClockState>().Where(state => state != ClockState.Paused))
        {
            var card = bench.Render<ClockCard>(p => p.Add(c => c.Clock, Samples.ClockOf("s", state, Samples.Now.AddDays(3))));
            Assert.NotEqual("", card.Find(".badge").TextContent.Trim());
            Assert.DoesNotContain("clock.state", card.Markup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Due_Passed_SaysByHowMuch()
    {
        using var bench = new Bench();
        var due = bench.Render<DueAt>(p => p.Add(d => d.At, Samples.Now.AddHours(-5)));
        Assert.Contains("已超 5 小时", due.Markup, StringComparison.Ordinal);
        bench.Clock.Advance(TimeSpan.FromHours(2));
        due.Render();
        Assert.Contains("已超 7 小时", due.Markup, StringComparison.Ordinal);
    }
}
