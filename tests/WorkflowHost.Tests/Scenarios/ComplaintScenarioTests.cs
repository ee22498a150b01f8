using System.Net;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>
/// The acceptance scenarios through the public API in virtual time, on the shipped workflow and pack and a real database:
/// every timestamp to the second.
/// </summary>
public sealed class ComplaintScenarioTests
{
    [Fact]
    public async Task SC01_SimpleComplaintBeforeNationalDay_MeetsEveryTimestamp()
    {
        using var host = VirtualHost.At(At("2026-09-29T16:40:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", ComplaintForms.Open("2026-09-29T16:40:00"));

        Assert.Equal(3, (int)(await office.CaseAsync())["summary"]!["severity"]!);
        await office.AssertDueAsync("first-contact-24h", "2026-09-30T16:40:00");
        await office.AssertDueAsync("assign", "2026-09-30T11:40:00");
        await office.AssertDueAsync("analysis", "2026-10-09T18:00:00");
        await office.AssertDueAsync("finish-wd10", "2026-10-19T18:00:00");
        await office.AssertDueAsync("complaint-statutory", "2026-10-14T23:59:59", "2026-10-14T18:00:00");

        await office.AdvanceToAsync("2026-09-29T17:05:00");
        await office.CompleteAsync("register", "agent", "registered", ComplaintForms.Register(office.IdOf("handler")));
        await office.AdvanceToAsync("2026-09-30T10:00:00");
        await office.RaiseAsync("contacted", "handler", Contacted("2026-09-30T10:00:00"));
        Assert.Equal("met", (string?)(await office.ClockAsync("first-contact-24h"))["colour"]);
        await office.AdvanceToAsync("2026-09-30T15:00:00");
        await office.CompleteAsync("analysis", "handler", "analysed", ComplaintForms.Analysis());

        await office.AdvanceToAsync("2026-10-08T08:59:59");
        Assert.Empty(await office.BellAsync("lead", "half"));
        await office.AdvanceToAsync("2026-10-08T09:00:00");
        Assert.Single(await office.BellAsync("lead", "half"));
        await office.AdvanceToAsync("2026-10-08T09:30:00");
        await office.CompleteAsync("solution", "handler", "agreed", ComplaintForms.Solution("2026-10-08T09:30:00"));
        await office.AdvanceToAsync("2026-10-09T16:00:00");
        await office.CompleteAsync("execution", "handler", "executed", ComplaintForms.Execution("2026-10-09T16:00:00"));
        await office.AdvanceToAsync("2026-10-12T10:30:00");
        await office.CompleteAsync("feedback", "handler", "accepted", ComplaintForms.Feedback("2026-10-12T10:30:00"));
        await office.CompleteAsync("closing", "agent", "closed", ComplaintForms.Closing());

        Assert.Equal("closed", (string?)(await office.CaseAsync())["summary"]!["status"]);
        Assert.Equal("met", (string?)(await office.ClockAsync("complaint-statutory"))["colour"]);
        await office.AssertFiredAsync("complaint-statutory", "half", "2026-10-07T05:20:00", "lead", "2026-10-08T09:00:00");
        await office.AssertFiredAsync("complaint-statutory", "late", "2026-10-11T17:44:00", "manager", "2026-10-12T09:00:00");
        await office.AssertDueAsync("review-request-window", "2026-11-11T23:59:59");
        Assert.Equal(At("2026-10-15T18:00:00"), Instant(Assert.Single((await office.CaseAsync())["revisits"]!.AsArray())!["revisit"]!["dueAt"]));

        // The 100 % step was cancelled with the clock: its instant passes, and nobody is told.
        await office.AdvanceToAsync("2026-10-15T12:00:00");
        Assert.Empty(await office.BellAsync("exec", "internal"));
    }

    [Fact]
    public async Task SC03_ComplexComplaintWithExtensionAppraisalAndReview_MeetsEveryTimestamp()
    {
        using var host = VirtualHost.At(At("2026-03-16T10:05:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", DisabilityDispute());

        Assert.Equal(2, (int)(await office.CaseAsync())["summary"]!["severity"]!);
        await office.AssertDueAsync("complaint-statutory", "2026-03-31T23:59:59");
        await office.AssertDueAsync("life-reply", "2026-03-30T18:00:00");
        await office.AdvanceToAsync("2026-03-16T11:00:00");
        await office.CompleteAsync("register", "agent", "registered", Registered(office));
        await office.AdvanceToAsync("2026-03-24T15:00:00");
        await office.CompleteAsync("analysis", "handler", "analysed", ComplaintForms.Analysis("complex"));
        await office.AssertDueAsync("complaint-statutory", "2026-04-15T23:59:59", "2026-04-15T18:00:00");
        Assert.Equal(1, await NoticesAsync(office, "complaint-extension"));

        await office.AdvanceToAsync("2026-04-13T10:00:00");
        await office.RaiseAsync("extensionRequested", "handler", ExtensionRequest());
        await office.CompleteAsync("approveExtension", "exec", "approved", Approved());
        await office.AssertDueAsync("complaint-statutory", "2026-05-15T23:59:59");
        Assert.Equal(2, await NoticesAsync(office, "complaint-extension"));

        await office.AdvanceToAsync("2026-04-20T09:00:00");
        await office.RaiseAsync("appraisalStarted", "handler", AppraisalStarted());
        Assert.Equal("paused", (string?)(await office.ClockAsync("complaint-statutory"))["colour"]);
        Assert.Equal(1, await NoticesAsync(office, "complaint-appraisal"));
        await office.AdvanceToAsync("2026-05-07T09:00:00");
        await office.RaiseAsync("appraisalEnded", "handler", new JsonObject { ["appraisalEndedAt"] = "2026-05-07T09:00:00+08:00", ["appraisalConclusion"] = "九级伤残" });
        await office.AssertDueAsync("complaint-statutory", "2026-06-01T23:59:59", "2026-06-01T18:00:00");

        await office.AdvanceToAsync("2026-05-20T10:00:00");
        await office.CompleteAsync("solution", "handler", "agreed", ComplaintForms.Solution("2026-05-20T10:00:00"));
        await office.AdvanceToAsync("2026-05-27T10:00:00");
        await office.CompleteAsync("execution", "handler", "executed", ComplaintForms.Execution("2026-05-27T10:00:00"));
        await office.AdvanceToAsync("2026-05-28T16:00:00");
        await office.CompleteAsync("feedback", "handler", "accepted", ComplaintForms.Feedback("2026-05-28T16:00:00"));
        Assert.Equal(1, await NoticesAsync(office, "complaint-decision"));
        await office.CompleteAsync("closing", "agent", "closed", ComplaintForms.Closing("settled"));
        await office.AssertDueAsync("review-request-window", "2026-06-29T23:59:59");

        await office.AdvanceToAsync("2026-06-10T11:00:00");
        await office.RaiseAsync("reviewRequested", "agent", new JsonObject { ["reviewRequestedAt"] = "2026-06-10T11:00:00+08:00", ["reviewGrounds"] = "不认可伤残等级认定" });
        await office.AssertDueAsync("review-decision", "2026-07-10T23:59:59");
        var review = await office.TaskAsync("review");
        Assert.Equal(office.IdOf("other-handler"), (string?)review["assigneeId"]);
        using var own = await office.TryCompleteAsync(review, "handler", "decided", ReviewDecision());
        Assert.NotEqual(HttpStatusCode.OK, own.StatusCode);
        await office.AdvanceToAsync("2026-07-01T10:00:00");
        await office.CompleteAsync("review", "other-handler", "decided", ReviewDecision());
        Assert.Equal("met", (string?)(await office.ClockAsync("review-decision"))["colour"]);
    }

    [Fact]
    public async Task SC03_ExtensionAskedAfterTheDeadline_Is409WithTheStateAndNothingChanges()
    {
        using var host = VirtualHost.At(At("2026-03-16T10:05:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", DisabilityDispute());
        await office.CompleteAsync("register", "agent", "registered", Registered(office));
        await office.AdvanceToAsync("2026-03-24T15:00:00");
        await office.CompleteAsync("analysis", "handler", "analysed", ComplaintForms.Analysis("complex"));
        await office.AdvanceToAsync("2026-04-16T09:00:00");
        var before = (long)(await office.CaseAsync())["version"]!;

        using var answer = await office.TryRaiseAsync("extensionRequested", "handler", ExtensionRequest());

        var problem = await MustAsync(answer, HttpStatusCode.Conflict);
        Assert.Equal("case.event_too_late", (string?)problem["code"]);
        Assert.Equal(office.CaseId, (string?)problem["current"]!["id"]);
        Assert.Equal(before, (long)(await office.CaseAsync())["version"]!);
        await office.AssertDueAsync("complaint-statutory", "2026-04-15T23:59:59");
    }

    private static JsonObject Registered(ComplaintOffice office) => ComplaintForms.Register(office.IdOf("handler"), "claim_dispute");

    private static JsonObject Contacted(string at) => new() { ["contactedAt"] = at + "+08:00", ["contactMode"] = "phone", ["contactSummary"] = "已致电客户说明进展。" };

    private static JsonObject DisabilityDispute()
    {
        var open = ComplaintForms.Open("2026-03-16T10:05:00", "letter");
        open["productLine"] = "accident";
        open["repeatCaller"] = false;
        open["riskSignals"] = new JsonArray("injury");
        open["amountInDispute"] = 120000;
        return open;
    }

    private static JsonObject ExtensionRequest() => new() { ["extensionRule"] = "special", ["extensionReason"] = "等待鉴定", ["extensionPlan"] = "五月上旬取得结论" };

    private static JsonObject Approved() => new() { ["extensionComment"] = "同意", ["extensionNoticeConfirmed"] = true };

    private static JsonObject AppraisalStarted() => new()
    {
        ["appraisalKind"] = "appraisal",
        ["appraisalBody"] = "司法鉴定中心",
        ["appraisalSubject"] = "伤残等级",
        ["appraisalCustomerTold"] = true,
    };

    private static JsonObject ReviewDecision() => new()
    {
        ["reviewResult"] = "upheld",
        ["reviewFindings"] = "鉴定程序合规",
        ["reviewReasons"] = "维持原处理决定",
        ["reviewToldAt"] = "2026-07-01T10:00:00+08:00",
        ["reviewToldBy"] = "letter",
    };

    private static async Task<int> NoticesAsync(ComplaintOffice office, string template) =>
        (await office.CaseAsync())["outbox"]!.AsArray().Count(message => (string?)message!["template"] == template);
}
