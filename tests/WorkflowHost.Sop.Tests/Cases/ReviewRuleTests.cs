using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Tests.Packs;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>What a review (核查, Art. 20) changes is carried out, and a review keeps deadlines of its own.</summary>
public sealed class ReviewRuleTests
{
    [Fact]
    public void ChangedDecision_TakesTheComplaintUpAgainToBeCarriedOut()
    {
        var sim = ComplaintWalks.ReviewChanged();

        Assert.Equal((CaseStatus.Open, "execution"), (sim.State.Status, Assert.Single(sim.State.Tasks).ActivityId));
        Assert.Equal(ClockStatus.Running, sim.Clock("complaint-statutory").Status);
    }

    [Fact]
    public void RevokedDecision_IsNegotiatedAnew()
    {
        var sim = ComplaintWalks.ReviewRevoked();

        Assert.Equal((CaseStatus.Open, "solution"), (sim.State.Status, Assert.Single(sim.State.Tasks).ActivityId));
    }

    [Fact]
    public void Review_IsExtendedOnlyByTheExecutiveAndToldInWriting()
    {
        var sim = Review();
        sim.AdvanceTo("2026-07-01T10:00:00");
        sim.Raise("extensionRequested", OtherHandler, new() { ["extensionReason"] = "等待鉴定", ["extensionPlan"] = "七月底前取得结论" });
        Assert.Equal("exec", sim.Task("approveExtension").Role);
        sim.Complete("approveExtension", Exec, "approved", new() { ["extensionComment"] = "同意", ["extensionNoticeConfirmed"] = true });

        // 60 days from 10 June 2026 end on Sunday 9 August.
        Assert.Equal(At("2026-08-10T23:59:59"), sim.Clock("review-decision").DueAt);
        Assert.Single(sim.Outbox, m => m.Template == "review-extension");
    }

    [Fact]
    public void Review_StandsStillDuringAnAppraisal()
    {
        var sim = Review();
        sim.AdvanceTo("2026-06-20T10:00:00");
        sim.Raise("appraisalStarted", OtherHandler, new() { ["appraisalKind"] = "appraisal", ["appraisalBody"] = "鉴定中心", ["appraisalSubject"] = "伤残等级", ["appraisalCustomerTold"] = true });
        sim.AdvanceTo("2026-06-27T10:00:00");
        sim.Raise("appraisalEnded", OtherHandler, new() { ["appraisalEndedAt"] = "2026-06-27T10:00:00", ["appraisalConclusion"] = "九级" });

        Assert.Equal(At("2026-07-17T23:59:59"), sim.Clock("review-decision").DueAt);
    }

    /// <summary>One ladder of amounts, whether a recovery is a step of a complaint or a case of its own.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(5000)]
    [InlineData(5001)]
    [InlineData(90_000)]
    public void RecoveryAuthority_IsTheSameInAComplaintAndInACaseOfItsOwn(int yuan)
    {
        var own = RealPack.Pack.DecisionTables["recovery-authority"].Evaluate(new JsonObject { ["recoveryValue"] = yuan, ["recoveryType"] = "apology" });
        var inside = RealPack.Pack.DecisionTables["complaint-recovery-authority"].Evaluate(new JsonObject { ["recoveryCost"] = yuan });

        Assert.Equal(own.Outputs["recoveryRole"]!.ToString(), inside.Outputs["complaintRecoveryRole"]!.ToString());
    }

    private static CaseSimulator Review()
    {
        var sim = new CaseSimulator("complaint-review");
        sim.OpenBy(Agent, "2026-06-10T11:00:00", new()
        {
            ["reviewRequestedAt"] = "2026-06-10T11:00:00", ["customerName"] = "李华", ["contactPhone"] = "13800138000", ["contactAddress"] = "上海市张杨路1号", ["reviewGrounds"] = "不服", ["involvedStaff"] = new JsonArray(Handler.Id),
        });
        sim.Complete("accept", Manager, "accepted", new() { ["reviewHandlerId"] = OtherHandler.Id });
        return sim;
    }
}
