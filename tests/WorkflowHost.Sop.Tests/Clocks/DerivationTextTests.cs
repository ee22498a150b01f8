using System.Globalization;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Tests.Clocks;

public sealed class DerivationTextTests
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    [Fact]
    public void Render_RolledDeadline_TellsTheReasoningInChinese()
    {
        var clock = ClockBuilder.Started("NAT", 30, "2026-05-28T16:00:00");
        Assert.Equal(
            [
                "收到时间 2026-05-28 16:00:00",
                "起始日 2026-05-28 不计入（民法典第201条），30 个自然日，最后一日为 2026-06-27",
                "最后一日 2026-06-27 为法定休假日，顺延至 2026-06-29 23:59:59（民法典第203条）",
                "内部时限（不顺延，从严掌握）2026-06-26 18:00:00",
            ],
            clock.Derivation.Select(step => DerivationText.Render(step, Chinese)));
    }

    [Fact]
    public void Render_ProvisionalWorkingDays_SaysSoInEnglish()
    {
        var clock = ClockBuilder.Started("WD", 10, "2026-12-21T10:00:00");
        Assert.Contains(clock.Derivation, step => DerivationText.Render(step, English).StartsWith("Provisional: the 2027 calendar", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_MakeUpSaturday_IsNamed()
    {
        var clock = ClockBuilder.Started("WD", 10, "2026-09-29T16:40:00");
        Assert.Contains("其中调休上班日计为工作日：2026-10-10", clock.Derivation.Select(step => DerivationText.Render(step, Chinese)));
    }

    [Fact]
    public void Render_Extension_NamesUnitAndPerson()
    {
        var step = new DerivationStep("extension.replace", ["2026-09-10 10:00:00", "30", "staff-7", "30", DerivationText.UnitCode(ClockUnit.NaturalDays)]);
        var named = DerivationText.Named(step, id => id == "staff-7" ? "刘强" : null);
        Assert.Equal("2026-09-10 10:00:00 经 刘强 批准，办理期限改为 30 日", DerivationText.Render(named, Chinese));
        Assert.Equal("Period set to 30 days, approved by 刘强 at 2026-09-10 10:00:00", DerivationText.Render(named, English));
        Assert.Same(step, DerivationText.Named(step, _ => null));
    }

    [Theory]
    [InlineData("NAT", 12)]
    [InlineData("WD", 12)]
    [InlineData("BH", 12)]
    [InlineData("HR", 12)]
    [InlineData("MIN", 90)]
    [InlineData("MON", 12)]
    public void Render_EveryStepOfEveryUnit_HasWordsInBothLanguages(string unit, int amount)
    {
        var clock = ClockBuilder.Started(unit, amount, "2026-12-21T10:00:00");
        clock = ClockRules.Pause(clock, China.At("2026-12-21T11:00:00"), "鉴定").Value;
        clock = ClockRules.Resume(clock, China.At("2026-12-22T11:00:00"), China.Calendar).Value;
        Assert.All(clock.Derivation, step =>
        {
            Assert.Contains(step.Code, DerivationText.Codes);
            Assert.DoesNotContain("{", DerivationText.Render(step, Chinese), StringComparison.Ordinal);
            Assert.DoesNotContain("{", DerivationText.Render(step, English), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Render_CodeOfANewerVersion_ShowsItself() =>
        Assert.Equal("moon.count: 1, 2", DerivationText.Render(new DerivationStep("moon.count", ["1", "2"]), Chinese));
}
