using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Tests.Workbench.Language;

public sealed class WordsTests
{
    private readonly Texts _texts = new();

    [Fact]
    public void Refusal_WithInstantAndRoles_ReadsAsASentence()
    {
        using var _ = new Culture("zh-CN");
        var refusal = CaseRefusal.Conflict("clock.extension_late", ("clock", "complaint-statutory"), ("dueAt", "2026-04-15T23:59:59+08:00"));
        Assert.Equal("延期须在期限届满前（04-15 23:59）批准并告知客户，现已超过。", Words().Of(refusal));
    }

    [Fact]
    public void Refusal_UnknownCode_NamesItsKindAndCode()
    {
        using var _ = new Culture("en");
        Assert.Equal("You may not do this (some.new_code)", Words().Of(CaseRefusal.Forbidden("some.new_code")));
    }

    [Theory]
    [InlineData("1", "5", "应在 1 至 5 之间")]
    [InlineData("1", null, "不得小于 1")]
    [InlineData(null, "5", "不得大于 5")]
    public void Fault_OutOfRange_NamesTheEndsThereAre(string? min, string? max, string expected)
    {
        using var _ = new Culture("zh-CN");
        var args = new Dictionary<string, string>();
        if (min is not null)
        {
            args["min"] = min;
        }

        if (max is not null)
        {
            args["max"] = max;
        }

        Assert.Equal(expected, Words().Of(new FieldFault("rating", "field.out_of_range", args)));
    }

    [Theory]
    [InlineData("zh-CN", "陈静", "派发任务「问题分析」，由承办人 陈静 办理")]
    [InlineData("zh-CN", "", "派发任务「问题分析」，待承办人认领")]
    [InlineData("en", "", "opened the task \"Analysis\" for the role Handler")]
    public void Timeline_TaskOpened_SaysWhoOrWhichRole(string culture, string assignee, string expected)
    {
        using var _ = new Culture(culture);
        var entry = new TimelineEntry("c", 1, Samples.Now, "system", "system", "task.opened", new Dictionary<string, string> { ["task"] = "问题分析", ["role"] = "handler", ["assignee"] = assignee });
        Assert.Equal(expected, Words().Of(entry, name => culture == "en" ? "Analysis" : name));
    }

    [Fact]
    public void Notification_WithItsOwnText_SpeaksThePersonsLanguage()
    {
        using var _ = new Culture("en");
        Assert.Equal("Half way", Words().Notification("ladder.remind", new Dictionary<string, string> { ["zh"] = "已过半程", ["en"] = "Half way" }));
    }

    [Fact]
    public void Notification_OfADeadline_BeginsWithItsName()
    {
        using var _ = new Culture("zh-CN");
        Assert.Equal("投诉处理法定期限：已过半程", Words().Notification("ladder.remind", new Dictionary<string, string> { ["clock"] = "complaint-statutory", ["zh"] = "已过半程", ["en"] = "Half way" }));
    }

    [Theory]
    [InlineData("2026-09-29T16:40:00+08:00", "不能晚于当前时间（09-29 16:40）")]
    [InlineData("2026-09-29", "不能晚于当前时间（2026-09-29）")]
    public void Fault_InTheFuture_NamesNowInWallTime(string now, string expected)
    {
        using var _ = new Culture("zh-CN");
        Assert.Equal(expected, Words().Of(new FieldFault("at", "field.in_future", new Dictionary<string, string> { ["now"] = now })));
    }

    [Fact]
    public void English_QuotesAreStraight() =>
        Assert.Empty(Texts.All("en").Where(text => text.Value.IndexOfAny(['“', '”', '‘', '’', '「', '」']) >= 0).Select(text => text.Key));

    [Theory]
    [InlineData("merged", "关闭了案件（已并案）")]
    [InlineData("withdrawn", "关闭了案件（已撤回）")]
    public void Timeline_CaseBrokenOff_SaysHow(string closeType, string expected)
    {
        using var _ = new Culture("zh-CN");
        var entry = new TimelineEntry("c", 1, Samples.Now, "a", "陈静", "case.closed", new Dictionary<string, string> { ["closeType"] = closeType, ["brokenOff"] = "true" });
        Assert.Equal(expected, Words().Of(entry, name => name));
    }

    [Fact]
    public void Timeline_Decision_NamesItsOutputsInsteadOfCodes()
    {
        using var _ = new Culture("zh-CN");
        var entry = new TimelineEntry("c", 1, Samples.Now, "system", "system", "decision.made", new Dictionary<string, string> { ["table"] = "severity", ["outputs"] = "severity=1, finishClock=complaint-statutory, needsApproval=true, authorityRole=exec" });
        Assert.Equal("按规则判定　等级：重大；内部办结：投诉处理法定期限；需要审批：是；审批岗位：高级管理人员", Words().Of(entry, name => name));
    }

    private Words Words()
    {
        var time = new CaseTime(Samples.Clock(), _texts);
        return new(_texts, new PackLabels(Samples.PackSource(), time, _texts), time);
    }
}
