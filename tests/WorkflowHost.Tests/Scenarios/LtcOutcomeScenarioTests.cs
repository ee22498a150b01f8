using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>Long-term care that is refused, objected to, applied for again and paid month by month, through the public API.</summary>
public sealed class LtcOutcomeScenarioTests
{
    private const string Opened = "2026-08-10T10:00:00";

    /// <summary>Refused at grade 2; other assessors of another institution find grade 3, so the claim is decided once more.</summary>
    [Fact]
    public async Task Refusal_ObjectedTo_IsAssessedByOthersAndDecidedAgain()
    {
        using var host = VirtualHost.At(At(Opened));
        using var office = await DeliveredAsync(host, LtcForms.Scale(adl: 50));
        await office.AssertDueAsync("ltc-objection", "2026-09-07T18:00:00");
        await office.CompleteAsync("claimReview", "claims", "not_liable", LtcForms.NotLiable("2026-08-24T10:00:00"));
        await office.AssertDueAsync("ltc-refusal", "2026-08-27T23:59:59");
        await office.CompleteAsync("approveRefusal", "manager", "approved", LtcForms.Approval());
        await office.AdvanceToAsync("2026-08-25T10:00:00");
        await office.CompleteAsync("refusal", "claims", "delivered", LtcForms.RefusalSent("2026-08-25T10:00:00"));
        Assert.Equal("closed", (string?)(await office.CaseAsync())["summary"]!["status"]);

        await office.AdvanceToAsync("2026-08-28T10:00:00");
        await office.RaiseAsync("objection", "agent", LtcForms.Objection("2026-08-28T10:00:00"));
        // Twenty working days from Friday the 28th, Sunday 20 September among them.
        await office.AssertDueAsync("ltc-reassessment", "2026-09-24T18:00:00");
        var arrange = await office.TaskAsync("reassessArrange");
        using var same = await office.TryCompleteAsync(arrange, "coordinator", "arranged", LtcForms.ReassessArrange("2026-08-31T10:00:00", "申康评估中心", office.IdOf("assessor-1"), office.IdOf("assessor-3")));
        var faults = (await same.JsonAsync())["errors"]!.ToJsonString();
        Assert.Contains("reassessInstitution", faults, StringComparison.Ordinal);
        Assert.Contains("reassessor1Id", faults, StringComparison.Ordinal);
        await office.CompleteAsync("reassessArrange", "coordinator", "arranged", LtcForms.ReassessArrange("2026-08-31T10:00:00", first: office.IdOf("assessor-3"), second: office.IdOf("assessor-4")));
        await office.AdvanceToAsync("2026-09-11T10:00:00");
        await office.CompleteAsync("reassessA", "assessor-3", "assessed", LtcForms.Scale());
        await office.CompleteAsync("reassessB", "assessor-4", "assessed", LtcForms.Scale());
        await office.CompleteAsync("reassessDeliver", "coordinator", "delivered", LtcForms.Redelivered("2026-09-11T10:00:00"));
        await office.CompleteAsync("adjust", "claims", "decide_again", LtcForms.Note("adjustNote"));

        Assert.Equal("open", (string?)(await office.CaseAsync())["summary"]!["status"]);
        Assert.Equal(3, (int)(await office.CaseAsync())["data"]!["ltcGrade"]!);
        // Thirty days end on Sunday 11 October; Saturday the 10th is worked.
        await office.AssertDueAsync("ltc-claim-decision", "2026-10-12T23:59:59", "2026-10-10T18:00:00");
        await office.CompleteAsync("claimReview", "claims", "liable", LtcForms.Liable("2026-09-11T10:00:00"));
        await office.CompleteAsync("agreement", "claims", "agreed", LtcForms.Agreed("2026-09-11T10:00:00"));
        await office.AssertDueAsync("ltc-payment", "2026-09-21T23:59:59");
    }

    /// <summary>A local rule: who was refused applies again after six months, or with grounds.</summary>
    [Fact]
    public async Task ApplyingAgain_FourMonthsAfterARefusal_IsAcceptedOnlyWithItsGrounds()
    {
        using var host = VirtualHost.At(At(Opened));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        var open = LtcForms.Open(Opened);
        open["lastConclusionOn"] = "2026-04-01";
        await office.OpenAsync("agent", open, "ltc-claim");
        await office.CompleteAsync("completeness", "agent", "checked", LtcForms.Documents());

        var accepted = LtcForms.Accepted(office.IdOf("coordinator"));
        using var without = await office.TryCompleteAsync(await office.TaskAsync("acceptance"), "claims", "accepted", (JsonObject)accepted.DeepClone());
        Assert.Contains("earlyReapplyBasis", (await without.JsonAsync())["errors"]!.ToJsonString(), StringComparison.Ordinal);
        accepted["earlyReapplyBasis"] = "再次脑梗，失能明显加重。";
        await office.CompleteAsync("acceptance", "claims", "accepted", accepted);

        await office.AssertDueAsync("ltc-onsite", "2026-08-24T18:00:00");
    }

    /// <summary>Paid from its first month by two people, not while in hospital, and by days from the return.</summary>
    [Fact]
    public async Task Benefit_OverAStayInHospital_IsPaidByTwoAndCountedByDays()
    {
        using var host = VirtualHost.At(At(Opened));
        using var office = await DeliveredAsync(host, LtcForms.Scale());
        await office.CompleteAsync("claimReview", "claims", "liable", LtcForms.Liable("2026-08-24T10:00:00"));
        await office.CompleteAsync("agreement", "claims", "agreed", LtcForms.Agreed("2026-08-24T10:00:00"));
        await office.CompleteAsync("payment", "claims", "paid", LtcForms.Paid("2026-08-24T10:00:00"));
        await office.AdvanceToAsync("2026-10-08T10:00:00");
        await office.AssertDueAsync("ltc-monthly", "2026-10-13T18:00:00");
        await office.CompleteAsync("monthlyCheck", "claims", "due", new() { ["monthlyDueAmount"] = 3000, ["monthlyCareChecked"] = true });
        var paid = new JsonObject { ["monthlyPaidAt"] = "2026-10-08T10:00:00", ["monthlyPaidAmount"] = 3000 };
        using var alone = await office.TryCompleteAsync(await office.TaskAsync("monthlyPay"), "claims", "paid", (JsonObject)paid.DeepClone());
        Assert.Equal("assignment.conflict_of_interest", await alone.CodeAsync());
        await office.CompleteAsync("monthlyPay", "other-claims", "paid", paid);

        await office.RaiseAsync("suspendBenefit", "agent", new() { ["suspendReportReason"] = "hospital", ["suspendReportNote"] = "家属来电。" });
        await office.CompleteAsync("suspension", "claims", "suspended", new() { ["suspensionReason"] = "hospital", ["suspendFrom"] = "2026-10-08", ["suspensionNote"] = "已核实住院。" });
        await office.AdvanceToAsync("2026-12-01T09:00:00");
        Assert.DoesNotContain((await office.CaseAsync())["tasks"]!.AsArray(), task => (string?)task!["activityId"] == "monthlyCheck" && (string?)task["status"] == "open");
        await office.CompleteAsync("resume", "coordinator", "resumed", new() { ["resumeFrom"] = "2026-11-16", ["resumeNote"] = "已出院。" });

        // Fifteen of November's thirty days and December, less the twenty-four days of October that were paid and not owed.
        Assert.Equal(2177.42m, (decimal)(await office.CaseAsync())["data"]!["benefitDue"]!);
        await office.AssertDueAsync("ltc-monthly", "2026-12-08T18:00:00");
        await office.CompleteAsync("monthlyCheck", "claims", "due", new() { ["monthlyDueAmount"] = 2177.42, ["monthlyCareChecked"] = true });
        await office.CompleteAsync("monthlyPay", "other-claims", "paid", new() { ["monthlyPaidAt"] = "2026-12-01T09:00:00", ["monthlyPaidAmount"] = 2177.42 });
        await office.AdvanceToAsync("2027-01-01T00:00:00");
        Assert.Equal("claims", (string?)(await office.TaskAsync("monthlyCheck"))["role"]);
    }

    /// <summary>A case whose conclusion was delivered on 24 August.</summary>
    private static async Task<ComplaintOffice> DeliveredAsync(VirtualHost host, JsonObject scale)
    {
        var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", LtcForms.Open(Opened), "ltc-claim");
        await office.CompleteAsync("completeness", "agent", "checked", LtcForms.Documents());
        await office.CompleteAsync("acceptance", "claims", "accepted", LtcForms.Accepted(office.IdOf("coordinator")));
        await office.CompleteAsync("arrange", "coordinator", "arranged", LtcForms.Arrange("2026-08-11T10:00:00", office.IdOf("assessor-1"), office.IdOf("assessor-2")));
        await office.AdvanceToAsync("2026-08-12T10:00:00");
        await office.CompleteAsync("onsite", "coordinator", "visited", LtcForms.Visited("2026-08-11T10:00:00"));
        await office.CompleteAsync("assessA", "assessor-1", "assessed", (JsonObject)scale.DeepClone());
        await office.CompleteAsync("assessB", "assessor-2", "assessed", (JsonObject)scale.DeepClone());
        await office.CompleteAsync("publicise", "coordinator", "published", LtcForms.Published("2026-08-12T10:00:00"));
        await office.AdvanceToAsync("2026-08-24T10:00:00");
        await office.CompleteAsync("deliver", "coordinator", "delivered", LtcForms.Delivered("2026-08-24T10:00:00"));
        return office;
    }
}
