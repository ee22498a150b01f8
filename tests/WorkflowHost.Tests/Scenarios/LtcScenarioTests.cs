using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>The long-term-care scenarios through the public API in virtual time, on the shipped workflow and pack and a real database.</summary>
public sealed class LtcScenarioTests
{
    [Fact]
    public async Task SC06_SevereGradeOneFullCycle_MeetsEveryTimestamp()
    {
        using var host = VirtualHost.At(At("2026-08-10T10:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", LtcForms.Open("2026-08-10T10:00:00"), "ltc-claim");

        Assert.StartsWith("LTC20260810", (string?)(await office.CaseAsync())["summary"]!["number"], StringComparison.Ordinal);
        await office.AssertDueAsync("ltc-completeness", "2026-08-12T18:00:00");
        await office.AdvanceToAsync("2026-08-12T15:00:00");
        await office.CompleteAsync("completeness", "agent", "checked", LtcForms.Documents("medical_record", "bank_card"));
        Assert.Equal("paused", (string?)(await office.ClockAsync("ltc-acceptance"))["colour"]);
        await office.AdvanceToAsync("2026-08-19T16:20:00");
        await office.CompleteAsync("receiveDocuments", "agent", "received", LtcForms.Received("2026-08-19T16:20:00"));
        await office.AssertDueAsync("ltc-acceptance", "2026-08-24T18:00:00");
        await office.CompleteAsync("completeness", "agent", "checked", LtcForms.Documents());
        await office.AssertDueAsync("ltc-claim-decision", "2026-09-18T23:59:59", "2026-09-18T18:00:00");
        await office.AssertDueAsync("ltc-advance", "2026-10-19T23:59:59");
        await office.AdvanceToAsync("2026-08-20T11:00:00");
        await office.CompleteAsync("acceptance", "claims", "accepted", LtcForms.Accepted(office.IdOf("coordinator")));

        await AssessAsync(office);
        await office.AdvanceToAsync("2026-09-18T11:00:00");
        await office.CompleteAsync("claimReview", "claims", "liable", LtcForms.Liable("2026-09-18T11:00:00"));
        await office.AdvanceToAsync("2026-09-18T15:00:00");
        await office.CompleteAsync("agreement", "claims", "agreed", LtcForms.Agreed("2026-09-18T15:00:00"));
        await office.AssertDueAsync("ltc-payment", "2026-09-28T23:59:59");
        await office.AdvanceToAsync("2026-09-24T10:00:00");
        await office.CompleteAsync("payment", "claims", "paid", LtcForms.Paid("2026-09-24T10:00:00"));
        await office.CompleteAsync("carePlan", "coordinator", "planned", LtcForms.CarePlan("2026-10-09"));
        foreach (var due in new[] { "2026-10-16", "2026-11-09", "2026-12-09", "2027-01-11", "2027-04-09", "2027-07-09", "2027-10-11" })
        {
            await CallAsync(office, due, isProvisional: due.StartsWith("2027", StringComparison.Ordinal));
        }

        await office.AdvanceToAsync("2028-07-18T08:59:59");
        Assert.Equal(0, await NoticesAsync(office, "ltc-expiry"));
        await office.AdvanceToAsync("2028-07-18T09:00:00");
        Assert.Equal(1, await NoticesAsync(office, "ltc-expiry"));
    }

    [Fact]
    public async Task SC06_SecondDocumentRequest_SendsNothingAndGoesToTheLead()
    {
        using var host = VirtualHost.At(At("2026-08-10T10:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", LtcForms.Open("2026-08-10T10:00:00"), "ltc-claim");
        await office.CompleteAsync("completeness", "agent", "checked", LtcForms.Documents("medical_record"));
        await office.AdvanceToAsync("2026-08-11T10:00:00");
        await office.CompleteAsync("receiveDocuments", "agent", "received", LtcForms.Received("2026-08-11T10:00:00"));

        await office.CompleteAsync("completeness", "agent", "checked", LtcForms.Documents("bank_card"));

        Assert.Equal(1, await NoticesAsync(office, "ltc-supplement"));
        Assert.Equal("team_lead", (string?)(await office.TaskAsync("secondRequest"))["role"]);
    }

    [Fact]
    public async Task Clocks_FromMemoryOrHearsay_SayThatComplianceMustConfirmThem()
    {
        using var host = VirtualHost.At(At("2026-08-10T10:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", LtcForms.Open("2026-08-10T10:00:00"), "ltc-claim");
        await office.CompleteAsync("completeness", "agent", "checked", LtcForms.Documents());
        await office.CompleteAsync("acceptance", "claims", "accepted", LtcForms.Accepted(office.IdOf("coordinator")));

        var marked = (await office.CaseAsync())["clocks"]!.AsArray().Where(clock => (bool)clock!["needsReview"]!).Select(clock => (string)clock!["policyId"]!);

        Assert.Equal(["ltc-conclusion", "ltc-onsite"], marked.Order(StringComparer.Ordinal));
    }

    private static async Task AssessAsync(ComplaintOffice office)
    {
        await office.AssertDueAsync("ltc-onsite", "2026-09-03T18:00:00");
        await office.AssertDueAsync("ltc-conclusion", "2026-10-08T18:00:00");
        await office.CompleteAsync("arrange", "coordinator", "arranged", LtcForms.Arrange("2026-09-02T10:00:00", office.IdOf("assessor-1"), office.IdOf("assessor-2")));
        await office.AdvanceToAsync("2026-09-02T11:30:00");
        await office.CompleteAsync("onsite", "coordinator", "visited", LtcForms.Visited("2026-09-02T10:00:00"));
        await office.CompleteAsync("assessA", "assessor-1", "assessed", LtcForms.Scale());
        await office.CompleteAsync("assessB", "assessor-2", "assessed", LtcForms.Scale());
        Assert.Equal(3, (int)(await office.CaseAsync())["data"]!["ltcGrade"]!);
        await office.AdvanceToAsync("2026-09-08T09:00:00");
        await office.CompleteAsync("publicise", "coordinator", "published", LtcForms.Published("2026-09-08T09:00:00"));
        await office.AssertDueAsync("ltc-publicity-7", "2026-09-15T23:59:59");
        await office.AdvanceToAsync("2026-09-16T10:00:00");
        await office.CompleteAsync("deliver", "coordinator", "delivered", LtcForms.Delivered("2026-09-16T10:00:00"));
        await office.AssertDueAsync("ltc-objection", "2026-09-30T18:00:00");
        await office.AssertDueAsync("ltc-validity", "2028-09-16T23:59:59");
        Assert.Equal("2026-10-01", (string?)(await office.CaseAsync())["data"]!["benefitsFrom"]);
    }

    /// <summary>The one call that is planned is due at closing of that day; it reaches the person at the planned time.</summary>
    private static async Task CallAsync(ComplaintOffice office, string day, bool isProvisional)
    {
        var revisit = (await office.CaseAsync())["revisits"]!.AsArray().Select(item => item!["revisit"]!).Single(item => (string?)item["status"] == "planned");
        Assert.Equal((At(day + "T18:00:00"), isProvisional), (Instant(revisit["dueAt"]), (bool?)revisit["isProvisional"] ?? false));
        var at = Instant(revisit["nextAttemptAt"]).ToOffset(VirtualHost.China).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        await office.AdvanceToAsync(at);
        await MustAsync(
            await office.As("scheduler").PostAsJsonAsync(
                $"/api/v1/revisits/{(string)revisit["id"]!}/attempts",
                new { number = "13800138000", channel = "phone", result = "connected", answers = LtcForms.CareAnswers() }),
            HttpStatusCode.OK);
    }

    private static async Task<int> NoticesAsync(ComplaintOffice office, string template) =>
        (await office.CaseAsync())["outbox"]!.AsArray().Count(message => (string?)message!["template"] == template);
}
