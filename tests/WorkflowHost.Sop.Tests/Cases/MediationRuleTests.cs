using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>A settlement costs what it costs: it is approved by its amount before it is performed.</summary>
public sealed class MediationRuleTests
{
    private const string Applied = "2026-10-12T09:00:00";

    [Fact]
    public void Settlement_OfALargeAmount_IsApprovedBeforeItIsPerformed()
    {
        var sim = AtSession();
        var form = Session(300_000, "compensate");
        form.Remove("remedyAmount");
        Assert.Equal(["remedyAmount"], sim.Try(new CompleteTask(Handler, sim.Task("session").Id, "settled", form))!.Fields.Select(f => f.Field));

        sim.Complete("session", Handler, "settled", Session(300_000, "compensate"));

        Assert.Equal(("approve", "exec"), (Assert.Single(sim.State.Tasks).ActivityId, sim.State.Tasks[0].Role));
        sim.Complete("approve", Exec, "approved", []);
        Assert.Equal((CaseStatus.Closed, "perform"), (sim.State.Status, Assert.Single(sim.State.Tasks).ActivityId));
    }

    [Fact]
    public void Settlement_WithPremiumRelief_NeedsCompliance()
    {
        var sim = AtSession();

        sim.Complete("session", Handler, "settled", Session(100, "premium_relief"));

        Assert.Equal("compliance", sim.Task("complianceApproval").Role);
    }

    [Fact]
    public void Session_AfterTwentyWorkingDays_IsNotFollowedByAnother()
    {
        var sim = AtSession();
        sim.Complete("session", Handler, "again", new() { ["sessionAt"] = Applied, ["sessionNote"] = "未达成，另行约定。" });
        Assert.Equal("session", Assert.Single(sim.State.Tasks).ActivityId);
        sim.AdvanceTo("2026-12-01T09:00:00");

        sim.Complete("session", Handler, "again", new() { ["sessionAt"] = "2026-12-01T09:00:00", ["sessionNote"] = "仍未达成。" });

        Assert.Equal((CaseStatus.Ended, "failed"), (sim.State.Status, sim.State.Data.Text("mediationOutcome")));
    }

    private static CaseSimulator AtSession()
    {
        var sim = new CaseSimulator("mediation");
        sim.OpenBy(Handler, Applied, new() { ["mediationAppliedAt"] = Applied, ["customerName"] = "李华", ["contactPhone"] = "13800138000", ["mediationMatter"] = "赔偿金额", ["handlerId"] = Handler.Id });
        sim.Complete("offer", Handler, "submitted", new() { ["mediationBody"] = "行业调解中心", ["mediationSubmittedAt"] = Applied });
        sim.Complete("answer", Handler, "accepted", new() { ["mediationAcceptedAt"] = Applied });
        return sim;
    }

    private static JsonObject Session(decimal amount, string kind) => new()
    {
        ["sessionAt"] = Applied,
        ["sessionNote"] = "双方同意。",
        ["mediationResult"] = "按约定赔偿。",
        ["remedyTypes"] = new JsonArray(kind),
        ["remedyAmount"] = amount,
    };
}
