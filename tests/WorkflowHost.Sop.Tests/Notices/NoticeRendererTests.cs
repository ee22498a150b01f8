using System.Text.Json.Nodes;
using WorkflowHost.Sop.Notices;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Notices;

public sealed class NoticeRendererTests
{
    private static Outcome<RenderedNotice> Render(string id, string facts) => NoticeRenderer.Render(
        RealPack.Pack.Notices[id], JsonNode.Parse(facts)!.AsObject(), RealPack.Pack.Forms.Values, China.At("2026-10-12T10:30:00"));

    /// <summary>Order 2020 No. 3 art. 19: findings, grounds and the four remedies.</summary>
    [Fact]
    public void Decision_CompleteCase_NamesGroundsAndRemedies()
    {
        var notice = Render("complaint-decision", """
            {
              "customerName": "王建国", "caseNumber": "TS20260929-0001", "complaintTime": "2026-09-29T16:40:00+08:00", "verifiedFacts": "三次来电未回复属实。",
              "chosenOption": "致歉并于10月9日前支付赔款。", "remedyTypes": ["explain", "compensate"], "remedyAmount": 3200.5, "today": "2026-10-12",
              "steps": [{ "action": "支付赔款", "owner": "理赔部", "due": "2026-10-09" }]
            }
            """).Value;
        Assert.Equal("投诉处理决定书（TS20260929-0001）", notice.Subject);
        Assert.Contains("您于2026年09月29日提出的投诉", notice.Body, StringComparison.Ordinal);
        Assert.Contains("处理方式：解释道歉、赔偿", notice.Body, StringComparison.Ordinal);
        Assert.Contains("1. 支付赔款（理赔部，2026年10月09日前完成）", notice.Body, StringComparison.Ordinal);
        Assert.All(["核查：", "调解：", "仲裁：", "诉讼："], remedy => Assert.Contains(remedy, notice.Body, StringComparison.Ordinal));
        Assert.Contains("2026年10月12日", notice.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Decision_WithoutFindings_IsRefusedInsteadOfSentWithAGap()
    {
        var refusal = Render("complaint-decision", """{ "customerName": "王建国", "caseNumber": "1", "complaintTime": "2026-09-29T16:40:00+08:00", "chosenOption": " " }""").Refusal!;
        Assert.Equal("notice.fact_missing", refusal.Code);
        Assert.Equal("verifiedFacts, chosenOption", refusal.Args["facts"]);
    }

    [Fact]
    public void Extension_KnownDeadline_NamesReasonAndNewDate()
    {
        var notice = Render("complaint-extension", """
            { "customerName": "李梅", "caseNumber": "2", "complaintTime": "2026-03-16T10:05:00+08:00", "complexityReason": "伤残等级存在争议", "statutoryDueAt": "2026-04-15T23:59:59+08:00" }
            """).Value;
        Assert.Contains("因伤残等级存在争议，无法在原期限内办结", notice.Body, StringComparison.Ordinal);
        Assert.Contains("延长至2026年04月15日", notice.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryNotice_WithAllItsFields_RendersWithoutLeftovers()
    {
        foreach (var notice in RealPack.Pack.Notices.Values)
        {
            var facts = new JsonObject();
            foreach (var field in notice.Fields.Concat(notice.OptionalFields))
            {
                facts[field] = field.EndsWith("At", StringComparison.Ordinal) || field.EndsWith("Time", StringComparison.Ordinal) ? "2026-10-12T10:30:00+08:00" : "值";
            }
            var text = NoticeRenderer.Render(notice, facts, [], China.At("2026-10-12T10:30:00")).Value;
            Assert.NotEmpty(text.Body);
            Assert.DoesNotContain("{", text.Subject + text.Body, StringComparison.Ordinal);
        }
    }
}
