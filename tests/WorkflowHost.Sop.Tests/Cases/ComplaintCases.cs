using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Complaints at the places where rules begin to matter.</summary>
internal static class ComplaintCases
{
    public static CaseSimulator LowRated()
    {
        var sim = Opened();
        ToSolution(sim);
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T16:00:00"));
        sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-09-01T16:30:00"));
        sim.Complete("feedback", Handler, "accepted", ComplaintForms.Feedback("2026-09-01T17:00:00", rating: 2));
        return sim;
    }

    public static JsonObject Delivered(int rating) => new() { ["recoveryDeliveredAt"] = "2026-09-01T17:00:00+08:00", ["recoveryRating"] = rating, ["recoveryNote"] = "已当面致歉" };

    public static JsonObject AppraisalStart() => new()
    {
        ["appraisalKind"] = "appraisal",
        ["appraisalBody"] = "市司法鉴定中心",
        ["appraisalSubject"] = "伤残等级",
        ["appraisalCustomerTold"] = true,
    };

    public static JsonObject AppraisalEnd(string at) => new() { ["appraisalEndedAt"] = at + "+08:00", ["appraisalConclusion"] = "十级伤残" };

    public static CaseSimulator Opened()
    {
        var sim = new CaseSimulator();
        sim.Open("2026-09-01T10:00:00", ComplaintForms.Open("2026-09-01T10:00:00"));
        return sim;
    }

    public static void ToSolution(CaseSimulator sim)
    {
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        sim.AdvanceTo("2026-09-01T17:00:00");
        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis());
    }

    public static CaseSimulator Closed()
    {
        var sim = Opened();
        ToSolution(sim);
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T16:00:00"));
        sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-09-01T16:30:00"));
        sim.Complete("feedback", Handler, "accepted", ComplaintForms.Feedback("2026-09-01T17:00:00"));
        sim.Complete("closing", Agent, "closed", ComplaintForms.Closing());
        return sim;
    }

    public static LogRevisitAttempt Attempt(CaseSimulator sim, AttemptResult result, JsonObject? answers) => new(
        Scheduler,
        Assert.Single(sim.State.Revisits).Id,
        new RevisitAttempt { At = sim.Now, Number = "13800138000", Channel = ContactChannel.Phone, Result = result, Agent = Scheduler.Id, Answers = answers });
}
