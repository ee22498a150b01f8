using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>A suspicion of fraud: the score is explained and decides nothing; an outcome against the customer needs two others.</summary>
public sealed class FraudRuleTests
{
    [Fact]
    public void Score_OfSeveralSignals_NamesEachAndRefusesNothing()
    {
        var sim = Suspicion();

        Assert.Equal(55, sim.State.Data.Whole("fraudScore"));
        Assert.Equal(["损失程度与报案时间不符", "照片信息与事故不符"], sim.State.Data.Texts("fraudFlags"));
        Assert.Equal((CaseStatus.Open, "triage"), (sim.State.Status, Assert.Single(sim.State.Tasks).ActivityId));
    }

    [Fact]
    public void Refusal_ApprovedByWhoProposedIt_IsNotTaken()
    {
        var sim = Proposed("refused");

        Assert.Equal("assignment.conflict_of_interest", sim.Try(new CompleteTask(Investigator, sim.Task("firstEyes").Id, "approved", Comment()))?.Code);
        sim.Complete("firstEyes", Manager, "approved", Comment());
        Assert.Equal("assignment.conflict_of_interest", sim.Try(new CompleteTask(Investigator, sim.Task("secondEyes").Id, "approved", Comment()))?.Code);
    }

    [Fact]
    public void Refusal_WhoTriagedAndWhoInvestigated_AreKeptFromApprovingIt()
    {
        var sim = Proposed("refused");

        Assert.Equal([Investigator.Id, Investigator.Id], sim.State.Data.Texts("fraudWorkedBy"));
        Assert.Contains(Investigator.Id, sim.Task("firstEyes").ExcludedStaff);
        sim.Complete("firstEyes", Manager, "approved", Comment());
        Assert.Contains(Investigator.Id, sim.Task("secondEyes").ExcludedStaff);
    }

    [Fact]
    public void Clearing_OfTheCustomer_NeedsNoApprovalAndSharesNothing() => Assert.Equal("feedback", Assert.Single(Proposed("cleared").State.Tasks).ActivityId);

    private static CaseSimulator Proposed(string outcome)
    {
        var sim = Suspicion();
        sim.Complete("triage", Investigator, "suspicious", new() { ["triageNote"] = "照片早于报案。", ["investigatorId"] = Investigator.Id });
        sim.Complete("investigate", Investigator, "done", new()
        {
            ["investigationSteps"] = new JsonArray(new JsonObject { ["what"] = "调取照片原图", ["finding"] = "拍摄时间早于出险" }),
            ["investigationFindings"] = "事故时间不实。",
        });
        sim.Complete("outcome", Investigator, "proposed", new() { ["fraudOutcome"] = outcome, ["fraudGrounds"] = "保险法第二十七条。", ["fraudIndependent"] = true });
        return sim;
    }

    private static CaseSimulator Suspicion()
    {
        var sim = new CaseSimulator("fraud-investigation");
        sim.Open("2026-10-12T09:00:00", new() { ["customerName"] = "周先生", ["content"] = "照片拍摄时间早于报案。", ["lossTimeMismatch"] = true, ["mediaMismatch"] = true });
        return sim;
    }

    private static JsonObject Comment() => new() { ["fraudApprovalComment"] = "证据充分。" };
}
