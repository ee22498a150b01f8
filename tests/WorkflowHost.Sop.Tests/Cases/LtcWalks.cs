using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Cases of the long-term-care SOP that take every way through it; together they walk every connection.</summary>
internal static class LtcWalks
{
    private const string Opened = "2026-08-10T10:00:00";

    public static IEnumerable<Func<CaseSimulator>> All =>
    [
        Answered, NotReached, AppliedAfterAdvice, Dropped, SupplementedThenProceeded, SupplementedThenRejected, NeverSupplemented, RiskyAndReviewed,
        FastFromTheStart, FastRefused, FastLater, Differing, PublicityObjection, Disputed, RefusedForGood, RefusedThenReopened, RefusedAndUpheld,
        AdvancePaid, AdvanceNotNeeded, CareAndEnd, CareEndedAfterHospital, DiedInCare, DiedBeforeTheDecision, Expired, Withdrawn, PaidByTheMonth, MadeUp, () => EndedByGrade("2026-11-01"), () => EndedByGrade("2026-12-01"), AskedTooEarly, AdvanceCoversTheFirstMonth, DecidedAgainBeforePayment, DecidedAgainBeforeTheAgreement, AdvancePaidAfterTheAgreement, PaidInPart, OverpaidAndWaived, AdvanceCoversWhatWaits, RaisedWhileAskedBack, OverpaidAndAskedAgain, ReassessedAtTheEnd,
    ];

    public static CaseSimulator Answered()
    {
        var sim = Inquiry();
        // Status messages are for those who have applied; an enquiry only waits for its answer.
        sim.AdvanceTo("2026-08-17T18:30:00");
        sim.Complete("guidance", Advisor, "answered", LtcForms.Guidance());
        return sim;
    }

    public static CaseSimulator NotReached()
    {
        var sim = Inquiry();
        sim.Complete("guidance", Advisor, "unreachable", LtcForms.Guidance(isReached: false));
        return sim;
    }

    public static CaseSimulator AppliedAfterAdvice()
    {
        var sim = Inquiry();
        sim.Complete("guidance", Advisor, "apply", LtcForms.Guidance());
        sim.Complete("application", Advisor, "submitted", LtcForms.Application(Opened));
        return sim;
    }

    public static CaseSimulator Dropped()
    {
        var sim = Inquiry();
        sim.Complete("guidance", Advisor, "apply", LtcForms.Guidance());
        sim.Complete("application", Advisor, "dropped", []);
        return sim;
    }

    public static CaseSimulator SupplementedTwice()
    {
        var sim = Open();
        sim.Complete("completeness", Agent, "checked", LtcForms.Documents("medical_record"));
        sim.AdvanceTo("2026-08-11T10:00:00");
        sim.Complete("receiveDocuments", Agent, "received", LtcForms.Received("2026-08-11T10:00:00"));
        sim.Complete("completeness", Agent, "checked", LtcForms.Documents("bank_card"));
        return sim;
    }

    public static CaseSimulator SupplementedThenProceeded()
    {
        var sim = SupplementedTwice();
        sim.Complete("secondRequest", Lead, "proceed", LtcForms.Note("secondRequestComment"));
        return sim;
    }

    public static CaseSimulator SupplementedThenRejected()
    {
        var sim = SupplementedTwice();
        sim.Complete("secondRequest", Lead, "not_accept", LtcForms.Note("secondRequestComment"));
        sim.Complete("acceptance", Claims, "rejected", LtcForms.Rejected());
        sim.Complete("approveRejection", Manager, "returned", LtcForms.Approval());
        sim.Complete("acceptance", Claims, "rejected", LtcForms.Rejected());
        sim.Complete("approveRejection", Manager, "approved", LtcForms.Approval());
        return sim;
    }

    public static CaseSimulator NeverSupplemented()
    {
        var sim = Open();
        sim.Complete("completeness", Agent, "checked", LtcForms.Documents("medical_record"));
        sim.AdvanceTo("2026-08-26T10:00:00");
        sim.Complete("receiveDocuments", Agent, "expired", []);
        return sim;
    }

    public static CaseSimulator Risky()
    {
        var sim = Open(fields =>
        {
            fields["disabledSince"] = "2026-05-01";
            fields["sharedAccount"] = true;
        });
        sim.Complete("completeness", Agent, "checked", LtcForms.Documents());
        return sim;
    }

    public static CaseSimulator RiskyAndReviewed()
    {
        var sim = Risky();
        sim.Complete("riskReview", Claims, "reviewed", new JsonObject { ["riskReviewNote"] = "账户为家属共用，属实。", ["riskConfirmed"] = false });
        return sim;
    }

    public static CaseSimulator FastFromTheStart()
    {
        var sim = Open(FastTrack);
        sim.Complete("approveFastTrack", Lead, "approved", LtcForms.Note("fastTrackComment"));
        return sim;
    }

    public static CaseSimulator FastRefused()
    {
        var sim = Open(FastTrack);
        sim.Complete("approveFastTrack", Lead, "rejected", LtcForms.Note("fastTrackComment"));
        return sim;
    }

    public static CaseSimulator FastLater()
    {
        var sim = Open();
        for (var round = 0; round < 2; round++)
        {
            sim.Raise("fastTrack", Agent, new JsonObject { ["fastTrackReason"] = "no_carer", ["fastTrackNote"] = "唯一照护人住院。" });
            sim.Complete("approveFastTrackLater", Lead, round == 0 ? "rejected" : "approved", LtcForms.Note("fastTrackComment"));
        }

        return sim;
    }

    /// <summary>The first visit came to nothing, and then the two assessors didn't agree.</summary>
    public static CaseSimulator Differing()
    {
        var sim = LtcScenarioTests.Accepted();
        sim.Complete("arrange", Coordinator, "arranged", LtcForms.Arrange("2026-08-11T10:00:00"));
        sim.AdvanceTo("2026-08-12T10:00:00");
        sim.Complete("onsite", Coordinator, "not_possible", LtcForms.Note("notPossibleReason"));
        sim.Complete("arrange", Coordinator, "arranged", LtcForms.Arrange("2026-08-12T14:00:00"));
        sim.AdvanceTo("2026-08-12T15:00:00");
        sim.Complete("onsite", Coordinator, "visited", LtcForms.Visited("2026-08-12T14:00:00"));
        sim.Complete("assessA", Assessors[0], "assessed", LtcForms.Scale(adl: 50));
        sim.Complete("assessB", Assessors[1], "assessed", LtcForms.Scale());
        sim.Complete("expert", Assessors[2], "assessed", LtcForms.Scale());
        return sim;
    }

    public static CaseSimulator PublicityObjection()
    {
        var sim = Differing();
        sim.Complete("publicise", Coordinator, "published", LtcForms.Published("2026-08-12T15:00:00"));
        sim.AdvanceTo("2026-08-13T10:00:00");
        sim.Raise("publicityObjection", Agent, LtcForms.Objection("2026-08-13T10:00:00", "third_party"));
        sim.AdvanceTo("2026-08-24T10:00:00");
        Reassess(sim, LtcForms.Scale(), "2026-08-24T10:00:00");
        return sim;
    }

    public static CaseSimulator Disputed()
    {
        var sim = LtcScenarioTests.Delivered();
        for (var round = 0; round < 2; round++)
        {
            sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-08-24T10:00:00"));
            sim.Complete("agreement", Claims, round == 0 ? "disputed" : "agreed", round == 0 ? LtcForms.Note("disputeReason") : LtcForms.Agreed("2026-08-24T10:00:00"));
        }

        return sim;
    }

    public static CaseSimulator RefusedForGood()
    {
        var sim = Refused();
        sim.AdvanceTo("2026-09-11T10:00:00");
        return sim;
    }

    public static CaseSimulator RefusedThenReopened()
    {
        var sim = Objected();
        sim.Complete("adjust", Claims, "decide_again", LtcForms.Note("adjustNote"));
        return sim;
    }

    public static CaseSimulator RefusedAndUpheld()
    {
        var sim = Objected();
        sim.Complete("adjust", Claims, "unchanged", LtcForms.Note("adjustNote"));
        return sim;
    }

    public static CaseSimulator AdvancePaid()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.AdvanceTo("2026-10-10T10:00:00");
        sim.Complete("advance", Claims, "paid", new JsonObject { ["advanceAmount"] = 3000, ["advancePaidAt"] = "2026-10-10T10:00:00" });
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-10-10T10:00:00"));
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-10-10T10:00:00"));
        return sim;
    }

    /// <summary>What was paid in advance is more than the first month, so nothing is left to pay then.</summary>
    public static CaseSimulator AdvanceCoversTheFirstMonth()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.AdvanceTo("2026-10-10T10:00:00");
        sim.Complete("advance", Claims, "paid", new JsonObject { ["advanceAmount"] = 4000, ["advancePaidAt"] = "2026-10-10T10:00:00" });
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-10-10T10:00:00"));
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-10-10T10:00:00"));
        return sim;
    }

    /// <summary>Agreed, then re-assessed to a higher grade before anything was paid.</summary>
    public static CaseSimulator DecidedAgainBeforePayment()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-08-24T10:00:00"));
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-08-24T10:00:00"));
        sim.AdvanceTo("2026-08-25T10:00:00");
        sim.Raise("objection", Agent, LtcForms.Objection("2026-08-25T10:00:00"));
        Reassess(sim, LtcForms.Scale(cognition: 3), Today(sim));
        sim.Complete("adjust", Claims, "decide_again", LtcForms.Note("adjustNote"));
        sim.Complete("payment", Claims, "returned", LtcForms.Note("paymentReturnNote"));
        return sim;
    }

    /// <summary>Re-assessed to a higher grade before the amount was agreed.</summary>
    private static CaseSimulator DecidedAgainBeforeTheAgreement()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-08-24T10:00:00"));
        sim.AdvanceTo("2026-08-25T10:00:00");
        sim.Raise("objection", Agent, LtcForms.Objection("2026-08-25T10:00:00"));
        Reassess(sim, LtcForms.Scale(cognition: 3), Today(sim));
        sim.Complete("adjust", Claims, "decide_again", LtcForms.Note("adjustNote"));
        sim.Complete("agreement", Claims, "disputed", LtcForms.Note("disputeReason"));
        return sim;
    }

    /// <summary>The advance was under way when the amount was agreed, and is paid before the rest.</summary>
    public static CaseSimulator AdvancePaidAfterTheAgreement()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.AdvanceTo("2026-10-10T10:00:00");
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-10-10T10:00:00"));
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-10-10T10:00:00"));
        sim.Complete("advance", Claims, "paid", new JsonObject { ["advanceAmount"] = 1000, ["advancePaidAt"] = "2026-10-10T10:00:00" });
        return sim;
    }

    /// <summary>The advance is paid while the first month waits to be, and covers it.</summary>
    public static CaseSimulator AdvanceCoversWhatWaits()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.AdvanceTo("2026-10-10T10:00:00");
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-10-10T10:00:00"));
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-10-10T10:00:00"));
        sim.Complete("advance", Claims, "paid", new JsonObject { ["advanceAmount"] = 3000, ["advancePaidAt"] = "2026-10-10T10:00:00" });
        sim.Complete("payment", Claims, "settled", []);
        return sim;
    }

    /// <summary>Ended within a paid month while a re-assessment is under way that raises the benefit for it.</summary>
    public static CaseSimulator RaisedWhileAskedBack()
    {
        var sim = AskedBackDuringAReassessment();
        sim.Complete("adjust", Claims, "adjusted", new JsonObject { ["adjustedAmount"] = 4000, ["adjustFrom"] = "2026-09-01", ["adjustNote"] = "等级上升。" });
        return sim;
    }

    /// <summary>Ended within a paid month; a re-assessment lowers the benefit besides, and more is asked back by the same task.</summary>
    private static CaseSimulator OverpaidAndAskedAgain()
    {
        var sim = AskedBackDuringAReassessment();
        sim.Complete("adjust", Claims, "adjusted", new JsonObject { ["adjustedAmount"] = 2000, ["adjustFrom"] = "2026-09-01", ["adjustNote"] = "等级变化。" });
        Assert.Equal(1200m, Yuan(sim, "benefitOverpaid"));
        return sim;
    }

    private static CaseSimulator AskedBackDuringAReassessment()
    {
        var sim = LtcScenarioTests.InCare();
        sim.Raise("reassess", Coordinator, new JsonObject { ["reassessCause"] = "condition_change", ["reassessGrounds"] = "家属称有变化。" });
        sim.Complete("earlyReview", Manager, "approved", LtcForms.Note("earlyNote"));
        sim.AdvanceTo("2026-09-29T10:00:00");
        sim.Raise("applicantDied", Agent, LtcForms.Died());
        sim.Complete("suspension", Claims, "ended", new JsonObject { ["suspensionReason"] = "died", ["suspendFrom"] = "2026-09-28", ["suspensionNote"] = "已核实死亡证明。" });
        Assert.Equal(300m, Yuan(sim, "benefitOverpaid"));
        Reassess(sim, LtcForms.Scale(cognition: 3), Today(sim));
        return sim;
    }

    /// <summary>The renewal was given up, and the validity ends during a re-assessment that was asked for in time.</summary>
    private static CaseSimulator ReassessedAtTheEnd()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2028-08-20T10:00:00");
        sim.Complete("expiryReview", Coordinator, "ended", LtcForms.Note("expiryNote"));
        sim.Raise("reassess", Coordinator, new JsonObject { ["reassessCause"] = "condition_change", ["reassessGrounds"] = "家属称病情加重。" });
        sim.AdvanceTo("2028-09-04T10:00:00");
        Reassess(sim, LtcForms.Scale(), "2028-09-04T10:00:00");
        return sim;
    }

    /// <summary>Less than is due and no reason for it: the rest is checked again.</summary>
    private static CaseSimulator PaidInPart()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        sim.Complete("monthlyCheck", Claims, "due", MonthDue(2500));
        sim.Complete("monthlyPay", OtherClaims, "paid", Monthly("2026-10-08T10:00:00", 2500));
        return sim;
    }

    /// <summary>Ended before the month that was paid for; the family isn't asked for it.</summary>
    private static CaseSimulator OverpaidAndWaived()
    {
        var sim = LtcScenarioTests.InCare();
        sim.Raise("applicantDied", Agent, LtcForms.Died());
        sim.Complete("suspension", Claims, "ended", Suspension(sim));
        sim.Complete("overpaid", Manager, "waived", LtcForms.Note("overpaidNote"));
        sim.Complete("approveWaiver", Exec, "returned", LtcForms.Note("waiverComment"));
        sim.Complete("overpaid", Manager, "waived", LtcForms.Note("overpaidNote"));
        sim.Complete("approveWaiver", Exec, "approved", LtcForms.Note("waiverComment"));
        return sim;
    }

    public static CaseSimulator AdvanceNotNeeded()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.AdvanceTo("2026-10-10T10:00:00");
        sim.Complete("advance", Claims, "determined", []);
        return sim;
    }

    /// <summary>Everything that a call to a person in care may turn up.</summary>
    public static CaseSimulator CareAndEnd()
    {
        var sim = LtcScenarioTests.InCare();
        LtcScenarioTests.Answer(sim, LtcForms.CareAnswers());
        foreach (var outcome in new[] { "confirmed", "cleared", "fraud" })
        {
            LtcScenarioTests.Answer(sim, LtcForms.CareAnswers(careReceived: "no"));
            sim.Complete("quality", Coordinator, outcome, new JsonObject { ["qualityFindings"] = "已核查签到与服务记录。", ["qualityAction"] = "更换护理员。" });
            if (outcome == "fraud")
            {
                sim.HearRefused("fraud-check");
            }
        }

        LtcScenarioTests.Answer(sim, LtcForms.CareAnswers("better"));
        Reassess(sim, LtcForms.Scale(cognition: 3), Today(sim));
        sim.Complete("adjust", Claims, "adjusted", new JsonObject { ["adjustedAmount"] = 2000, ["adjustFrom"] = "2027-12-01", ["adjustNote"] = "等级变化。" });
        LtcScenarioTests.Answer(sim, LtcForms.CareAnswers("worse"));
        sim.Complete("reassessArrange", Coordinator, "arranged", LtcForms.ReassessArrange(Today(sim)));
        sim.Complete("reassessA", Assessors[3], "assessed", LtcForms.Scale());
        sim.Complete("reassessB", Assessors[4], "assessed", LtcForms.Scale(cognition: 3));
        Reassess(sim, LtcForms.Scale(cognition: 3), Today(sim));
        for (var call = 0; call < 3; call++)
        {
            Miss(sim);
        }

        sim.AdvanceTo(sim.Now.AddDays(10).ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
        foreach (var outcome in new[] { "suspended", "unfounded", "ended" })
        {
            LtcScenarioTests.Answer(sim, LtcForms.CareAnswers(outcome == "ended" ? "died" : "hospital"));
            sim.Complete("suspension", Claims, outcome, Suspension(sim));
            if (outcome == "suspended")
            {
                sim.Complete("resume", Coordinator, "resumed", new JsonObject { ["resumeFrom"] = Today(sim)[..10], ["resumeNote"] = "已出院。" });
            }
        }

        PayMonth(sim, Today(sim));
        return sim;
    }

    public static CaseSimulator CareEndedAfterHospital()
    {
        var sim = LtcScenarioTests.InCare();
        sim.Raise("suspendBenefit", Agent, new JsonObject { ["suspendReportReason"] = "hospital", ["suspendReportNote"] = "家属来电。" });
        sim.Complete("suspension", Claims, "suspended", Suspension(sim));
        sim.Complete("resume", Coordinator, "ended", LtcForms.Note("resumeNote"));
        return Returned(sim);
    }

    public static CaseSimulator DiedInCare()
    {
        var sim = LtcScenarioTests.InCare();
        sim.Raise("applicantDied", Agent, LtcForms.Died());
        sim.Complete("suspension", Claims, "ended", Suspension(sim));
        return Returned(sim);
    }

    /// <summary>The applicant dies while the claim is open: the heirs are asked, and an application without benefits due is ended in writing.</summary>
    public static CaseSimulator DiedBeforeTheDecision()
    {
        var sim = LtcScenarioTests.Accepted();
        sim.Raise("applicantDied", Agent, LtcForms.Died());
        sim.Complete("estate", Claims, "go_on", LtcForms.Note("estateNote"));
        sim.Raise("applicantDied", Agent, LtcForms.Died());
        sim.Complete("estate", Claims, "closed", LtcForms.Note("estateNote"));
        return sim;
    }

    public static CaseSimulator Expired()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2028-06-26T10:00:00");
        sim.Complete("expiryReview", Coordinator, "renew", LtcForms.Note("expiryNote"));
        Reassess(sim, LtcForms.Scale(), Today(sim));
        sim.AdvanceTo("2030-04-30T10:00:00");
        sim.Complete("expiryReview", Coordinator, "ended", LtcForms.Note("expiryNote"));
        Assert.Equal(CaseStatus.Open, sim.State.Status);
        sim.AdvanceTo("2030-06-27T10:00:00");
        PayMonth(sim, Today(sim));
        return sim;
    }

    /// <summary>Paid, found not due, and skipped while the benefit is suspended.</summary>
    public static CaseSimulator PaidByTheMonth()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        PayMonth(sim, "2026-10-08T10:00:00");
        sim.AdvanceTo("2026-11-02T10:00:00");
        sim.Complete("monthlyCheck", Claims, "due", MonthDue());
        sim.Complete("monthlyPay", OtherClaims, "returned", new JsonObject { ["monthlyReturnNote"] = "本月住院，请核对。" });
        sim.Complete("monthlyCheck", Claims, "not_due", new JsonObject { ["monthlyNote"] = "本月住院，未提供护理。" });
        sim.Raise("suspendBenefit", Agent, new JsonObject { ["suspendReportReason"] = "hospital", ["suspendReportNote"] = "家属来电。" });
        sim.Complete("suspension", Claims, "suspended", Suspension(sim));
        sim.AdvanceTo("2026-12-01T10:00:00");
        return sim;
    }

    /// <summary>The benefit resumes and what is owed from that day is paid; a second time it is found not to be due.</summary>
    public static CaseSimulator MadeUp()
    {
        var sim = PaidByTheMonth();
        sim.Complete("resume", Coordinator, "resumed", new JsonObject { ["resumeFrom"] = Today(sim)[..10], ["resumeNote"] = "已出院。" });
        PayMonth(sim, Today(sim));
        sim.AdvanceTo("2027-01-02T10:00:00");
        sim.Complete("monthlyCheck", Claims, "not_due", new JsonObject { ["monthlyNote"] = "当月护理未恢复。" });
        return sim;
    }

    /// <summary>The grade no longer entitles: the benefit ends on a day, and the months up to it are paid.</summary>
    private static CaseSimulator EndedByGrade(string from)
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        PayMonth(sim, "2026-10-08T10:00:00");
        sim.Raise("reassess", Coordinator, new JsonObject { ["reassessCause"] = "condition_change", ["reassessGrounds"] = "家属称好转。" });
        sim.Complete("earlyReview", Manager, "approved", LtcForms.Note("earlyNote"));
        Reassess(sim, LtcForms.Scale(adl: 50), Today(sim));
        sim.Complete("adjust", Claims, "ended", new JsonObject { ["adjustFrom"] = from, ["adjustNote"] = "低于准入等级。" });
        sim.AdvanceTo("2026-11-02T10:00:00");
        if (sim.State.Status == CaseStatus.Open)
        {
            PayMonth(sim, "2026-11-02T10:00:00");
        }

        return sim;
    }

    /// <summary>A change that the customer reports within six months of the conclusion is looked at first, whichever way it goes.</summary>
    public static CaseSimulator AskedTooEarly()
    {
        var sim = LtcScenarioTests.InCare();
        foreach (var outcome in new[] { "rejected", "approved" })
        {
            sim.Raise("reassess", Coordinator, new JsonObject { ["reassessCause"] = "condition_change", ["reassessGrounds"] = "家属称病情加重。" });
            sim.Complete("earlyReview", Manager, outcome, LtcForms.Note("earlyNote"));
        }

        return sim;
    }

    /// <summary>One person checks what is due, another pays it.</summary>
    public static void PayMonth(CaseSimulator sim, string at)
    {
        var due = Yuan(sim, "benefitDue");
        sim.Complete("monthlyCheck", Claims, "due", MonthDue(due));
        sim.Complete("monthlyPay", OtherClaims, "paid", Monthly(at, due));
    }

    public static decimal Yuan(CaseSimulator sim, string field) => decimal.Parse(sim.State.Data[field]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What was paid for days that turned out not to be owed comes back.</summary>
    public static CaseSimulator Returned(CaseSimulator sim)
    {
        sim.Complete("overpaid", Manager, "recovered", new JsonObject { ["overpaidReturnedAt"] = Today(sim), ["overpaidReturned"] = Yuan(sim, "benefitOverpaid"), ["overpaidNote"] = "家属已退回。" });
        return sim;
    }

    public static JsonObject MonthDue(decimal amount = 3000) => new() { ["monthlyDueAmount"] = amount, ["monthlyCareChecked"] = true };

    public static JsonObject Monthly(string at, decimal amount = 3000) => new() { ["monthlyPaidAt"] = at, ["monthlyPaidAmount"] = amount };

    public static CaseSimulator Withdrawn()
    {
        var sim = LtcScenarioTests.Accepted();
        sim.Raise("withdrawn", Agent, new JsonObject { ["ltcWithdrawnAt"] = Opened, ["withdrawIdentityChecked"] = true });
        return sim;
    }

    public static CaseSimulator Refused()
    {
        var sim = LtcScenarioTests.Delivered(LtcForms.Scale(adl: 50));
        sim.Complete("claimReview", Claims, "not_liable", LtcForms.NotLiable("2026-08-24T10:00:00"));
        sim.Complete("approveRefusal", Manager, "returned", LtcForms.Approval());
        sim.Complete("claimReview", Claims, "not_liable", LtcForms.NotLiable("2026-08-24T10:00:00"));
        sim.Complete("approveRefusal", Manager, "approved", LtcForms.Approval());
        sim.Complete("refusal", Claims, "delivered", LtcForms.RefusalSent("2026-08-24T10:00:00"));
        return sim;
    }

    /// <summary>Refused, and an objection after which the grade has become severe; the claims officer has yet to say what follows.</summary>
    private static CaseSimulator Objected()
    {
        var sim = Refused();
        sim.AdvanceTo("2026-08-25T10:00:00");
        sim.Raise("objection", Agent, LtcForms.Objection("2026-08-25T10:00:00"));
        sim.AdvanceTo("2026-09-11T10:00:00");
        Reassess(sim, LtcForms.Scale(), "2026-09-11T10:00:00");
        return sim;
    }

    public static CaseSimulator Open(Action<JsonObject>? change = null)
    {
        var sim = new CaseSimulator("ltc-claim");
        var fields = LtcForms.Open(Opened);
        change?.Invoke(fields);
        sim.Open(Opened, fields);
        return sim;
    }

    private static CaseSimulator Inquiry()
    {
        var sim = new CaseSimulator("ltc-claim");
        sim.Open(Opened, LtcForms.Inquiry());
        return sim;
    }

    private static void FastTrack(JsonObject fields)
    {
        fields["fastTrackRequested"] = true;
        fields["fastTrackReason"] = "terminal";
    }

    public static void Reassess(CaseSimulator sim, JsonObject scale, string at)
    {
        sim.Complete("reassessArrange", Coordinator, "arranged", LtcForms.ReassessArrange(at));
        sim.Complete("reassessA", Assessors[3], "assessed", scale);
        sim.Complete("reassessB", Assessors[4], "assessed", (JsonObject)scale.DeepClone());
        sim.Complete("reassessDeliver", Coordinator, "delivered", LtcForms.Redelivered(at));
    }

    private static JsonObject Suspension(CaseSimulator sim) => new() { ["suspensionReason"] = "hospital", ["suspendFrom"] = Today(sim)[..10], ["suspensionNote"] = "已向家属核实。" };

    private static void Miss(CaseSimulator sim)
    {
        var revisit = Assert.Single(sim.State.Revisits);
        sim.AdvanceTo(revisit.NextAttemptAt!.Value.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
        sim.Do(new LogRevisitAttempt(Scheduler, revisit.Id, new RevisitAttempt { At = sim.Now, Number = "13800138000", Channel = ContactChannel.Phone, Result = AttemptResult.NoAnswer, Agent = Scheduler.Id }));
    }

    private static string Today(CaseSimulator sim) => sim.Now.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
