using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Each measure is a case with its owner and its own date, and whoever planned it waits for all of them.</summary>
public sealed class ImprovementRuleTests
{
    private const string Planned = "2026-10-12T10:00:00";

    [Fact]
    public void RiskWithTwoMeasures_OpensOneActionEachForItsOwnerByItsDate()
    {
        var sim = new CaseSimulator("risk-assessment");
        sim.OpenBy(Investigator, Planned, new() { ["riskType"] = "leak", ["riskPath"] = "录音外泄" });
        sim.Complete("assess", Investigator, "assessed", new() { ["likelihood"] = 3, ["impact"] = 3, ["consequence"] = "客户信息泄露" });
        sim.Complete("measures", Manager, "done", new() { ["measures"] = new JsonArray(Measure("双人复核", Agent.Id, "2026-10-30"), Measure("收紧权限", Handler.Id, "2026-11-13")) });
        sim.HearOpened("improvement");
        sim.HearOpened("improvement");

        var opened = sim.Outbox.Where(m => m.Kind == "link-open").Select(m => m.Payload["fields"]!).ToList();
        Assert.Equal(
            [("双人复核", Agent.Id, "2026-10-30"), ("收紧权限", Handler.Id, "2026-11-13")],
            opened.Select(f => ((string)f["actionText"]!, (string)f["actionOwnerId"]!, (string)f["actionDue"]!)));
    }

    [Fact]
    public void Rectification_IsNotCheckedBeforeEveryFindingIsMended()
    {
        var sim = new CaseSimulator("compliance-cycle");
        sim.OpenBy(Manager, Planned, new() { ["periodName"] = "三季度", ["reviewScope"] = new JsonArray("insurance_law") });
        sim.Complete("review", Investigator, "findings", new()
        {
            ["complianceFindings"] = new JsonArray(new JsonObject { ["finding"] = "缺回执", ["basis"] = "内控", ["ownerId"] = Agent.Id, ["due"] = "2026-10-30" }),
            ["reviewSummary"] = "一项问题",
        });
        sim.Complete("rectify", Manager, "rectified", new() { ["rectifyProof"] = "已布置" });
        Assert.Empty(sim.State.Tasks);
        sim.HearOpened("improvement");
        Assert.Empty(sim.State.Tasks);

        sim.HearEnded("improvement");

        Assert.Equal("approve", Assert.Single(sim.State.Tasks).ActivityId);
        Assert.Contains(Manager.Id, sim.Task("approve").ExcludedStaff);
    }

    [Fact]
    public void Action_GoesToItsOwnerOfWhateverRole_ByTheDateOfThePlan()
    {
        var sim = Action("2026-10-30");

        var task = sim.Task("carry");
        Assert.Equal((Agent.Id, "manager"), (task.AssigneeId, task.Role));
        Assert.Equal(At("2026-10-30T23:59:59"), sim.Clock("improvement-action").DueAt);
        Assert.Equal(At("2026-10-30T18:00:00"), task.DueAt);
        Assert.NotNull(task.ServiceStandard);
        Assert.NotNull(task.Contingency);
    }

    [Fact]
    public void Action_CarriedOutForItsOwner_IsNotVerifiedByWhoDidIt()
    {
        var sim = Action("2026-10-30");
        sim.AdvanceTo("2026-10-29T09:00:00");
        sim.Do(new ReassignTask(Lead, sim.Task("carry").Id, Manager.Id, "责任人休假"));

        sim.Complete("carry", Manager, "done", new() { ["actionProgress"] = "已上线", ["actionDoneAt"] = "2026-10-28T17:00:00" });

        Assert.Contains(Manager.Id, sim.Task("verify").ExcludedStaff);
    }

    [Fact]
    public void Action_IsVerifiedBySomebodyElseAndGoesOnUntilItHelped()
    {
        var sim = Action("2026-10-30");
        sim.AdvanceTo("2026-10-29T09:00:00");
        sim.Complete("carry", Agent, "done", new() { ["actionProgress"] = "已上线", ["actionDoneAt"] = "2026-10-28T17:00:00" });
        Assert.True(sim.Clock("improvement-action").IsMet);
        Assert.Contains(Agent.Id, sim.Task("verify").ExcludedStaff);

        sim.Complete("verify", Manager, "again", new() { ["actionResult"] = "partly", ["verifyEvidence"] = "得分68", ["nextActionDue"] = "2026-12-31" });

        Assert.Equal(At("2026-12-31T23:59:59"), sim.Clock("improvement-action").DueAt);
        sim.Complete("carry", Agent, "done", new() { ["actionProgress"] = "再次优化", ["actionDoneAt"] = "2026-10-29T09:00:00" });
        sim.Complete("verify", Manager, "verified", new() { ["actionResult"] = "achieved", ["actionAchieved"] = "73", ["verifyEvidence"] = "四季度得分73" });
        Assert.Equal((CaseStatus.Ended, "achieved"), (sim.State.Status, sim.State.Data.Text("closeType")));
    }

    [Fact]
    public void Action_GrantedMoreTime_IsMeasuredByTheNewDate()
    {
        var sim = Action("2026-10-30");
        sim.Raise("extensionRequested", Agent, new() { ["newActionDue"] = "2026-11-20", ["newDueReason"] = "供应商延期" });
        Assert.Contains(Agent.Id, sim.Task("approveExtension").ExcludedStaff);
        sim.Complete("approveExtension", Manager, "approved", new() { ["opsComment"] = "同意" });

        Assert.Equal(At("2026-11-20T18:00:00"), sim.Task("carry").DueAt);
        sim.AdvanceTo("2026-11-18T10:00:00");
        sim.Complete("carry", Agent, "done", new() { ["actionProgress"] = "已上线", ["actionDoneAt"] = "2026-11-18T10:00:00" });
        Assert.Equal((ClockStatus.Stopped, true), (sim.Clock("improvement-action").Status, sim.Clock("improvement-action").IsMet));
    }

    [Fact]
    public void Silence_OfTheAgentInAPerformanceReview_EndsTheTimeToReply()
    {
        var sim = Reviewed();
        sim.AdvanceTo("2026-12-01T10:00:00");

        Assert.Equal("goal", Assert.Single(sim.State.Tasks).ActivityId);
        Assert.Equal("silent", sim.State.Data.Text("replyDecision"));
    }

    [Fact]
    public void PerformanceGoal_IsCheckedByItsOwnDate()
    {
        var sim = Reviewed();
        sim.Complete("reply", Agent, "agrees", new() { ["agentReply"] = "认可" });
        sim.Complete("goal", Manager, "set", new() { ["goalText"] = "缩短通话", ["goalMetric"] = "平均通话", ["goalBaseline"] = "600", ["goalTarget"] = "420", ["goalDue"] = "2026-12-15" });

        Assert.Equal(At("2026-12-15T23:59:59"), sim.Clock("performance-check").DueAt);
    }

    [Fact]
    public void PerformanceScore_CountsLongCallsAndTheAutomaticScore()
    {
        var data = Reviewed().State.Data;

        // (90 + 300/600*100 + 84) / 3; (90 + 90 + 90 + 30) / 4; 95 - 1*5 + 2
        Assert.Equal([74.67m, 75m, 92m, 80m], new[] { "efficiencyScore", "qualityScore", "satisfactionScore", "totalScore" }.Select(f => data[f]!.GetValue<decimal>()));
        Assert.True(data.IsTrue("autoDeviates"));
    }

    [Fact]
    public void Appeal_ThatIsUpheld_IsCollectedAgainBySomebodyElse()
    {
        var sim = Reviewed();
        sim.Complete("reply", Agent, "appeals", new() { ["agentReply"] = "口径有误" });
        sim.Complete("appeal", Exec, "changed", new() { ["appealDecision"] = "重新采集" });

        Assert.Contains(Lead.Id, sim.Task("collect").ExcludedStaff);
    }

    private static CaseSimulator Action(string due)
    {
        var sim = new CaseSimulator("improvement-action");
        sim.OpenBy(Manager, Planned, new() { ["actionText"] = "进度每三日短信告知", ["actionSource"] = "satisfaction", ["actionOwnerId"] = Agent.Id, ["actionDue"] = due });
        return sim;
    }

    private static CaseSimulator Reviewed()
    {
        var sim = new CaseSimulator("performance-review");
        sim.OpenBy(Manager, Planned, new() { ["agentId"] = Agent.Id, ["periodName"] = "9月", ["periodKind"] = "month", ["periodEnd"] = "2026-09-30", ["evaluatorId"] = Manager.Id });
        sim.Complete("collect", Lead, "collected", new()
        {
            ["connectRate"] = 90, ["averageTalk"] = 600, ["firstCallRate"] = 84, ["attitudeScore"] = 90, ["knowledgeScore"] = 90, ["solvingScore"] = 90, ["autoScore"] = 30,
            ["agentCsat"] = 95, ["agentComplaintRate"] = 1, ["agentPraiseRate"] = 2,
        });
        sim.Complete("appraise", Manager, "scored", new() { ["qualitative"] = "通话偏长" });
        sim.Complete("feedback", Manager, "given", new() { ["feedbackAt"] = Planned, ["feedbackMode"] = "meeting", ["feedbackNote"] = "已面谈" });
        return sim;
    }

    private static JsonObject Measure(string what, string owner, string due) => new() { ["what"] = what, ["ownerId"] = owner, ["due"] = due };
}
