using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>What lengthens the period of a complaint and what does not, through the public API: every timestamp counted by hand.</summary>
public sealed class ComplaintPeriodScenarioTests
{
    /// <summary>An appraisal from 28 September to 9 October, over the National Day holiday: days off while it is paused are no days twice.</summary>
    [Fact]
    public async Task Appraisal_OverAHoliday_LeavesItsDaysOutOnce()
    {
        using var host = VirtualHost.At(At("2026-09-21T09:00:00"));
        using var office = await AtSolutionAsync(host, "2026-09-21T09:00:00");
        // The 15th day, 6 October, rolls to the 8th; ten working days skip 25 to 27 September and the holiday, Saturday the 10th is worked.
        await office.AssertDueAsync("complaint-statutory", "2026-10-08T23:59:59", "2026-09-30T18:00:00");
        await office.AssertDueAsync("finish-wd10", "2026-10-12T18:00:00");

        await office.AdvanceToAsync("2026-09-28T10:00:00");
        await office.RaiseAsync("appraisalStarted", "handler", new()
        {
            ["appraisalKind"] = "appraisal", ["appraisalBody"] = "司法鉴定中心", ["appraisalSubject"] = "车损原因", ["appraisalCustomerTold"] = true,
        });
        await office.AdvanceToAsync("2026-10-09T10:00:00");
        await office.RaiseAsync("appraisalEnded", "handler", new() { ["appraisalEndedAt"] = "2026-10-09T10:00:00+08:00", ["appraisalConclusion"] = "非保险事故所致" });

        // Eleven days more: 17 October, a Saturday, rolls to Monday the 19th; the house works towards Friday.
        await office.AssertDueAsync("complaint-statutory", "2026-10-19T23:59:59", "2026-10-16T18:00:00");
        // Four working days were used up to the 28th; the other six count from the day after the 9th.
        await office.AssertDueAsync("finish-wd10", "2026-10-16T18:00:00");
    }

    /// <summary>Order 2020 No. 3, art. 18: asked for in time, approved a day late: nothing is extended and those who answer for it are told.</summary>
    [Fact]
    public async Task Extension_ApprovedAfterTheDeadline_ChangesNothing()
    {
        using var host = VirtualHost.At(At("2026-09-07T09:00:00"));
        using var office = await AtSolutionAsync(host, "2026-09-07T09:00:00");
        await office.AssertDueAsync("complaint-statutory", "2026-09-22T23:59:59");
        await office.AdvanceToAsync("2026-09-22T17:00:00");
        await office.RaiseAsync("extensionRequested", "handler", new() { ["extensionRule"] = "complex", ["extensionReason"] = "须调取维修记录", ["extensionPlan"] = "一周内取得" });

        await office.AdvanceToAsync("2026-09-23T09:00:00");
        await office.CompleteAsync("approveExtension", "lead", "approved", new() { ["extensionComment"] = "同意", ["extensionNoticeConfirmed"] = true });

        await office.AssertDueAsync("complaint-statutory", "2026-09-22T23:59:59");
        Assert.DoesNotContain((await office.CaseAsync())["outbox"]!.AsArray(), message => (string?)message!["template"] == "complaint-extension");
        var bell = (await MustAsync(await office.As("compliance").GetAsync("/api/v1/notifications"), HttpStatusCode.OK)).AsArray();
        Assert.Contains(bell, row => row!["args"]!.AsObject().Any(arg => ((string?)arg.Value)?.Contains("延期未生效", StringComparison.Ordinal) == true));
    }

    /// <summary>The customer agreed to mediation on the 12th and takes it back ten days later: none was held, so nothing is left out.</summary>
    [Fact]
    public async Task Mediation_DeclinedByTheCustomer_LeavesTheDeadlineWhereItWas()
    {
        using var host = VirtualHost.At(At("2026-10-12T09:00:00"));
        using var office = await HotlineComplaintAsync(host, "2026-10-12T09:00:00");
        await office.AssertDueAsync("complaint-statutory", "2026-10-27T23:59:59");
        await office.CompleteAsync("resolve", "handler", "mediation", ComplaintForms.Mediation(At("2026-10-12T09:00:00")));
        await office.AdvanceToAsync("2026-10-12T09:01:00");
        Assert.Equal("paused", (string?)(await office.ClockAsync("complaint-statutory"))["colour"]);
        var complaint = office.CaseId;
        office.TakeOver((string)Assert.Single((await office.CaseAsync())["linkedCases"]!.AsArray(), link => (string?)link!["kind"] == "mediation")!["case"]!["id"]!);

        await office.AdvanceToAsync("2026-10-22T10:00:00");
        await office.CompleteAsync("offer", "handler", "declined", new() { ["declineReason"] = "客户改变主意。" });
        await office.AdvanceToAsync("2026-10-22T10:01:00");

        Assert.Equal("ended", (string?)(await office.CaseAsync())["summary"]!["status"]);
        office.TakeOver(complaint);
        Assert.Equal("running", (string?)(await office.ClockAsync("complaint-statutory"))["status"]);
        await office.AssertDueAsync("complaint-statutory", "2026-10-27T23:59:59", "2026-10-27T18:00:00");
        Assert.Equal(office.IdOf("handler"), (string?)(await office.TaskAsync("resolve"))["assigneeId"]);
    }

    /// <summary>Service rules of 2010, arts. 15 and 18: the call within the cooling-off, the problem solved in fifteen working days by another than the salesperson.</summary>
    [Fact]
    public async Task NewPolicy_WithAProblemFoundInTheCall_IsSolvedByAnotherThanTheSalesperson()
    {
        using var host = VirtualHost.At(At("2026-09-28T10:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", NewPolicy("2026-09-28T10:00:00", office.IdOf("handler")), "new-policy-revisit");
        await office.AssertDueAsync("new-policy-revisit-15", "2026-10-13T23:59:59");
        var call = Assert.Single((await office.CaseAsync())["revisits"]!.AsArray())!["revisit"]!;
        // Five working days, Saturday the 10th among them.
        Assert.Equal(At("2026-10-10T18:00:00"), Instant(call["dueAt"]));

        await office.AdvanceToAsync("2026-09-29T10:00:00");
        await MustAsync(
            await office.As("scheduler").PostAsJsonAsync($"/api/v1/revisits/{(string)call["id"]!}/attempts", new { number = "13800138000", channel = "phone", result = "connected", answers = SevenItemsButOne() }),
            HttpStatusCode.OK);

        // 30 September is the first, 8 to 10 October follow, 23 October is the fourteenth and Monday the 26th the last.
        await office.AssertDueAsync("revisit-problem", "2026-10-26T18:00:00");
        using var bySalesperson = await office.TryCompleteAsync(await office.TaskAsync("triage"), "lead", "handle", Sorted(office.IdOf("handler")));
        Assert.Equal("form.invalid", await bySalesperson.CodeAsync());
        await office.CompleteAsync("triage", "lead", "handle", Sorted(office.IdOf("other-handler")));
        var solve = await office.TaskAsync("solve");
        Assert.Equal((office.IdOf("other-handler"), At("2026-10-26T18:00:00")), ((string?)solve["assigneeId"], Instant(solve["dueAt"])));

        await office.AdvanceToAsync("2026-10-09T10:00:00");
        await office.CompleteAsync("solve", "other-handler", "solved", new() { ["solution"] = "已当面说明退保损失，客户确认保留。", ["solvedAt"] = "2026-10-09T10:00:00", ["customerConfirmed"] = true });
        Assert.Equal("met", (string?)(await office.ClockAsync("revisit-problem"))["colour"]);
        Assert.Single((await office.CaseAsync())["revisits"]!.AsArray(), row => (string?)row!["revisit"]!["status"] == "planned");
    }

    private static async Task<ComplaintOffice> AtSolutionAsync(VirtualHost host, string at)
    {
        var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", ComplaintForms.Open(at));
        await office.CompleteAsync("register", "agent", "registered", ComplaintForms.Register(office.IdOf("handler")));
        await office.CompleteAsync("analysis", "handler", "analysed", ComplaintForms.Analysis());
        return office;
    }

    private static async Task<ComplaintOffice> HotlineComplaintAsync(VirtualHost host, string at)
    {
        var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", new()
        {
            ["complaintTime"] = at, ["channel"] = "phone", ["customerName"] = "李华", ["contactPhone"] = "13800138000", ["contactAddress"] = "上海市浦东新区张杨路1号",
            ["complainedStage"] = "pay", ["content"] = "拖延赔付", ["customerDemand"] = "赔付", ["productLine"] = "accident",
        }, "hotline-complaint");
        await office.CompleteAsync("register", "agent", "registered", new()
        {
            ["category"] = "claim_dispute", ["preliminaryFindings"] = "支付环节延误。", ["toldNextSteps"] = true, ["registrarStaffNo"] = "A1023",
            ["handlerId"] = office.IdOf("handler"), ["conflictChecked"] = true, ["investigatorId"] = office.IdOf("investigator"),
        });
        await office.CompleteAsync("verify", "investigator", "verified", new()
        {
            ["verified"] = "true", ["reasonable"] = "yes", ["verifiedFacts"] = "支付延误属实。", ["companyFault"] = "yes", ["rootCause"] = "claim_process", ["rootCauseText"] = "账户核对积压。", ["complexity"] = "simple",
        });
        return office;
    }

    private static JsonObject NewPolicy(string deliveredAt, string salespersonId) => new()
    {
        ["customerName"] = "李秀兰", ["contactPhone"] = "13800138000", ["policyNo"] = "P2026000100", ["productLine"] = "life", ["policyDeliveredAt"] = deliveredAt,
        ["policyTermYears"] = 10, ["coolingOffDays"] = 15, ["paymentMode"] = "instalments", ["salespersonName"] = "王磊", ["soldByStaff"] = true, ["involvedStaff"] = new JsonArray(salespersonId),
    };

    private static JsonObject SevenItemsButOne() => new()
    {
        ["identityVerified"] = true, ["isHolder"] = "yes", ["boughtAndSigned"] = "yes", ["readDocuments"] = "yes", ["knowsCover"] = "yes",
        ["knowsSurrenderLoss"] = "no", ["knowsCoolingOff"] = "yes", ["knowsPaymentTerm"] = "yes", ["rating"] = 4,
    };

    private static JsonObject Sorted(string handlerId) => new() { ["problemKind"] = "mis_selling", ["handlerId"] = handlerId, ["problemNote"] = "不了解退保损失。" };
}
