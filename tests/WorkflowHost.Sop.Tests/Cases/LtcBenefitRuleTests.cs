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
    public void Benefit_WhileSuspended_IsNotPaidAndTheMonthSaysWhy()
    {
        var sim = LtcWalks.PaidByTheMonth();

        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId is "monthlyCheck" or "monthlyPay");
        Assert.Equal([("2026-10", 3000m), ("2026-11", 0m), ("2026-12", 0m)], Payments(sim));
    }

    [Fact]
    public void Benefit_SuspendedWhileAMonthWaitsToBePaid_IsRefused()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        sim.Complete("monthlyCheck", Claims, "due", LtcWalks.MonthDue());
        Suspend(sim, "2026-10-08");

        var refused = sim.Try(new CompleteTask(OtherClaims, sim.Task("monthlyPay").Id, "paid", LtcWalks.Monthly("2026-10-08T10:00:00")));

        Assert.Equal(["monthlyPaidAt"], refused!.Fields.Select(f => f.Field));
        sim.Complete("monthlyPay", OtherClaims, "returned", new() { ["monthlyReturnNote"] = "待遇已暂停。" });
        Assert.Equal(["monthlyDueAmount"], sim.Try(new CompleteTask(Claims, sim.Task("monthlyCheck").Id, "due", LtcWalks.MonthDue()))!.Fields.Select(f => f.Field));
        sim.Complete("monthlyCheck", Claims, "not_due", new() { ["monthlyNote"] = "本月住院，待遇暂停。" });
    }

    /// <summary>In hospital from 8 October, home on 16 November: fifteen of thirty days, and December in full.</summary>
    [Fact]
    public void Benefit_Resumed_MakesUpTheMonthsFromThatDay()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        LtcWalks.PayMonth(sim, "2026-10-08T10:00:00");
        Suspend(sim, "2026-10-08");
        sim.AdvanceTo("2026-12-15T10:00:00");
        Assert.Equal(["resumeFrom"], sim.Try(new CompleteTask(Coordinator, sim.Task("resume").Id, "resumed", Resumed("2026-10-07")))!.Fields.Select(f => f.Field));

        sim.Complete("resume", Coordinator, "resumed", Resumed("2026-11-16"));

        Assert.Equal(4500m, sim.State.Data["makeUpAmount"]!.GetValue<decimal>());
        Assert.Equal(At("2026-12-22T18:00:00"), sim.Task("makeUp").DueAt);
        sim.Complete("makeUp", Claims, "paid", new() { ["makeUpPaidAt"] = "2026-12-15T10:00:00", ["makeUpPaidAmount"] = 4500 });
        Assert.Equal([("2026-10", 3000m), ("2026-11", 0m), ("2026-12", 0m), ("2026-11", 4500m)], Payments(sim));

        // What was made up once isn't again.
        Suspend(sim, "2026-12-15");
        sim.Complete("resume", Coordinator, "resumed", Resumed("2026-12-15"));
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "makeUp");
        sim.AdvanceTo("2027-01-01T00:00:00");
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");
    }

    [Theory]
    [InlineData("2026-11-01", 2000)]
    [InlineData("2026-11-02", 3000)]
    public void Benefit_AdjustedByAReassessment_IsOfTheAdjustedAmountFromItsDay(string adjustFrom, int amount)
    {
        var sim = Reassessed(LtcForms.Scale(cognition: 3));
        sim.Complete("adjust", Claims, "adjusted", new() { ["adjustedAmount"] = 2000, ["adjustFrom"] = adjustFrom, ["adjustNote"] = "等级变化。" });

        sim.AdvanceTo("2026-11-01T00:00:00");

        Assert.Single(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");
        Assert.Equal(amount, sim.State.Data["monthlyAmount"]!.GetValue<decimal>());
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

        Assert.Equal((CaseStatus.Ended, "ended"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    [Fact]
    public void Benefit_EndedFromTheNextMonthWithAllPaid_EndsAtOnce()
    {
        var sim = Reassessed(LtcForms.Scale(adl: 50));

        sim.Complete("adjust", Claims, "ended", new() { ["adjustFrom"] = "2026-11-01", ["adjustNote"] = "复评为中度失能，低于准入等级。" });

        Assert.Equal((CaseStatus.Ended, At("2026-10-08T10:00:00")), (sim.State.Status, sim.State.ClosedAt!.Value));
    }

    [Fact]
    public void Benefit_OfSomebodyStillInHospital_EndsAtOnce() => Assert.Equal(CaseStatus.Ended, LtcWalks.CareEndedAfterHospital().State.Status);

    [Fact]
    public void Benefit_EndedWithAMonthUnpaid_WaitsForItsPayment()
    {
        var sim = LtcScenarioTests.InCare();
        sim.AdvanceTo("2026-10-08T10:00:00");
        sim.Raise("suspendBenefit", Agent, new() { ["suspendReportReason"] = "died", ["suspendReportNote"] = "家属来电。" });
        sim.Complete("suspension", Claims, "ended", new() { ["suspensionReason"] = "died", ["suspendFrom"] = "2026-10-07", ["suspensionNote"] = "已核实死亡证明。" });
        Assert.Equal(CaseStatus.Open, sim.State.Status);

        LtcWalks.PayMonth(sim, "2026-10-08T10:00:00");

        Assert.Equal(CaseStatus.Ended, sim.State.Status);
    }

    /// <summary>October's check is open, but no day of it is owed.</summary>
    [Theory]
    [InlineData("2026-09-28")]
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
        sim.State.Data["benefitPayments"]!.AsArray().Select(row => ((string)row!["month"]!, row["amount"]!.GetValue<decimal>()));

    private static JsonObject Resumed(string from) => new() { ["resumeFrom"] = from, ["resumeNote"] = "已出院。" };

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
