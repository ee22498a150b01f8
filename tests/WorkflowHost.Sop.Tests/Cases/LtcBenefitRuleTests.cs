using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>The monthly benefit of long-term care: checked and paid by two people, suspended, made up, adjusted, ended.</summary>
public sealed class LtcBenefitRuleTests
{
    [Fact]
    public void Benefit_IsCheckedAndPaidOnceAMonthFromItsFirstDay()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-09-30T23:59:59");
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");

        sim.AdvanceTo("2026-10-01T00:00:00");
        // The holiday lasts to the 7th and Saturday the 10th is worked: three and five working days.
        Assert.Equal(At("2026-10-10T18:00:00"), sim.Task("monthlyCheck").DueAt);
        sim.AdvanceTo("2026-10-08T10:00:00");
        Assert.Equal(["monthlyDueAmount"], sim.Try(new CompleteTask(Claims, sim.Task("monthlyCheck").Id, "due", LtcWalks.MonthDue(3001)))!.Fields.Select(f => f.Field));
        sim.Complete("monthlyCheck", Claims, "due", LtcWalks.MonthDue());
        Assert.Equal(At("2026-10-13T18:00:00"), sim.Task("monthlyPay").DueAt);
        sim.Complete("monthlyPay", OtherClaims, "paid", LtcWalks.Monthly("2026-10-08T10:00:00"));

        sim.AdvanceTo("2026-11-01T00:00:00");
        Assert.Equal("2026-11-01", sim.State.Data.Text("benefitMonthFrom"));
        Assert.Equal(At("2026-11-04T18:00:00"), sim.Task("monthlyCheck").DueAt);
    }

    [Fact]
    public void Benefit_ByWhoCheckedIt_IsNotPaid()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        sim.Complete("monthlyCheck", Claims, "due", LtcWalks.MonthDue(2500));

        Assert.Equal("assignment.conflict_of_interest", sim.Try(new CompleteTask(Claims, sim.Task("monthlyPay").Id, "paid", LtcWalks.Monthly("2026-10-08T10:00:00", 2500)))?.Code);
        Assert.Equal(["monthlyPaidAmount"], sim.Try(new CompleteTask(OtherClaims, sim.Task("monthlyPay").Id, "paid", LtcWalks.Monthly("2026-10-08T10:00:00", 2501)))!.Fields.Select(f => f.Field));
    }

    [Fact]
    public void Benefit_ReturnedToBeChecked_KeepsItsDeadline()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-09T10:00:00");
        sim.Complete("monthlyCheck", Claims, "due", LtcWalks.MonthDue());
        sim.Complete("monthlyPay", OtherClaims, "returned", new() { ["monthlyReturnNote"] = "账户户名不符。" });
        sim.Complete("monthlyCheck", OtherClaims, "due", LtcWalks.MonthDue());

        Assert.Equal(At("2026-10-13T18:00:00"), sim.Task("monthlyPay").DueAt);
    }

    [Fact]
    public void Benefit_WhileSuspended_IsNotPaid()
    {
        var sim = LtcWalks.PaidByTheMonth();

        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId is "monthlyCheck" or "monthlyPay");
        Assert.Equal([("2026-10", 3000m), ("2026-11", 0m)], Payments(sim));
        Assert.Equal(0m, LtcWalks.Yuan(sim, "benefitDue"));
    }

    /// <summary>Into hospital on the 8th while October waits to be paid: its first seven days are owed and paid, no more.</summary>
    [Fact]
    public void Benefit_SuspendedWhileAMonthWaitsToBePaid_IsPaidUpToThatDay()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        sim.Complete("monthlyCheck", Claims, "due", LtcWalks.MonthDue());
        Suspend(sim, "2026-10-08");

        var refused = sim.Try(new CompleteTask(OtherClaims, sim.Task("monthlyPay").Id, "paid", LtcWalks.Monthly("2026-10-08T10:00:00")));

        Assert.Equal(["monthlyPaidAmount"], refused!.Fields.Select(f => f.Field));
        sim.Complete("monthlyPay", OtherClaims, "returned", new() { ["monthlyReturnNote"] = "待遇已暂停。" });
        Assert.Equal(["monthlyDueAmount"], sim.Try(new CompleteTask(Claims, sim.Task("monthlyCheck").Id, "due", LtcWalks.MonthDue()))!.Fields.Select(f => f.Field));
        Assert.Equal("2026-10：7/31 → 677.42 = 677.42", sim.State.Data.Text("benefitDueText"));
        LtcWalks.PayMonth(sim, "2026-10-08T10:00:00");
        Assert.Equal([("2026-10", 677.42m)], Payments(sim));
        sim.AdvanceTo("2026-11-02T10:00:00");
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId is "monthlyCheck" or "monthlyPay");
    }

    [Fact]
    public void Benefit_SuspendedFromTheFirstOfAnUnpaidMonth_IsNotPaid()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        Suspend(sim, "2026-10-01");

        Assert.Equal(["monthlyDueAmount"], sim.Try(new CompleteTask(Claims, sim.Task("monthlyCheck").Id, "due", LtcWalks.MonthDue(1)))!.Fields.Select(f => f.Field).Distinct());
        sim.Complete("monthlyCheck", Claims, "not_due", new() { ["monthlyNote"] = "本月住院，待遇暂停。" });
        Assert.Equal([("2026-10", 0m)], Payments(sim));
    }

    /// <summary>
    /// October was paid, then in hospital from the 8th, home on 16 November: fifteen of November's thirty days and December are owed,
    /// and October's twenty-four days that were paid and not owed are set off.
    /// </summary>
    [Fact]
    public void Benefit_Resumed_IsPaidFromThatDayLessWhatWasPaidForTheStay()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        LtcWalks.PayMonth(sim, "2026-10-08T10:00:00");
        Suspend(sim, "2026-10-08");
        sim.AdvanceTo("2026-12-15T10:00:00");
        Assert.Equal(["resumeFrom"], sim.Try(new CompleteTask(Coordinator, sim.Task("resume").Id, "resumed", Resumed("2026-10-07")))!.Fields.Select(f => f.Field));

        sim.Complete("resume", Coordinator, "resumed", Resumed("2026-11-16"));

        Assert.Equal("2026-10：7/31 → 677.42 − 3000.00 = -2322.58；2026-11：15/30 → 1500.00 = 1500.00；2026-12：31/31 → 3000.00 = 3000.00", sim.State.Data.Text("benefitDueText"));
        Assert.Equal(2177.42m, LtcWalks.Yuan(sim, "benefitDue"));
        Assert.Equal(At("2026-12-22T18:00:00"), sim.Clock("ltc-monthly").DueAt);
        LtcWalks.PayMonth(sim, "2026-12-15T10:00:00");
        Assert.Equal([("2026-10", 3000m), ("2026-10", -2322.58m), ("2026-11", 1500m), ("2026-12", 3000m)], Payments(sim));

        // What was made up once isn't again.
        Suspend(sim, "2026-12-15");
        sim.Complete("resume", Coordinator, "resumed", Resumed("2026-12-15"));
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");
        sim.AdvanceTo("2027-01-01T00:00:00");
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");
    }

    /// <summary>Home again and owed November's half, then dead before it was paid: the heirs are paid before the case ends.</summary>
    [Fact]
    public void Benefit_EndedWhileWhatWasOwedFromTheReturnIsUnpaid_IsPaidBeforeTheCaseEnds()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        LtcWalks.PayMonth(sim, "2026-10-08T10:00:00");
        Suspend(sim, "2026-10-31");
        sim.AdvanceTo("2026-11-20T10:00:00");
        sim.Complete("resume", Coordinator, "resumed", Resumed("2026-11-16"));
        sim.Raise("suspendBenefit", Agent, new() { ["suspendReportReason"] = "died", ["suspendReportNote"] = "家属来电。" });
        sim.Complete("suspension", Claims, "ended", new() { ["suspensionReason"] = "died", ["suspendFrom"] = "2026-11-20", ["suspensionNote"] = "已核实死亡证明。" });

        // Four days of November less the last one of October.
        Assert.Equal((CaseStatus.Open, 303.23m), (sim.State.Status, LtcWalks.Yuan(sim, "benefitDue")));
        LtcWalks.PayMonth(sim, "2026-11-20T10:00:00");
        Assert.Equal(CaseStatus.Ended, sim.State.Status);
    }

    /// <summary>The validity ends on 24 August 2028: that month is owed up to it, and the case waits for its payment.</summary>
    [Fact]
    public void Benefit_InTheMonthInWhichTheValidityEnds_IsPaidUpToItsLastDay()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2028-07-20T10:00:00");
        LtcWalks.PayMonth(sim, "2028-07-20T10:00:00");
        sim.Complete("expiryReview", Coordinator, "ended", LtcForms.Note("expiryNote"));
        sim.AdvanceTo("2028-08-26T10:00:00");

        Assert.Contains(sim.Outbox, m => m.Template == "ltc-validity-ended");
        Assert.Equal((CaseStatus.Open, "2028-08：24/31 → 2322.58 = 2322.58"), (sim.State.Status, sim.State.Data.Text("benefitDueText")));
        LtcWalks.PayMonth(sim, "2028-08-26T10:00:00");
        Assert.Equal((CaseStatus.Ended, "ended"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    /// <summary>Nobody asked about the renewal: no day between the validity and a later conclusion is paid.</summary>
    [Fact]
    public void Benefit_WhenTheValidityRunsOutUnanswered_StopsUntilThereIsANewConclusion()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2028-08-26T10:00:00");
        LtcWalks.PayMonth(sim, "2028-08-26T10:00:00");
        sim.AdvanceTo("2028-09-04T10:00:00");
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");

        sim.Complete("expiryReview", Coordinator, "renew", LtcForms.Note("expiryNote"));
        LtcWalks.Reassess(sim, LtcForms.Scale(), "2028-09-04T10:00:00");

        Assert.Equal("2030-09-04", sim.State.Data.Text("validUntil"));
        Assert.Equal("2028-09：27/30 → 2700.00 = 2700.00", sim.State.Data.Text("benefitDueText"));
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");
    }

    /// <summary>Asked for in time, the re-assessment takes longer than the validity: the benefit goes on without a gap.</summary>
    [Fact]
    public void Benefit_ReassessedInTimeButConcludedLater_HasNoGap()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2028-07-20T10:00:00");
        LtcWalks.PayMonth(sim, "2028-07-20T10:00:00");
        sim.Complete("expiryReview", Coordinator, "renew", LtcForms.Note("expiryNote"));
        sim.AdvanceTo("2028-09-04T10:00:00");
        LtcWalks.Reassess(sim, LtcForms.Scale(), "2028-09-04T10:00:00");

        Assert.Equal("2028-08：31/31 → 3000.00 = 3000.00；2028-09：30/30 → 3000.00 = 3000.00", sim.State.Data.Text("benefitDueText"));
    }

    /// <summary>The renewal was given up, then a change was reported after all: the end of the validity waits for what comes of it.</summary>
    [Fact]
    public void Benefit_WhoseValidityEndsDuringAReassessment_GoesOnWithTheNewConclusion()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2028-08-20T10:00:00");
        LtcWalks.PayMonth(sim, "2028-08-20T10:00:00");
        sim.Complete("expiryReview", Coordinator, "ended", LtcForms.Note("expiryNote"));
        sim.Raise("reassess", Coordinator, new() { ["reassessCause"] = "condition_change", ["reassessGrounds"] = "家属称病情加重。" });
        sim.AdvanceTo("2028-09-04T10:00:00");
        Assert.DoesNotContain(sim.Outbox, m => m.Template == "ltc-validity-ended");

        LtcWalks.Reassess(sim, LtcForms.Scale(), "2028-09-04T10:00:00");

        Assert.Equal((CaseStatus.Open, "2030-09-04"), (sim.State.Status, sim.State.Data.Text("validUntil")));
        sim.AdvanceTo("2030-07-08T10:00:00");
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "expiryReview");
    }

    /// <summary>Dead within a paid month while a re-assessment was under way that raises the benefit: more is owed than was paid.</summary>
    [Fact]
    public void Benefit_RaisedWhileItIsAskedBack_IsPaidBeforeTheCaseEnds()
    {
        var sim = LtcWalks.RaisedWhileAskedBack();
        Assert.Equal((CaseStatus.Open, 600m), (sim.State.Status, LtcWalks.Yuan(sim, "benefitDue")));

        LtcWalks.PayMonth(sim, "2026-09-29T10:00:00");

        Assert.Equal(CaseStatus.Ended, sim.State.Status);
    }

    [Fact]
    public void Benefit_NotAskedBack_IsSettledBySomebodyElse()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        EndedByDeath(sim, "2026-09-28");
        sim.Complete("overpaid", Manager, "waived", LtcForms.Note("overpaidNote"));
        Assert.Equal("assignment.conflict_of_interest", sim.Try(new CompleteTask(new Actor(Manager.Id, Manager.Name, Manager.StaffNo, ["manager", "exec"]), sim.Task("approveWaiver").Id, "approved", LtcForms.Note("waiverComment")))?.Code);

        sim.Complete("approveWaiver", Exec, "approved", LtcForms.Note("waiverComment"));

        Assert.Equal(CaseStatus.Ended, sim.State.Status);
    }

    /// <summary>The advance is paid while the first month waits to be: nothing is left of it, and the claim is done.</summary>
    [Fact]
    public void Benefit_CoveredByAnAdvanceAfterTheAgreement_IsSettled()
    {
        var sim = LtcWalks.AdvanceCoversWhatWaits();

        Assert.Equal("paid", sim.State.Data.Text("claimStatus"));
        Assert.Equal(3000m, LtcWalks.Yuan(sim, "benefitDue"));
    }

    [Fact]
    public void Benefit_StillDueForTheFirstMonth_CannotBeCalledSettled()
    {
        var sim = LtcWalks.AdvancePaidAfterTheAgreement();

        Assert.Equal(["paidAmount"], sim.Try(new CompleteTask(Claims, sim.Task("payment").Id, "settled", []))!.Fields.Select(f => f.Field));
    }

    /// <summary>Refused, taken up again after a re-assessment, and not decided: the sixty days of art. 25 are watched again.</summary>
    [Fact]
    public void Refusal_TakenUpAgain_IsPaidInAdvanceWhenTheAmountStaysOpen()
    {
        var sim = LtcWalks.RefusedThenReopened();
        Assert.Equal(CaseStatus.Open, sim.State.Status);

        sim.AdvanceTo("2026-10-01T10:00:00");

        Assert.Single(sim.State.Tasks, t => t.ActivityId == "advance");
    }

    /// <summary>Paid in advance is paid: it comes off the first month, and what is more off the next.</summary>
    [Theory]
    [InlineData(1000, 2000)]
    [InlineData(3000, 0)]
    [InlineData(4000, 0)]
    public void Benefit_PaidInAdvance_IsTakenOffTheFirstMonths(int advance, int first)
    {
        var sim = LtcScenarioTests.Delivered();
        sim.AdvanceTo("2026-10-10T10:00:00");
        sim.Complete("advance", Claims, "paid", new() { ["advanceAmount"] = advance, ["advancePaidAt"] = "2026-10-10T10:00:00" });
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-10-10T10:00:00"));
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-10-10T10:00:00"));
        if (first > 0)
        {
            Assert.Equal(["paidAmount"], sim.Try(new CompleteTask(Claims, sim.Task("payment").Id, "paid", LtcForms.Paid("2026-10-10T10:00:00")))!.Fields.Select(f => f.Field));
            sim.Complete("payment", Claims, "paid", new() { ["paidAt"] = "2026-10-10T10:00:00", ["paidAmount"] = first });
        }

        Assert.Equal((true, "paid"), (sim.Clock("ltc-payment").IsMet, sim.State.Data.Text("claimStatus")));
        Assert.Equal(6000m - advance - first, LtcWalks.Yuan(sim, "benefitDue"));
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");
    }

    [Fact]
    public void Benefit_PaidInAdvanceAfterTheAgreement_ComesOffWhatWaitsToBePaid()
    {
        var sim = LtcWalks.AdvancePaidAfterTheAgreement();

        Assert.Equal(["paidAmount"], sim.Try(new CompleteTask(Claims, sim.Task("payment").Id, "paid", LtcForms.Paid("2026-10-10T10:00:00")))!.Fields.Select(f => f.Field));
        Assert.Equal(2000m, LtcWalks.Yuan(sim, "benefitDue"));
    }

    /// <summary>Agreed at grade 3 and re-assessed to 4 before it was paid: the old amount is neither paid nor adjusted but decided again.</summary>
    [Fact]
    public void Benefit_ReassessedBeforeItWasPaid_IsDecidedAgain()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-08-24T10:00:00"));
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-08-24T10:00:00"));
        sim.AdvanceTo("2026-08-25T10:00:00");
        sim.Raise("objection", Agent, LtcForms.Objection("2026-08-25T10:00:00"));
        LtcWalks.Reassess(sim, LtcForms.Scale(cognition: 3), "2026-08-25T10:00:00");
        Assert.Equal(["adjustNote"], sim.Try(new CompleteTask(Claims, sim.Task("adjust").Id, "adjusted", new() { ["adjustedAmount"] = 4000, ["adjustFrom"] = "2026-09-01", ["adjustNote"] = "等级上升。" }))!.Fields.Select(f => f.Field));
        sim.Complete("adjust", Claims, "decide_again", new() { ["adjustedAmount"] = 1200, ["adjustFrom"] = "2026-09-01", ["adjustNote"] = "金额待重新核定。" });
        Assert.Equal(["paidAmount"], sim.Try(new CompleteTask(Claims, sim.Task("payment").Id, "paid", LtcForms.Paid("2026-08-25T10:00:00")))!.Fields.Select(f => f.Field));

        sim.Complete("payment", Claims, "returned", LtcForms.Note("paymentReturnNote"));
        // Thirty days from the final conclusion.
        Assert.Equal(At("2026-09-24T23:59:59"), sim.Clock("ltc-claim-decision").DueAt);
        var liable = LtcForms.Liable("2026-08-25T10:00:00");
        liable["benefitAmount"] = 4000;
        sim.Complete("claimReview", Claims, "liable", liable);
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-08-25T10:00:00"));
        sim.Complete("payment", Claims, "paid", new() { ["paidAt"] = "2026-08-25T10:00:00", ["paidAmount"] = 4000 });

        sim.AdvanceTo("2026-10-01T10:00:00");
        Assert.Equal(4000m, LtcWalks.Yuan(sim, "benefitDue"));
    }

    /// <summary>The new grade no longer entitles and nothing was paid: the decision cannot stand, and it is refused.</summary>
    [Fact]
    public void Benefit_ReassessedBelowTheEntitlingGradeBeforeItWasAgreed_IsRefusedAfterANewDecision()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-08-24T10:00:00"));
        sim.AdvanceTo("2026-08-25T10:00:00");
        sim.Raise("objection", Agent, LtcForms.Objection("2026-08-25T10:00:00"));
        LtcWalks.Reassess(sim, LtcForms.Scale(adl: 50), "2026-08-25T10:00:00");
        Assert.Equal(["adjustNote"], sim.Try(new CompleteTask(Claims, sim.Task("adjust").Id, "unchanged", LtcForms.Note("adjustNote")))!.Fields.Select(f => f.Field));
        sim.Complete("adjust", Claims, "decide_again", LtcForms.Note("adjustNote"));
        Assert.Equal(["agreementAt"], sim.Try(new CompleteTask(Claims, sim.Task("agreement").Id, "agreed", LtcForms.Agreed("2026-08-25T10:00:00")))!.Fields.Select(f => f.Field));

        sim.Complete("agreement", Claims, "disputed", LtcForms.Note("disputeReason"));
        sim.Complete("claimReview", Claims, "not_liable", LtcForms.NotLiable("2026-08-25T10:00:00"));
        sim.Complete("approveRefusal", Manager, "approved", LtcForms.Approval());
        sim.Complete("refusal", Claims, "delivered", LtcForms.RefusalSent("2026-08-25T10:00:00"));
        Assert.Equal("refused", sim.State.Data.Text("claimStatus"));
    }

    /// <summary>Re-assessed upwards while the refusal waits for its approval: it isn't approved, and a letter sent meanwhile is taken up again.</summary>
    [Fact]
    public void Refusal_ReassessedBeforeItWasApproved_IsDecidedAgain()
    {
        var sim = LtcScenarioTests.Delivered(LtcForms.Scale(adl: 50));
        sim.Complete("claimReview", Claims, "not_liable", LtcForms.NotLiable("2026-08-24T10:00:00"));
        sim.AdvanceTo("2026-08-25T10:00:00");
        sim.Raise("objection", Agent, LtcForms.Objection("2026-08-25T10:00:00"));
        LtcWalks.Reassess(sim, LtcForms.Scale(), "2026-08-25T10:00:00");
        sim.Complete("adjust", Claims, "decide_again", LtcForms.Note("adjustNote"));

        Assert.Equal(["approvalComment"], sim.Try(new CompleteTask(Manager, sim.Task("approveRefusal").Id, "approved", LtcForms.Approval()))!.Fields.Select(f => f.Field));
        sim.Complete("approveRefusal", Manager, "returned", LtcForms.Approval());
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-08-25T10:00:00"));
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "agreement");
    }

    /// <summary>Died while the claim was open: what accrued up to that day is decided and paid, and nothing after it.</summary>
    [Fact]
    public void Benefit_OfSomebodyWhoDiedBeforeTheDecision_IsPaidUpToThatDay()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.AdvanceTo("2026-09-12T10:00:00");
        var died = LtcForms.Died();
        died["diedOn"] = "2026-09-10";
        sim.Raise("applicantDied", Agent, died);
        sim.Complete("estate", Claims, "go_on", LtcForms.Note("estateNote"));
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-09-12T10:00:00"));
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-09-12T10:00:00"));

        sim.Complete("payment", Claims, "paid", new() { ["paidAt"] = "2026-09-12T10:00:00", ["paidAmount"] = 1000 });

        Assert.Equal((CaseStatus.Ended, "ended"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    /// <summary>Less than is due is paid only with a reason; without one the rest stays due.</summary>
    [Theory]
    [InlineData(null, 500)]
    [InlineData("护理少提供五日。", 0)]
    public void Benefit_CheckedAsLess_IsSettledOnlyWithAReason(string? note, int stillDue)
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        var due = LtcWalks.MonthDue(2500);
        if (note is not null)
        {
            due["monthlyNote"] = note;
        }

        sim.Complete("monthlyCheck", Claims, "due", due);
        Assert.Equal(["monthlyPaidAmount"], sim.Try(new CompleteTask(OtherClaims, sim.Task("monthlyPay").Id, "paid", LtcWalks.Monthly("2026-10-08T10:00:00", 2499)))!.Fields.Select(f => f.Field));
        sim.Complete("monthlyPay", OtherClaims, "paid", LtcWalks.Monthly("2026-10-08T10:00:00", 2500));

        Assert.Equal(stillDue, LtcWalks.Yuan(sim, "benefitDue"));
    }

    /// <summary>Decided later than it takes effect: what October was paid too much comes off November.</summary>
    [Fact]
    public void Benefit_AdjustedFromADayAlreadyPaid_IsSetOff()
    {
        var sim = Reassessed(LtcForms.Scale(cognition: 3));
        sim.Complete("adjust", Claims, "adjusted", new() { ["adjustedAmount"] = 2000, ["adjustFrom"] = "2026-10-01", ["adjustNote"] = "等级变化。" });

        sim.AdvanceTo("2026-11-01T00:00:00");

        Assert.Equal(1000m, LtcWalks.Yuan(sim, "benefitDue"));
    }

    [Theory]
    [InlineData("2026-11-01", 2000)]
    [InlineData("2026-11-02", 2033.33)]
    [InlineData("2026-12-01", 3000)]
    public void Benefit_AdjustedByAReassessment_IsOfTheAdjustedAmountFromItsDay(string adjustFrom, decimal amount)
    {
        var sim = Reassessed(LtcForms.Scale(cognition: 3));
        sim.Complete("adjust", Claims, "adjusted", new() { ["adjustedAmount"] = 2000, ["adjustFrom"] = adjustFrom, ["adjustNote"] = "等级变化。" });

        sim.AdvanceTo("2026-11-01T00:00:00");

        Assert.Single(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");
        Assert.Equal(amount, LtcWalks.Yuan(sim, "benefitDue"));
    }

    /// <summary>Grade 2 entitles to nothing in this locality: that was skipped month by month without a word.</summary>
    [Theory]
    [InlineData("adjusted")]
    [InlineData("unchanged")]
    public void Benefit_ReassessedBelowTheEntitlingGrade_CannotGoOn(string outcome)
    {
        var sim = Reassessed(LtcForms.Scale(adl: 50));

        var refused = sim.Try(new CompleteTask(Claims, sim.Task("adjust").Id, outcome, new() { ["adjustedAmount"] = 2000, ["adjustFrom"] = "2026-11-01", ["adjustNote"] = "等级下降。" }));

        Assert.Equal(["adjustNote"], refused!.Fields.Select(f => f.Field));
        Assert.Equal(["adjustNote"], sim.Try(new CompleteTask(Claims, sim.Task("adjust").Id, "decide_again", LtcForms.Note("adjustNote")))!.Fields.Select(f => f.Field));
    }

    [Fact]
    public void Benefit_EndedByAReassessment_IsToldInWritingAndPaidUpToItsDay()
    {
        var sim = Reassessed(LtcForms.Scale(adl: 50));
        sim.Complete("adjust", Claims, "ended", new() { ["adjustFrom"] = "2026-12-01", ["adjustNote"] = "复评为中度失能，低于准入等级。" });
        Assert.Contains("复评未达准入等级", Assert.Single(sim.Outbox, m => m.Template == "ltc-ended").Payload["body"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(CaseStatus.Open, sim.State.Status);

        sim.AdvanceTo("2026-11-02T10:00:00");
        LtcWalks.PayMonth(sim, "2026-11-02T10:00:00");
        sim.AdvanceTo("2026-12-01T00:00:00");

        Assert.Equal((CaseStatus.Ended, "ended"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    [Fact]
    public void Benefit_EndedFromTheNextMonthWithAllPaid_EndsOnThatDay()
    {
        var sim = EndedFromNovember();
        Assert.Contains("自2026年11月01日起终止", Assert.Single(sim.Outbox, m => m.Template == "ltc-ended").Payload["body"]!.ToString(), StringComparison.Ordinal);

        sim.AdvanceTo("2026-11-03T10:00:00");

        Assert.Equal((CaseStatus.Ended, At("2026-11-01T00:00:00")), (sim.State.Status, sim.State.ClosedAt!.Value));
    }

    /// <summary>To be ended from November and paid for October, then dead on the 14th: seventeen days are asked back.</summary>
    [Fact]
    public void Benefit_OfSomebodyWhoDiesBeforeItsEnd_EndsWithTheDeath()
    {
        var sim = EndedFromNovember();
        sim.AdvanceTo("2026-10-16T10:00:00");
        EndedByDeath(sim, "2026-10-15");
        Assert.Equal((CaseStatus.Open, 1645.16m), (sim.State.Status, LtcWalks.Yuan(sim, "benefitOverpaid")));

        LtcWalks.Returned(sim);

        Assert.Equal(CaseStatus.Ended, sim.State.Status);
    }

    /// <summary>No longer in need from December, and dead in October: who told the first end hears of the second.</summary>
    [Fact]
    public void Benefit_EndedOnALaterDay_IsStillEndedEarlierByADeath()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        EndedByDeath(sim, "2026-12-01");
        Assert.Equal(3000m, LtcWalks.Yuan(sim, "benefitDue"));

        EndedByDeath(sim, "2026-10-04");

        Assert.Equal(290.32m, LtcWalks.Yuan(sim, "benefitDue"));
        LtcWalks.PayMonth(sim, "2026-10-08T10:00:00");
        Assert.Equal(CaseStatus.Ended, sim.State.Status);
    }

    /// <summary>In hospital when the grade was found too low: home again before the end, and paid for those days, whenever that is entered.</summary>
    [Fact]
    public void Benefit_EndedWhileSomebodyIsInHospital_WaitsForTheDayOfTheirReturn()
    {
        var sim = Reassessed(LtcForms.Scale(adl: 50));
        Suspend(sim, "2026-10-31");
        sim.Complete("adjust", Claims, "ended", new() { ["adjustFrom"] = "2026-12-01", ["adjustNote"] = "复评为中度失能，低于准入等级。" });
        sim.AdvanceTo("2026-12-02T10:00:00");
        Assert.Equal(CaseStatus.Open, sim.State.Status);

        sim.Complete("resume", Coordinator, "resumed", Resumed("2026-11-16"));

        // Fifteen of November's thirty days less the last one of October.
        Assert.Equal(1403.23m, LtcWalks.Yuan(sim, "benefitDue"));
        LtcWalks.PayMonth(sim, "2026-12-02T10:00:00");
        Assert.Equal(CaseStatus.Ended, sim.State.Status);
    }

    /// <summary>What September was paid too much is known while October waits to be checked; found not due, it comes off November.</summary>
    [Fact]
    public void Benefit_PaidTooMuchWithNothingToSetItOffAgainst_ComesOffTheNextMonth()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-03T10:00:00");
        Suspend(sim, "2026-09-20");
        sim.Complete("monthlyCheck", Claims, "not_due", new() { ["monthlyNote"] = "住院，待遇暂停。" });
        Assert.Equal(1100m, LtcWalks.Yuan(sim, "benefitOverpaid"));

        sim.AdvanceTo("2026-11-01T10:00:00");
        sim.Complete("resume", Coordinator, "resumed", Resumed("2026-11-01"));

        Assert.Equal(1900m, LtcWalks.Yuan(sim, "benefitDue"));
    }

    /// <summary>Figures left in the form when the answer is another are nobody's decision.</summary>
    [Fact]
    public void Benefit_KeptWithAnAmountLeftInTheForm_GoesOnAsDecided()
    {
        var sim = Reassessed(LtcForms.Scale(cognition: 3));
        sim.Complete("adjust", Claims, "unchanged", new() { ["adjustedAmount"] = 2000, ["adjustFrom"] = "2026-10-01", ["adjustNote"] = "金额不变。" });

        sim.AdvanceTo("2026-11-01T00:00:00");

        Assert.Equal(3000m, LtcWalks.Yuan(sim, "benefitDue"));
    }

    /// <summary>An amount typed for an advance that was not paid is no payment.</summary>
    [Fact]
    public void Benefit_OfAnAdvanceThatWasNotPaid_IsPaidInFull()
    {
        var sim = LtcScenarioTests.Delivered();
        sim.AdvanceTo("2026-10-10T10:00:00");
        sim.Complete("advance", Claims, "determined", new() { ["advanceAmount"] = 2000, ["advancePaidAt"] = "2026-10-10T10:00:00" });
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-10-10T10:00:00"));
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-10-10T10:00:00"));

        Assert.Equal(3000m, LtcWalks.Yuan(sim, "benefitDue"));
    }

    [Fact]
    public void Benefit_OfSomebodyStillInHospital_EndsWhenWhatWasPaidForTheStayIsBack() => Assert.Equal(CaseStatus.Ended, LtcWalks.CareEndedAfterHospital().State.Status);

    [Fact]
    public void Benefit_EndedWithAMonthUnpaid_WaitsForItsPayment()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        sim.Raise("suspendBenefit", Agent, new() { ["suspendReportReason"] = "died", ["suspendReportNote"] = "家属来电。" });
        sim.Complete("suspension", Claims, "ended", new() { ["suspensionReason"] = "died", ["suspendFrom"] = "2026-10-07", ["suspensionNote"] = "已核实死亡证明。" });
        Assert.Equal(CaseStatus.Open, sim.State.Status);

        // Six of October's thirty-one days.
        Assert.Equal(["monthlyDueAmount"], sim.Try(new CompleteTask(Claims, sim.Task("monthlyCheck").Id, "due", LtcWalks.MonthDue(580.66m)))!.Fields.Select(f => f.Field));
        LtcWalks.PayMonth(sim, "2026-10-08T10:00:00");

        Assert.Equal(CaseStatus.Ended, sim.State.Status);
        Assert.Equal([("2026-10", 580.65m)], Payments(sim));
    }

    /// <summary>Dead on 28 September when the month was paid: three days are asked back, by somebody who didn't pay them.</summary>
    [Fact]
    public void Benefit_EndedWithinAPaidMonth_AsksTheRestBackBeforeTheCaseEnds()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        sim.Raise("suspendBenefit", Agent, new() { ["suspendReportReason"] = "died", ["suspendReportNote"] = "家属来电。" });
        sim.Complete("suspension", Claims, "ended", new() { ["suspensionReason"] = "died", ["suspendFrom"] = "2026-09-28", ["suspensionNote"] = "已核实死亡证明。" });
        Assert.Equal((CaseStatus.Open, 300m), (sim.State.Status, LtcWalks.Yuan(sim, "benefitOverpaid")));

        LtcWalks.Returned(sim);

        Assert.Equal(CaseStatus.Ended, sim.State.Status);
        Assert.Equal([("2026-09", -300m)], Payments(sim));
    }

    /// <summary>October's check is open, but no day of it is owed.</summary>
    [Theory]
    [InlineData("2026-10-01")]
    public void Benefit_EndedBeforeTheOpenMonth_EndsAtOnceAndTheMonthIsNotPaid(string suspendFrom)
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");
        sim.Raise("suspendBenefit", Agent, new() { ["suspendReportReason"] = "died", ["suspendReportNote"] = "家属来电。" });

        sim.Complete("suspension", Claims, "ended", new() { ["suspensionReason"] = "died", ["suspendFrom"] = suspendFrom, ["suspensionNote"] = "已核实死亡证明。" });

        Assert.Equal((CaseStatus.Ended, "ended"), (sim.State.Status, sim.State.Data.Text("closeType")));
        Assert.Empty(sim.State.Tasks);
    }

    private static IEnumerable<(string, decimal)> Payments(CaseSimulator sim) =>
        sim.State.Data["benefitPayments"]!.AsArray().Select(row => ((string)row!["month"]!, decimal.Parse(row["amount"]!.ToString(), CultureInfo.InvariantCulture)));

    private static JsonObject Resumed(string from) => new() { ["resumeFrom"] = from, ["resumeNote"] = "已出院。" };

    private static void EndedByDeath(CaseSimulator sim, string from)
    {
        sim.Raise("suspendBenefit", Agent, new() { ["suspendReportReason"] = "died", ["suspendReportNote"] = "家属来电。" });
        sim.Complete("suspension", Claims, "ended", new() { ["suspensionReason"] = "died", ["suspendFrom"] = from, ["suspensionNote"] = "已核实死亡证明。" });
    }

    /// <summary>October is paid, and the new grade ends the benefit from November.</summary>
    private static CaseSimulator EndedFromNovember()
    {
        var sim = Reassessed(LtcForms.Scale(adl: 50));
        sim.Complete("adjust", Claims, "ended", new() { ["adjustFrom"] = "2026-11-01", ["adjustNote"] = "复评为中度失能，低于准入等级。" });
        Assert.Equal(CaseStatus.Open, sim.State.Status);
        return sim;
    }

    private static void Suspend(CaseSimulator sim, string from)
    {
        sim.Raise("suspendBenefit", Agent, new() { ["suspendReportReason"] = "hospital", ["suspendReportNote"] = "家属来电。" });
        sim.Complete("suspension", Claims, "suspended", new() { ["suspensionReason"] = "hospital", ["suspendFrom"] = from, ["suspensionNote"] = "已向家属核实。" });
    }

    /// <summary>October is paid, and on the 8th a re-assessment by this scale waits for what it does to the benefit.</summary>
    private static CaseSimulator Reassessed(JsonObject scale)
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        LtcWalks.PayMonth(sim, "2026-10-08T10:00:00");
        sim.Raise("reassess", Coordinator, new() { ["reassessCause"] = "condition_change", ["reassessGrounds"] = "家属称有变化。" });
        sim.Complete("earlyReview", Manager, "approved", LtcForms.Note("earlyNote"));
        LtcWalks.Reassess(sim, scale, "2026-10-08T10:00:00");
        return sim;
    }
}
