using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Revisits;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Acceptance scenarios SC-06 and SC-12 through the shipped workflow and pack, every timestamp to the second.</summary>
public sealed class LtcScenarioTests
{
    [Fact]
    public void SevereGradeOne_FullCycle_MeetsEveryTimestamp()
    {
        var sim = new CaseSimulator("ltc-claim");
        sim.Open("2026-08-10T10:00:00", LtcForms.Open("2026-08-10T10:00:00"));
        AssertDue(sim, "ltc-completeness", "2026-08-12T18:00:00");
        // Counted from the claim as long as nobody knows that material is missing: the prudent date.
        AssertDue(sim, "ltc-claim-decision", "2026-09-09T23:59:59");
        Assert.Contains(sim.Outbox, m => m.Template == "ltc-progress");

        sim.AdvanceTo("2026-08-12T15:00:00");
        sim.Complete("completeness", Agent, "checked", LtcForms.Documents("medical_record", "bank_card"));
        var request = Assert.Single(sim.Outbox, m => m.Template == "ltc-supplement");
        Assert.Equal(At("2026-08-12T15:00:00"), request.CreatedAt);
        Assert.Contains("1. 病历或出院记录（缺失）\n2. 银行账户证明（缺失）", request.Payload["body"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(ClockStatus.Paused, sim.Clock("ltc-acceptance").Status);

        sim.AdvanceTo("2026-08-19T16:20:00");
        sim.Complete("receiveDocuments", Agent, "received", LtcForms.Received("2026-08-19T16:20:00"));
        AssertDue(sim, "ltc-acceptance", "2026-08-24T18:00:00");
        sim.Complete("completeness", Agent, "checked", LtcForms.Documents());
        AssertDue(sim, "ltc-claim-decision", "2026-09-18T23:59:59");
        AssertDue(sim, "ltc-advance", "2026-10-19T23:59:59");

        sim.AdvanceTo("2026-08-20T11:00:00");
        sim.Complete("acceptance", Claims, "accepted", LtcForms.Accepted());
        Assert.Equal(Coordinator.Id, sim.State.Data.Text("handlerId"));
        Assert.True(sim.Clock("ltc-acceptance").IsMet);
        AssertDue(sim, "ltc-onsite", "2026-09-03T18:00:00");
        AssertDue(sim, "ltc-conclusion", "2026-10-08T18:00:00");

        sim.Complete("arrange", Coordinator, "arranged", LtcForms.Arrange("2026-09-02T10:00:00"));
        sim.AdvanceTo("2026-09-02T11:30:00");
        sim.Complete("onsite", Coordinator, "visited", LtcForms.Visited("2026-09-02T10:00:00"));
        Assert.True(sim.Clock("ltc-onsite").IsMet);
        sim.Complete("assessA", Assessors[0], "assessed", LtcForms.Scale());
        sim.Complete("assessB", Assessors[1], "assessed", LtcForms.Scale());
        Assert.Equal(3, sim.State.Data.Whole("ltcGrade"));
        Assert.Equal("重度失能Ⅰ级", sim.State.Data.Text("ltcGradeName"));
        Assert.Equal(("severe", "mild", "mild"), (sim.State.Data.Text("adlLevel"), sim.State.Data.Text("cognitionLevel"), sim.State.Data.Text("sensoryLevel")));

        sim.AdvanceTo("2026-09-08T09:00:00");
        sim.Complete("publicise", Coordinator, "published", LtcForms.Published("2026-09-08T09:00:00"));
        AssertDue(sim, "ltc-publicity-7", "2026-09-15T23:59:59");
        sim.AdvanceTo("2026-09-15T23:59:59");
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "deliver");
        sim.AdvanceTo("2026-09-16T10:00:00");
        sim.Complete("deliver", Coordinator, "delivered", LtcForms.Delivered("2026-09-16T10:00:00"));
        Assert.True(sim.Clock("ltc-conclusion").IsMet);
        AssertDue(sim, "ltc-objection", "2026-09-30T18:00:00");
        Assert.Equal("2026-10-01", sim.State.Data.Text("benefitsFrom"));
        AssertDue(sim, "ltc-validity", "2028-09-16T23:59:59");
        Assert.False(sim.Clock("ltc-validity").IsProvisional);
        Assert.Contains("有效期至2028年09月16日", Assert.Single(sim.Outbox, m => m.Template == "ltc-conclusion").Payload["body"]!.ToString(), StringComparison.Ordinal);
        var expiry = Assert.Single(sim.State.Timers, t => t.DueAt == At("2028-07-18T09:00:00"));
        Assert.Equal(CaseTimerKind.Bookmark, expiry.Kind);

        sim.AdvanceTo("2026-09-18T11:00:00");
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-09-18T11:00:00"));
        Assert.True(sim.Clock("ltc-claim-decision").IsMet);
        sim.AdvanceTo("2026-09-18T15:00:00");
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-09-18T15:00:00"));
        AssertDue(sim, "ltc-payment", "2026-09-28T23:59:59");
        Assert.True(sim.Clock("ltc-advance").IsMet);
        sim.AdvanceTo("2026-09-24T10:00:00");
        sim.Complete("payment", Claims, "paid", LtcForms.Paid("2026-09-24T10:00:00"));
        Assert.True(sim.Clock("ltc-payment").IsMet);

        sim.Complete("carePlan", Coordinator, "planned", LtcForms.CarePlan("2026-10-09"));
        (string Due, bool IsProvisional)[] calls =
        [
            ("2026-10-16", false), ("2026-11-09", false), ("2026-12-09", false), ("2027-01-11", true),
            ("2027-04-09", true), ("2027-07-09", true), ("2027-10-11", true),
        ];
        foreach (var (due, isProvisional) in calls)
        {
            AssertCall(sim, due, isProvisional);
            Answer(sim, LtcForms.CareAnswers());
        }

        Assert.Equal((5L, 4L, 5L, 5L), (sim.State.Data.Whole("applicationRating"), sim.State.Data.Whole("assessmentRating"), sim.State.Data.Whole("claimRating"), sim.State.Data.Whole("revisitRating")));
        sim.AdvanceTo("2028-07-18T09:00:00");
        Assert.Equal(At("2028-07-18T09:00:00"), Assert.Single(sim.Outbox, m => m.Template == "ltc-expiry").CreatedAt);
        Assert.Contains(sim.State.Tasks, t => t.ActivityId == "expiryReview");
    }

    [Fact]
    public void MonthlyPlan_FromAMonthEnd_NeverDrifts()
    {
        var sim = InCare("2026-08-31", "ltc-care-monthly");

        foreach (var (due, isProvisional) in new[] { ("2026-09-30", false), ("2026-11-02", false), ("2026-11-30", false), ("2026-12-31", false), ("2027-02-01", true), ("2027-03-01", true), ("2027-03-31", true) })
        {
            AssertCall(sim, due, isProvisional);
            Answer(sim, LtcForms.CareAnswers());
        }
    }

    [Fact]
    public void MonthlyPlan_WhenTheCalendarArrives_CountsProvisionalCallsAgain()
    {
        var sim = InCare("2026-12-01", "ltc-care-monthly");
        sim.AdvanceTo("2026-12-01T09:00:00");
        AssertCall(sim, "2027-01-01", isProvisional: true);

        sim.PackInUse = Pack with { Calendars = new Dictionary<string, WorkCalendar> { ["cn"] = China.CalendarWith2027 } };
        sim.Do(new RecountClocks());

        AssertCall(sim, "2027-01-04", isProvisional: false);
        var entry = Assert.Single(sim.Timeline, e => e.Kind == "revisit.recounted");
        Assert.StartsWith("2027-01-01", entry.Args["before"], StringComparison.Ordinal);
        Assert.Contains(sim.Notifications, n => n is { Kind: "revisit.recounted", Audience: "role:scheduler" });
    }

    /// <summary>A case whose care has begun, worked through as fast as the rules allow.</summary>
    internal static CaseSimulator InCare(string careStartAt = "2026-08-31", string plan = "ltc-care")
    {
        return BringIntoCare(Delivered(), careStartAt, plan);
    }

    /// <summary>The claim of a delivered conclusion is decided, agreed and paid, and care is planned.</summary>
    internal static CaseSimulator BringIntoCare(CaseSimulator sim, string careStartAt = "2026-08-31", string plan = "ltc-care")
    {
        sim.Complete("claimReview", Claims, "liable", LtcForms.Liable("2026-08-24T10:00:00"));
        sim.Complete("agreement", Claims, "agreed", LtcForms.Agreed("2026-08-24T10:00:00"));
        sim.Complete("payment", Claims, "paid", LtcForms.Paid("2026-08-24T10:00:00"));
        sim.Complete("carePlan", Coordinator, "planned", LtcForms.CarePlan(careStartAt, plan));
        return sim;
    }

    /// <summary>A case whose conclusion was delivered on 2026-08-24.</summary>
    internal static CaseSimulator Delivered(JsonObject? scale = null) => Deliver(Accepted(), scale);

    internal static CaseSimulator Deliver(CaseSimulator sim, JsonObject? scale = null)
    {
        sim.Complete("arrange", Coordinator, "arranged", LtcForms.Arrange("2026-08-11T10:00:00"));
        sim.AdvanceTo("2026-08-12T10:00:00");
        sim.Complete("onsite", Coordinator, "visited", LtcForms.Visited("2026-08-11T10:00:00"));
        sim.Complete("assessA", Assessors[0], "assessed", (JsonObject?)scale?.DeepClone() ?? LtcForms.Scale());
        sim.Complete("assessB", Assessors[1], "assessed", (JsonObject?)scale?.DeepClone() ?? LtcForms.Scale());
        sim.Complete("publicise", Coordinator, "published", LtcForms.Published("2026-08-12T10:00:00"));
        sim.AdvanceTo("2026-08-24T10:00:00");
        sim.Complete("deliver", Coordinator, "delivered", LtcForms.Delivered("2026-08-24T10:00:00"));
        return sim;
    }

    /// <summary>A case that was opened and accepted on 2026-08-10.</summary>
    internal static CaseSimulator Accepted() => Accept(new CaseSimulator("ltc-claim"));

    internal static CaseSimulator Accept(CaseSimulator sim)
    {
        sim.Open("2026-08-10T10:00:00", LtcForms.Open("2026-08-10T10:00:00"));
        sim.Complete("completeness", Agent, "checked", LtcForms.Documents());
        sim.Complete("acceptance", Claims, "accepted", LtcForms.Accepted());
        return sim;
    }

    /// <summary>Reaches the person at the planned time and takes down these answers.</summary>
    internal static void Answer(CaseSimulator sim, JsonObject answers)
    {
        var revisit = Assert.Single(sim.State.Revisits);
        if (revisit.NextAttemptAt is { } at && at > sim.Now)
        {
            sim.AdvanceTo(at.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        }

        sim.Do(new LogRevisitAttempt(
            Scheduler,
            revisit.Id,
            new RevisitAttempt { At = sim.Now, Number = "13800138000", Channel = ContactChannel.Phone, Result = AttemptResult.Connected, Agent = Scheduler.Id, Answers = answers }));
    }

    private static void AssertCall(CaseSimulator sim, string day, bool isProvisional)
    {
        var revisit = Assert.Single(sim.State.Revisits);
        Assert.Equal((At(day + "T18:00:00"), isProvisional), (revisit.DueAt, revisit.IsProvisional));
    }

    private static void AssertDue(CaseSimulator sim, string policyId, string local) => Assert.Equal(At(local), sim.Clock(policyId).DueAt);
}
