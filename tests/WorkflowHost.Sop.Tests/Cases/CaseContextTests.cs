using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>What an approver sees beside the form, on the shipped pack.</summary>
public sealed class CaseContextTests
{
    [Fact]
    public void ExtensionApproval_InTime_ShowsReasonCurrentAndWouldBeDeadline()
    {
        var sim = Requested("special", "complex");

        var shown = ContextOf(sim, "complaint-extension-approval");

        Assert.Equal("等待鉴定", Value(shown, "extensionReason"));
        var clock = Assert.Single(shown, entry => entry.Clock is not null).Clock!;
        Assert.Equal("complaint-statutory", clock.PolicyId);
        Assert.Equal(sim.Clock("complaint-statutory").DueAt, clock.DueAt);
        sim.Complete("approveExtension", Exec, "approved", new JsonObject { ["extensionComment"] = "同意", ["extensionNoticeConfirmed"] = true });
        Assert.Equal(sim.Clock("complaint-statutory").DueAt, clock.ExtendedDueAt);
        Assert.True(clock.ExtendedDueAt > clock.DueAt);
    }

    [Fact]
    public void ExtensionApproval_RuleThatCannotBeGranted_SaysWhyInsteadOfADeadline()
    {
        // "30 more days" comes after "30 days in all", which a simple case never got.
        var shown = ContextOf(Requested("special", "simple"), "complaint-extension-approval");

        var clock = Assert.Single(shown, entry => entry.Clock is not null).Clock!;
        Assert.Null(clock.ExtendedDueAt);
        Assert.Equal("clock.extension_out_of_order", clock.Refusal?.Code);
    }

    [Fact]
    public void RemedyApproval_ShowsProposalAmountAndDemand()
    {
        var sim = Analysed("simple");
        sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T17:00:00", 30_000));

        var shown = ContextOf(sim, "complaint-authority-approval");

        Assert.Equal("尽快支付赔款并道歉", Value(shown, "customerDemand"));
        Assert.Equal("30000", Value(shown, "remedyAmount"));
        Assert.NotNull(Value(shown, "chosenOption"));
        Assert.DoesNotContain(shown, entry => entry.Fact == "customerCondition");
    }

    [Fact]
    public void Analysis_WritesTheVerifiedDemandBesideTheRegisteredOne()
    {
        var sim = Analysed("simple");

        Assert.Equal("尽快支付赔款并道歉", sim.State.Data.Text("customerDemand"));
        Assert.Equal("赔款已付，要求书面道歉", sim.State.Data.Text("verifiedDemand"));
    }

    private static CaseSimulator Requested(string rule, string complexity)
    {
        var sim = Analysed(complexity);
        sim.Raise("extensionRequested", Handler, new JsonObject { ["extensionRule"] = rule, ["extensionReason"] = "等待鉴定", ["extensionPlan"] = "十月上旬取得结论" });
        return sim;
    }

    private static CaseSimulator Analysed(string complexity)
    {
        var sim = new CaseSimulator();
        sim.Open("2026-09-01T10:00:00", ComplaintForms.Open("2026-09-01T10:00:00"));
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        sim.AdvanceTo("2026-09-01T17:00:00");
        var fields = ComplaintForms.Analysis();
        fields["complexity"] = complexity;
        if (complexity != "simple")
        {
            fields["complexityReason"] = "须调取第三方材料";
        }

        sim.Complete("analysis", Handler, "analysed", fields);
        return sim;
    }

    private static IReadOnlyList<ContextEntry> ContextOf(CaseSimulator sim, string form) =>
        CaseContext.Of(Pack.Forms[form], sim.State, SopProfile.Of(sim.Program.Definition)!, Pack, CaseSimulator.Staff, sim.Now);

    private static string? Value(IReadOnlyList<ContextEntry> shown, string fact) => shown.FirstOrDefault(entry => entry.Fact == fact)?.Value?.ToString();
}
