using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Contacts;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Revisits;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Revisits that are SOPs of their own: the new policy within its cooling-off, and those that come again.</summary>
public sealed class RevisitSopTests
{
    [Fact]
    public void NewPolicy_OverTheHoliday_IsRevisitedWithinTheCoolingOff()
    {
        var sim = NewPolicy("2026-09-28T10:00:00");

        // Fifteen natural days that simply run out, rest day or not (服务规定 art. 15); the target is five working days.
        Assert.Equal(At("2026-10-13T23:59:59"), sim.Clock("cooling-off-15").DueAt);
        Assert.Equal((ClockKind.Statutory, At("2026-10-13T23:59:59")), (sim.Clock("new-policy-revisit-15").Kind, sim.Clock("new-policy-revisit-15").DueAt));
        Assert.Equal(At("2026-10-10T18:00:00"), Assert.Single(sim.State.Revisits).DueAt);
    }

    [Fact]
    public void NewPolicy_OneOfTheSevenItemsDenied_GoesToSomebodyElseThanTheSalesperson()
    {
        var sim = NewPolicy("2026-09-28T10:00:00", salesperson: Handler.Id);
        var answers = SevenItems();
        answers["knowsSurrenderLoss"] = "no";
        Call(sim, answers);

        var bySalesperson = sim.Try(new CompleteTask(Lead, sim.Task("triage").Id, "handle", Sorted(Handler.Id)));
        Assert.Contains(bySalesperson!.Fields, fault => fault is { Field: "handlerId", Code: "assignment.conflict_of_interest" });
        sim.Do(new CompleteTask(Lead, sim.Task("triage").Id, "handle", Sorted(OtherHandler.Id)));

        // Fifteen working days from the discovery on 2026-09-28 (art. 18); 10-10 is worked.
        Assert.Equal(At("2026-10-23T18:00:00"), sim.Clock("revisit-problem").DueAt);
        Assert.Equal(OtherHandler.Id, sim.Task("solve").AssigneeId);
    }

    [Fact]
    public void NewPolicy_AllSevenItemsConfirmed_Ends()
    {
        var sim = NewPolicy("2026-09-28T10:00:00");

        Call(sim, SevenItems());

        Assert.Equal((CaseStatus.Ended, "completed"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    /// <summary>服务规定 art. 18: fifteen working days from the discovery, however long sorting takes.</summary>
    [Fact]
    public void NewPolicy_ProblemNobodySorts_IsOverdueFromItsDiscovery()
    {
        var sim = WithProblem();

        sim.AdvanceTo("2026-10-26T10:00:00");

        Assert.True(sim.Clock("revisit-problem").IsOverdueAt(sim.Now));
    }

    /// <summary>Insurance Law art. 47: after the cooling-off the cash value, within thirty days.</summary>
    [Theory]
    [InlineData("2026-10-12T10:00:00", false)]
    [InlineData("2026-12-20T10:00:00", true)]
    public void Cancellation_AfterTheCoolingOff_IsOfTheCashValue(string askedAt, bool isCashValue)
    {
        var sim = WithProblem();
        sim.AdvanceTo(askedAt);

        sim.Complete("triage", Lead, "surrender", new() { ["surrenderAt"] = askedAt, ["problemNote"] = "要求退保" });

        Assert.Equal(isCashValue, sim.Clocks.Values.Any(clock => clock.PolicyId == "cash-value-refund"));
    }

    [Fact]
    public void Refund_IsApprovedByAnotherAndPaidAsApproved()
    {
        var sim = WithProblem();
        sim.AdvanceTo("2026-10-12T10:00:00");
        sim.Complete("triage", Lead, "surrender", new() { ["surrenderAt"] = "2026-10-12T10:00:00", ["problemNote"] = "要求退保" });
        sim.Complete("propose", Handler, "proposed", new() { ["refundDue"] = 20_000, ["refundBasis"] = "已交保险费。" });
        Assert.Contains(Handler.Id, sim.Task("approveRefund").ExcludedStaff);
        sim.Complete("approveRefund", Manager, "approved", new() { ["opsComment"] = "同意" });

        var refusal = sim.Try(new CompleteTask(Handler, sim.Task("surrender").Id, "refunded", new() { ["refundAt"] = "2026-10-12T10:00:00", ["refundAmount"] = 200_000 }));

        Assert.Equal(["field.above"], refusal!.Fields.Select(fault => fault.Code));
    }

    private static CaseSimulator WithProblem()
    {
        var sim = NewPolicy("2026-09-28T10:00:00");
        var answers = SevenItems();
        answers["knowsSurrenderLoss"] = "no";
        Call(sim, answers);
        return sim;
    }

    [Fact]
    public void MonthlyPlan_BegunOnTheLastDay_KeepsToMonthEnds()
    {
        var sim = new CaseSimulator("customer-revisit");
        sim.Open("2026-08-31T10:00:00", Revisit("satisfaction", isRecurring: true, "2026-08-31T10:00:00"));
        var dues = new List<DateTimeOffset>();
        for (var i = 0; i < 3; i++)
        {
            dues.Add(sim.State.Revisits.Single().DueAt);
            Call(sim, new() { ["identityVerified"] = true, ["needMet"] = "yes", ["rating"] = 5 });
        }

        Assert.Equal([At("2026-09-30T18:00:00"), At("2026-11-02T18:00:00"), At("2026-11-30T18:00:00")], dues);
        Assert.Equal(CaseStatus.Ended, sim.State.Status);
    }

    [Fact]
    public void SurveyCall_ToSomebodyOnTheDoNotCallList_IsNotPlanned()
    {
        var fields = Revisit("satisfaction", isRecurring: false, "2026-08-31T10:00:00");
        fields["doNotCallUntil"] = "2027-01-31T00:00:00+08:00";
        var sim = new CaseSimulator("customer-revisit");

        sim.Open("2026-08-31T10:00:00", fields);

        Assert.Equal((CaseStatus.Ended, "do_not_call"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    [Fact]
    public void SurveyCall_ToANumberRefusedInAnotherCase_IsNotPlanned()
    {
        var sim = new CaseSimulator("customer-revisit") { BlockOf = number => number == "13800138000" ? Block(At("2027-01-31T00:00:00")) : null };

        sim.Open("2026-08-31T10:00:00", Revisit("satisfaction", isRecurring: false, "2026-08-31T10:00:00"));

        Assert.Equal((CaseStatus.Ended, "do_not_call"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    [Fact]
    public void SurveyCall_ToANumberWhoseBlockIsOver_IsPlanned()
    {
        var sim = new CaseSimulator("customer-revisit") { BlockOf = _ => Block(At("2026-08-01T00:00:00")) };

        sim.Open("2026-08-31T10:00:00", Revisit("satisfaction", isRecurring: false, "2026-08-31T10:00:00"));

        Assert.Single(sim.State.Revisits);
    }

    [Fact]
    public void SurveyCall_RefusedByTheCustomer_BlocksTheNumberForEveryCase()
    {
        var sim = new CaseSimulator("customer-revisit");
        sim.Open("2026-08-31T10:00:00", Revisit("satisfaction", isRecurring: false, "2026-08-31T10:00:00"));
        var revisit = Assert.Single(sim.State.Revisits);
        sim.AdvanceTo(revisit.NextAttemptAt!.Value.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));

        sim.Do(new LogRevisitAttempt(Scheduler, revisit.Id, Dialled(sim, "+86 138-0013-8000", AttemptResult.Refused)));

        var block = Assert.Single(sim.Blocks);
        Assert.Equal(("13800138000", sim.Now.AddMonths(6), sim.State.Number, Scheduler.Id), (block.Number, block.Until, block.CaseNumber, block.ById));
    }

    [Fact]
    public void SurveyCall_ToANumberBlockedSinceItWasPlanned_MayNotBeMade()
    {
        var sim = new CaseSimulator("customer-revisit");
        sim.Open("2026-08-31T10:00:00", Revisit("satisfaction", isRecurring: false, "2026-08-31T10:00:00"));
        var revisit = Assert.Single(sim.State.Revisits);
        sim.AdvanceTo(revisit.NextAttemptAt!.Value.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
        sim.BlockOf = _ => Block(null);

        Assert.Equal("revisit.do_not_call", sim.Try(new LogRevisitAttempt(Scheduler, revisit.Id, Dialled(sim, "13800138000", AttemptResult.NoAnswer)))?.Code);
    }

    /// <summary>
    /// Who called while the systems were down is called back whatever they have said of surveys, within four business hours of the
    /// restoration, by a script of its own; in vain, once more that day and then on the next working one.
    /// </summary>
    [Fact]
    public void CallBack_AfterAnOutage_IsMadeInFourBusinessHoursAlsoToWhoWantsNoSurveys()
    {
        var sim = new CaseSimulator("customer-revisit") { BlockOf = _ => Block(null) };
        sim.Open("2026-10-12T12:00:00", Revisit("callback", isRecurring: false, "2026-10-12T11:30:00"));

        var call = Assert.Single(sim.State.Revisits);
        Assert.Equal(("outage-callback", "callback", At("2026-10-12T15:30:00")), (call.PolicyId, call.Type, call.DueAt));
        Assert.Equal("停机后回电 李秀兰", sim.State.Data.Text("title"));
        var attempts = new List<DateTimeOffset>();
        for (var failed = 0; failed < 3; failed++)
        {
            attempts.Add(Assert.Single(sim.State.Revisits).NextAttemptAt!.Value);
            sim.AdvanceTo(attempts[^1].ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
            sim.Do(new LogRevisitAttempt(Scheduler, call.Id, Dialled(sim, "13800138000", AttemptResult.NoAnswer)));
        }

        Assert.Equal([At("2026-10-12T14:00:00"), At("2026-10-12T18:30:00"), At("2026-10-13T09:30:00")], attempts);
        sim.AdvanceTo("2026-10-13T10:00:00");
        Assert.Contains("停机", Assert.Single(sim.Outbox, m => m.Template == "revisit-outage-sms").Payload["body"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void CallBack_WhoseMatterIsNotDone_IsAProblem()
    {
        var sim = new CaseSimulator("customer-revisit");
        sim.Open("2026-10-12T12:00:00", Revisit("callback", isRecurring: false, "2026-10-12T11:30:00"));

        Call(sim, new() { ["identityVerified"] = true, ["outageMatterDone"] = "no", ["outageMatter"] = "询问赔款进度。" });

        Assert.Single(sim.State.Tasks, task => task.ActivityId == "triage");
    }

    [Fact]
    public void CallBack_ByAPlan_IsRefused()
    {
        var sim = new CaseSimulator("customer-revisit");

        var refused = sim.Try(new OpenCase(Agent, "case-1", "HF1", Revisit("callback", isRecurring: true, "2026-09-28T10:00:00")));

        Assert.Equal(["isRecurring"], refused!.Fields.Select(fault => fault.Field));
    }

    [Theory]
    [InlineData("138 0013-8000", "13800138000")]
    [InlineData("+8613800138000", "13800138000")]
    [InlineData("008613800138000", "13800138000")]
    [InlineData("010-6655 4433", "01066554433")]
    [InlineData("li@example.com", null)]
    [InlineData("", null)]
    public void ContactNumber_HoweverSpelt_IsOneNumber(string typed, string? number) => Assert.Equal(number, ContactNumber.Of(typed));

    private static ContactBlock Block(DateTimeOffset? until) => new("b", "13800138000", until, "refused", "other", "HF1", At("2026-07-01T10:00:00"), "x", "x");

    private static RevisitAttempt Dialled(CaseSimulator sim, string number, AttemptResult result) =>
        new() { At = sim.Now, Number = number, Channel = ContactChannel.Phone, Result = result, Agent = Scheduler.Id };

    private static CaseSimulator NewPolicy(string deliveredAt, string? salesperson = null)
    {
        var sim = new CaseSimulator("new-policy-revisit");
        var fields = new JsonObject
        {
            ["customerName"] = "李秀兰", ["contactPhone"] = "13800138000", ["policyNo"] = "P2026000100", ["productLine"] = "life", ["policyDeliveredAt"] = deliveredAt,
            ["policyTermYears"] = 10, ["coolingOffDays"] = 15, ["paymentMode"] = "instalments", ["salespersonName"] = "王磊",
        };
        if (salesperson is not null)
        {
            fields["involvedStaff"] = new JsonArray(salesperson);
        }

        sim.Open(deliveredAt, fields);
        return sim;
    }

    private static JsonObject Revisit(string kind, bool isRecurring, string triggerAt) => new()
    {
        ["revisitKind"] = kind, ["isRecurring"] = isRecurring, ["triggerAt"] = triggerAt, ["customerName"] = "李秀兰", ["contactPhone"] = "13800138000",
    };

    private static JsonObject Sorted(string handlerId) => new() { ["problemKind"] = "mis_selling", ["handlerId"] = handlerId, ["problemNote"] = "不了解退保损失。" };

    private static JsonObject SevenItems() => new()
    {
        ["identityVerified"] = true, ["isHolder"] = "yes", ["boughtAndSigned"] = "yes", ["readDocuments"] = "yes", ["knowsCover"] = "yes",
        ["knowsSurrenderLoss"] = "yes", ["knowsCoolingOff"] = "yes", ["knowsPaymentTerm"] = "yes", ["rating"] = 5,
    };

    /// <summary>The planned call is made at its time and answered.</summary>
    private static void Call(CaseSimulator sim, JsonObject answers)
    {
        var revisit = Assert.Single(sim.State.Revisits);
        if (revisit.NextAttemptAt is { } at && at > sim.Now)
        {
            sim.AdvanceTo(at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
        }

        sim.Do(new LogRevisitAttempt(Scheduler, revisit.Id, new RevisitAttempt
        {
            At = sim.Now, Number = "13800138000", Channel = ContactChannel.Phone, Result = AttemptResult.Connected, Agent = Scheduler.Id, Answers = answers,
            Rating = (int?)answers.Whole("rating"),
        }));
    }
}
