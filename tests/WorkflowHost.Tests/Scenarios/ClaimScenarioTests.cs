using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>Claims after an accident report that take another way than planned, through the public API: every timestamp counted by hand.</summary>
public sealed class ClaimScenarioTests
{
    private const string Reported = "2026-10-12T09:00:00";

    /// <summary>A scratch, surveyed by photographs, until the driver's neck begins to hurt at half past eleven.</summary>
    [Fact]
    public async Task InjuryReportedLater_IsSurveyedOnSiteWithinTwoHoursOfBeingKnown()
    {
        using var host = VirtualHost.At(At(Reported));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", HotlineForms.Scratch(Reported), "hotline-report");
        await office.CompleteAsync("register", "agent", "registered", HotlineForms.Registered(office.IdOf("claims")));
        await office.CompleteAsync("dispatch", "agent", "dispatched", HotlineForms.Dispatched(office.IdOf("surveyor")));
        await office.CompleteAsync("contact", "surveyor", "contacted", HotlineForms.Contacted(Reported));
        await office.AssertDueAsync("hotline-remote", "2026-10-13T09:00:00");

        await office.AdvanceToAsync("2026-10-12T11:30:00");
        await office.RaiseAsync("lossChanged", "agent", new() { ["injurySeverity"] = "light", ["injuredCount"] = 1, ["changeNote"] = "驾驶人颈部疼痛，已就医。" });

        Assert.Equal("onsite", (string?)(await office.CaseAsync())["data"]!["surveyMode"]);
        await office.AssertDueAsync("hotline-onsite-2h", "2026-10-12T13:30:00");
        await office.CompleteAsync("remote", "surveyor", "needs_onsite", new() { ["needsOnsiteReason"] = "出现人伤。" });
        await office.CompleteAsync("dispatch", "agent", "dispatched", HotlineForms.Dispatched(office.IdOf("surveyor")));
        await office.CompleteAsync("contact", "surveyor", "contacted", HotlineForms.Contacted("2026-10-12T11:30:00"));
        await office.AdvanceToAsync("2026-10-12T13:00:00");
        await office.CompleteAsync("onsite", "surveyor", "surveyed", HotlineForms.Surveyed("2026-10-12T12:50:00"));

        Assert.Equal("met", (string?)(await office.ClockAsync("hotline-onsite-2h"))["colour"]);
    }

    /// <summary>Insurance Law art. 23: thirty days for a complex claim, which neither an investigation nor a returned proposal lengthens.</summary>
    [Fact]
    public async Task ComplexClaim_InvestigatedAndReturned_IsDecidedWithinItsThirtyDays()
    {
        using var host = VirtualHost.At(At(Reported));
        using var office = await IllnessAsync(host);
        await office.CompleteAsync("checkDocs", "claims", "checked", HotlineForms.Checked(isComplex: true));
        await office.AssertDueAsync("hotline-claim-decision", "2026-11-11T23:59:59", "2026-11-11T18:00:00");

        await office.AdvanceToAsync("2026-10-20T10:00:00");
        await office.CompleteAsync("review", "claims", "investigate", new() { ["investigateReason"] = "核实就诊记录" });
        await office.AssertDueAsync("hotline-investigation", "2026-10-27T18:00:00");
        await office.AdvanceToAsync("2026-10-27T10:00:00");
        await office.CompleteAsync("investigation", "investigator", "done", new() { ["investigationFindings"] = "就诊记录属实。" });
        await office.AdvanceToAsync("2026-11-02T10:00:00");
        await office.CompleteAsync("review", "claims", "liable", HotlineForms.Liable("2026-11-02T10:00:00", 80_000));
        await office.CompleteAsync("approvePay", "manager", "returned", new() { ["claimApprovalComment"] = "补充费用清单。" });
        await office.AssertDueAsync("hotline-claim-decision", "2026-11-11T23:59:59");

        await office.AdvanceToAsync("2026-11-06T10:00:00");
        await office.CompleteAsync("review", "claims", "liable", HotlineForms.Liable("2026-11-06T10:00:00", 80_000));
        Assert.Equal("running", (string?)(await office.ClockAsync("hotline-claim-decision"))["status"]);
        await office.AdvanceToAsync("2026-11-09T10:00:00");
        await office.CompleteAsync("approvePay", "manager", "approved", new() { ["claimApprovalComment"] = "同意。" });

        // Decided on the 6th, approved on the 9th: what counts is the day it was determined.
        var clock = await office.ClockAsync("hotline-claim-decision");
        Assert.Equal(("met", At("2026-11-06T10:00:00")), ((string?)clock["colour"], Instant(clock["stoppedAt"])));
        await office.CompleteAsync("agreement", "claims", "agreed", HotlineForms.Agreed("2026-11-09T10:00:00"));
        // Ten days end on Thursday the 19th.
        await office.AssertDueAsync("hotline-payment", "2026-11-19T23:59:59", "2026-11-19T18:00:00");
    }

    /// <summary>Insurance Law art. 22: asked once, the customer sends nothing, and the claim is decided on what is there; the days of waiting are left out.</summary>
    [Fact]
    public async Task Supplement_NeverDelivered_LeavesTheWaitOutAndIsNotAskedForAgain()
    {
        using var host = VirtualHost.At(At(Reported));
        using var office = await IllnessAsync(host);
        var missing = HotlineForms.Checked(isComplex: true);
        missing["claimDocs"] = new JsonArray(new JsonObject { ["doc"] = "medical_record", ["result"] = "missing" });
        await office.CompleteAsync("checkDocs", "claims", "checked", missing);
        await office.AssertDueAsync("hotline-supplement-window", "2026-10-27T23:59:59");
        Assert.Equal("paused", (string?)(await office.ClockAsync("hotline-claim-decision"))["colour"]);

        await office.AdvanceToAsync("2026-10-28T09:00:00");
        await office.CompleteAsync("supplement", "agent", "expired", []);

        // 11 November and the sixteen days from the 12th to the 28th.
        await office.AssertDueAsync("hotline-claim-decision", "2026-11-27T23:59:59", "2026-11-27T18:00:00");
        // Art. 25: sixty days from what was handed in on the 12th, however incomplete.
        await office.AssertDueAsync("hotline-advance", "2026-12-11T23:59:59");
        Assert.Equal("claims", (string?)(await office.TaskAsync("review"))["role"]);
        Assert.Single((await office.CaseAsync())["outbox"]!.AsArray(), message => (string?)message!["template"] == "hotline-supplement");
    }

    /// <summary>An illness without a survey, whose documents came on the day of the report at eleven.</summary>
    private static async Task<ComplaintOffice> IllnessAsync(VirtualHost host)
    {
        var office = new ComplaintOffice(host);
        await office.HireAsync();
        var open = HotlineForms.Scratch(Reported);
        open["accidentType"] = "illness";
        open["productLine"] = "health";
        open["photosAvailable"] = false;
        open["estimatedLoss"] = 20_000;
        open.Remove("plateNo");
        await office.OpenAsync("agent", open, "hotline-report");
        await office.CompleteAsync("register", "agent", "registered", HotlineForms.Registered(office.IdOf("claims")));
        await office.CompleteAsync("docList", "agent", "told", HotlineForms.DocumentsTold(Reported));
        await office.CompleteAsync("filing", "claims", "filed", HotlineForms.Filed(Reported));
        await office.AdvanceToAsync("2026-10-12T11:00:00");
        await office.CompleteAsync("documents", "agent", "received", HotlineForms.Received("2026-10-12T11:00:00"));
        return office;
    }
}
