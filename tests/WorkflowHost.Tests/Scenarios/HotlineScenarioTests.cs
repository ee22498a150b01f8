using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>The accident hotline through the public API in virtual time, on the shipped workflow and pack and a real database.</summary>
public sealed class HotlineScenarioTests
{
    private const string Call = "2026-10-03T02:15:00";

    [Fact]
    public async Task SC08_InjuryAtNightInAHoliday_MeetsEveryTimestampOfTheCall()
    {
        using var host = VirtualHost.At(At(Call));
        using var office = await NightOfficeAsync(host);

        Assert.StartsWith("BA20261003", (string?)(await office.CaseAsync())["summary"]!["number"], StringComparison.Ordinal);
        Assert.Equal(2, (int)(await office.CaseAsync())["summary"]!["severity"]!);
        await office.AssertDueAsync("hotline-register", "2026-10-03T02:25:00");
        await office.AssertDueAsync("hotline-dispatch", "2026-10-03T02:30:00");
        await office.AssertDueAsync("hotline-contact", "2026-10-03T02:45:00");
        await office.AssertDueAsync("hotline-doc-list", "2026-10-03T02:45:00");
        await office.AssertDueAsync("hotline-onsite-2h", "2026-10-03T04:15:00");
        await office.AssertDueAsync("hotline-filing", "2026-10-03T04:15:00");
        var told = (await MustAsync(await office.As("account-manager").GetAsync("/api/v1/notifications"), HttpStatusCode.OK)).AsArray();
        Assert.Equal(At(Call), Instant(Assert.Single(told, row => (string?)row!["caseId"] == office.CaseId)!["deliverAt"]));

        var callback = await RevisitAsync(office, "hotline-callback");
        Assert.Equal((At("2026-10-04T02:15:00"), At("2026-10-03T21:00:00")), (Instant(callback["dueAt"]), Instant(callback["dialBy"])));
        Assert.Equal(At("2026-10-03T09:30:00"), Instant(callback["nextAttemptAt"]));
        var tooEarly = await AttemptAsync(office, callback, HotlineForms.CallbackAnswers(5));
        Assert.Equal("revisit.quiet_hours", await tooEarly.CodeAsync());
    }

    [Fact]
    public async Task SC08_DocumentsToFollowUp_MeetsEveryTimestampOfTheClaim()
    {
        using var host = VirtualHost.At(At(Call));
        using var office = await NightOfficeAsync(host);
        await SurveyAsync(office);
        await office.AdvanceToAsync("2026-10-12T11:00:00");
        await office.CompleteAsync("documents", "agent", "received", HotlineForms.Received("2026-10-12T11:00:00"));
        await office.CompleteAsync("checkDocs", "claims", "checked", HotlineForms.Checked(isComplex: true));

        await office.AssertDueAsync("hotline-claim-decision", "2026-11-11T23:59:59", "2026-11-11T18:00:00");
        await office.AssertDueAsync("hotline-advance", "2026-12-11T23:59:59");
        var ladder = (await office.ClockAsync("hotline-claim-decision"))["ladder"]!.AsArray();
        Assert.Equal(At("2026-10-27T14:30:00"), Instant(ladder.Single(step => (string?)step!["stepId"] == "half")!["at"]));
        Assert.Equal(At("2026-11-05T16:36:00"), Instant(ladder.Single(step => (string?)step!["stepId"] == "late")!["at"]));
        await office.AdvanceToAsync("2026-10-27T14:30:00");
        await office.AssertFiredAsync("hotline-claim-decision", "half", "2026-10-27T14:30:00", "claims", "2026-10-27T14:30:00");

        await office.AdvanceToAsync("2026-10-28T10:00:00");
        await office.CompleteAsync("review", "claims", "liable", HotlineForms.Liable("2026-10-28T10:00:00", 18_000));
        await office.AdvanceToAsync("2026-10-28T16:00:00");
        await office.CompleteAsync("agreement", "claims", "agreed", HotlineForms.Agreed("2026-10-28T16:00:00"));
        await office.AssertDueAsync("hotline-payment", "2026-11-09T23:59:59", "2026-11-06T18:00:00");
        await office.AdvanceToAsync("2026-11-03T14:00:00");
        Assert.Equal("assignment.conflict_of_interest", await (await office.TryCompleteAsync(await office.TaskAsync("payment"), "claims", "paid", HotlineForms.Paid("2026-11-03T14:00:00", 18_000))).CodeAsync());
        await office.CompleteAsync("payment", "other-claims", "paid", HotlineForms.Paid("2026-11-03T14:00:00", 18_000));

        Assert.Equal(At("2026-11-10T18:00:00"), Instant((await RevisitAsync(office, "post-claim"))["dueAt"]));
        await office.AssertDueAsync("hotline-post-claim", "2026-11-24T18:00:00");
        Assert.Equal("closed", (string?)(await office.CaseAsync())["summary"]!["status"]);
    }

    [Fact]
    public async Task SC08_RatingOfTwoInTheFollowUp_OpensAComplaintLinkedWithTheClaim()
    {
        using var host = VirtualHost.At(At(Call));
        using var office = await NightOfficeAsync(host);
        await SurveyAsync(office);
        await PayAsync(office);
        var revisit = await RevisitAsync(office, "post-claim");
        await office.AdvanceToAsync(Instant(revisit["nextAttemptAt"]).ToOffset(VirtualHost.China).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));

        await MustAsync(await AttemptAsync(office, revisit, HotlineForms.ClaimAnswers(2)), HttpStatusCode.OK);
        await office.AdvanceToAsync("2026-11-11T09:00:00");

        var link = Assert.Single((await office.CaseAsync())["linkedCases"]!.AsArray())!;
        Assert.Equal(("claim-complaint", true), ((string?)link["kind"], (bool)link["isFollower"]!));
        var complaint = await MustAsync(await office.As("admin").GetAsync($"/api/v1/cases/{(string)link["case"]!["id"]!}"), HttpStatusCode.OK);
        Assert.StartsWith("RX2026", (string?)complaint["summary"]!["number"], StringComparison.Ordinal);
        Assert.Equal("register", (string?)Assert.Single(complaint["tasks"]!.AsArray())!["activityId"]);
    }

    [Fact]
    public async Task Complaint_WhileTheClaimRuns_LeavesTheClaimsClocksAlone()
    {
        using var host = VirtualHost.At(At(Call));
        using var office = await NightOfficeAsync(host);
        await SurveyAsync(office);
        await office.AdvanceToAsync("2026-10-12T11:00:00");
        await office.CompleteAsync("documents", "agent", "received", HotlineForms.Received("2026-10-12T11:00:00"));

        await office.RaiseAsync("complaint", "agent", HotlineForms.Complaint("2026-10-12T11:00:00"));
        await office.AdvanceToAsync("2026-10-12T11:05:00");

        await office.AssertDueAsync("hotline-claim-decision", "2026-11-11T23:59:59");
        var complaintId = (string)Assert.Single((await office.CaseAsync())["linkedCases"]!.AsArray())!["case"]!["id"]!;
        var clocks = (await MustAsync(await office.As("admin").GetAsync($"/api/v1/cases/{complaintId}/clocks"), HttpStatusCode.OK)).AsArray().Select(item => item!["clock"]!).ToList();
        Assert.Equal(At("2026-10-27T23:59:59"), Instant(clocks.Single(clock => (string?)clock["policyId"] == "complaint-statutory")["dueAt"]));
    }

    [Fact]
    public async Task CallAskedForAtNight_IsPlannedAtThatTimeAndMayBeMade()
    {
        using var host = VirtualHost.At(At(Call));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        var report = HotlineForms.Report(Call, "2026-10-03T02:05:00");
        report["callBackAskedAt"] = "2026-10-03T05:00:00";
        await office.OpenAsync("agent", report, "hotline-report");

        var callback = await RevisitAsync(office, "hotline-callback");
        Assert.Equal(At("2026-10-03T05:00:00"), Instant(callback["nextAttemptAt"]));
        await office.AdvanceToAsync("2026-10-03T05:00:00");
        await MustAsync(await AttemptAsync(office, callback, HotlineForms.CallbackAnswers(5)), HttpStatusCode.OK);
    }

    [Fact]
    public async Task PhotographedScratch_IsSurveyedRemotelyAndPaidFast()
    {
        using var host = VirtualHost.At(At("2026-10-12T09:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", HotlineForms.Scratch("2026-10-12T09:00:00"), "hotline-report");
        await office.CompleteAsync("register", "agent", "registered", HotlineForms.Registered(office.IdOf("claims")));
        await office.CompleteAsync("dispatch", "agent", "dispatched", HotlineForms.Dispatched(office.IdOf("surveyor")));
        await office.CompleteAsync("contact", "surveyor", "contacted", HotlineForms.Contacted("2026-10-12T09:00:00"));

        await office.AssertDueAsync("hotline-remote", "2026-10-13T09:00:00");
        Assert.Equal(4, (int)(await office.CaseAsync())["summary"]!["severity"]!);
        Assert.Contains((await office.CaseAsync())["outbox"]!.AsArray(), message => (string?)message!["template"] == "hotline-remote");
    }

    private static async Task<ComplaintOffice> NightOfficeAsync(VirtualHost host)
    {
        var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", HotlineForms.Report(Call, "2026-10-03T02:05:00", office.IdOf("account-manager")), "hotline-report");
        return office;
    }

    private static async Task SurveyAsync(ComplaintOffice office)
    {
        await office.AdvanceToAsync("2026-10-03T02:20:00");
        await office.CompleteAsync("register", "agent", "registered", HotlineForms.Registered(office.IdOf("claims")));
        await office.CompleteAsync("dispatch", "agent", "dispatched", HotlineForms.Dispatched(office.IdOf("surveyor")));
        await office.CompleteAsync("docList", "agent", "told", HotlineForms.DocumentsTold("2026-10-03T02:20:00"));
        await office.AdvanceToAsync("2026-10-03T02:40:00");
        await office.CompleteAsync("contact", "surveyor", "contacted", HotlineForms.Contacted("2026-10-03T02:40:00"));
        await office.AdvanceToAsync("2026-10-03T04:00:00");
        await office.CompleteAsync("filing", "claims", "filed", HotlineForms.Filed("2026-10-03T04:00:00"));
        await office.CompleteAsync("onsite", "surveyor", "surveyed", HotlineForms.Surveyed("2026-10-03T03:50:00"));
        await office.AdvanceToAsync("2026-10-08T10:00:00");
        await office.CompleteAsync("loss", "surveyor", "assessed", HotlineForms.Assessed());
    }

    private static async Task PayAsync(ComplaintOffice office)
    {
        await office.AdvanceToAsync("2026-11-03T09:00:00");
        await office.CompleteAsync("documents", "agent", "received", HotlineForms.Received("2026-11-03T09:00:00"));
        await office.CompleteAsync("checkDocs", "claims", "checked", HotlineForms.Checked(isComplex: false));
        await office.CompleteAsync("review", "claims", "liable", HotlineForms.Liable("2026-11-03T09:00:00", 18_000));
        await office.CompleteAsync("agreement", "claims", "agreed", HotlineForms.Agreed("2026-11-03T09:00:00"));
        await office.CompleteAsync("payment", "other-claims", "paid", HotlineForms.Paid("2026-11-03T09:00:00", 18_000));
    }

    private static async Task<JsonNode> RevisitAsync(ComplaintOffice office, string policyId) =>
        (await office.CaseAsync())["revisits"]!.AsArray().Select(item => item!["revisit"]!).Single(item => (string?)item["policyId"] == policyId);

    private static Task<HttpResponseMessage> AttemptAsync(ComplaintOffice office, JsonNode revisit, JsonObject answers) =>
        office.As("scheduler").PostAsJsonAsync($"/api/v1/revisits/{(string)revisit["id"]!}/attempts", new { number = "13900139000", channel = "phone", result = "connected", answers });
}
