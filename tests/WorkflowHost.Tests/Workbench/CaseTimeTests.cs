using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Tests.Workbench;

public sealed class CaseTimeTests
{
    private readonly CaseTime _time = new(Samples.Clock(), new Texts());

    [Theory]
    [InlineData("2026-10-01T19:40:00+08:00", "还有 2 天 3 小时", "2 d 3 h left")]
    [InlineData("2026-09-29T11:40:00+08:00", "已超 5 小时", "5 h over")]
    [InlineData("2026-09-29T16:40:20+08:00", "还有 不到 1 分钟", "under 1 min left")]
    [InlineData("2026-09-29T18:45:00+08:00", "还有 2 小时 5 分钟", "2 h 5 min left")]
    [InlineData("2026-10-14T23:59:59+08:00", "还有 15 天", "15 d left")]
    public void Distance_BeforeAndAfterTheDeadline_NamesTheTwoLargestUnits(string due, string chinese, string english)
    {
        using (new Culture("zh-CN"))
        {
            Assert.Equal(chinese, _time.Distance(At(due)));
        }

        using (new Culture("en"))
        {
            Assert.Equal(english, _time.Distance(At(due)));
        }
    }

    [Fact]
    public void Instant_StoredInUtc_IsShownInChinaTime()
    {
        Assert.Equal("10-14 23:59", _time.Short(At("2026-10-14T15:59:59Z")));
        Assert.Equal("2025-10-14 23:59", _time.Short(At("2025-10-14T15:59:59Z")));
        Assert.Equal("2026-10-14 23:59:59", _time.Full(At("2026-10-14T15:59:59Z")));
    }

    [Fact]
    public void WorkingSpan_MoreThanADay_StaysInHours()
    {
        using var _ = new Culture("zh-CN");
        Assert.Equal("21 小时", _time.WorkingSpan(TimeSpan.FromHours(21.5)));
        Assert.Equal("3 小时 30 分钟", _time.WorkingSpan(TimeSpan.FromHours(3.5)));
        Assert.Equal("30 分钟", _time.WorkingSpan(TimeSpan.FromMinutes(30)));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
