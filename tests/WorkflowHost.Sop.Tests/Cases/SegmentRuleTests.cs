using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Differentiated service (F-27): what kind of customer somebody is changes the deadline, the desk, the script and the call, by tables of the pack.</summary>
public sealed class SegmentRuleTests
{
    private const string At10 = "2026-09-01T10:00:00";

    [Fact]
    public void Complaint_OfACompany_IsContactedInFourHoursAndFollowedByItsManager()
    {
        var plain = Complaint(fields => fields["customerType"] = "individual");
        var company = Complaint(fields => fields["customerType"] = "corporate");

        Assert.Equal(At("2026-09-02T10:00:00"), plain.Clock("first-contact-24h").DueAt);
        Assert.Equal(At("2026-09-01T14:00:00"), company.Clock("first-contact-4h").DueAt);
        Assert.DoesNotContain(company.Clocks.Values, clock => clock.PolicyId == "first-contact-24h");
        Assert.Contains(company.Notifications, n => n.Audience == "role:account_claim_manager");
        Assert.DoesNotContain("专属理赔经理", plain.Task("register").Instruction!, StringComparison.Ordinal);
        Assert.EndsWith("进展同时告知经理。", company.Task("register").Instruction!, StringComparison.Ordinal);
        Assert.Equal(("individual", "corporate"), (plain.State.Data.Text("segment"), company.State.Data.Text("segment")));
    }

    /// <summary>Registered and analysed: what is counted again by severity leaves the segment its contact.</summary>
    [Fact]
    public void Complaint_OfACompanyRegisteredAndAnalysed_KeepsItsContact()
    {
        var sim = Complaint(fields => fields["customerType"] = "corporate");
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        Assert.Equal(At("2026-09-01T14:00:00"), sim.Clock("first-contact-4h").DueAt);

        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis());

        Assert.Equal("first-contact-4h", sim.State.Data.Text("firstContactClock"));
        Assert.DoesNotContain(sim.Clocks.Values, clock => clock.PolicyId == "first-contact-24h");
    }

    /// <summary>The finish stays that of the severity; a major complaint of a company is still contacted within the hour.</summary>
    [Fact]
    public void Complaint_OfACompanyThatIsMajor_KeepsTheShorterContact()
    {
        var sim = Complaint(fields =>
        {
            fields["customerType"] = "corporate";
            fields["riskSignals"] = new JsonArray("death");
        });

        Assert.Equal(At("2026-09-01T11:00:00"), sim.Clock("first-contact-1h").DueAt);
    }

    /// <summary>High risk is a mark that a company bears as well as a person: both who answer for it are told.</summary>
    [Fact]
    public void Complaint_OfACompanyMarkedHighRisk_TellsBothWhoAnswerForIt()
    {
        var sim = Complaint(fields =>
        {
            fields["customerType"] = "corporate";
            fields["customerTraits"] = new JsonArray("high_risk");
        });

        Assert.Contains(sim.Notifications, n => n.Audience == "role:account_claim_manager");
        Assert.Contains(sim.Notifications, n => n.Audience == "role:investigator");
        Assert.Equal("high_risk", sim.State.Data.Text("segment"));
    }

    /// <summary>What other systems and earlier versions call a kind of customer is still taken, and no longer offered.</summary>
    [Theory]
    [InlineData("complaint-open", "customerType", "high_risk")]
    [InlineData("hotline-open", "customerSegment", "high_risk")]
    [InlineData("hotline-open", "customerSegment", "elderly")]
    public void Segment_ThatWasAKindOfCustomer_IsTakenButNotOffered(string form, string field, string value)
    {
        var known = Pack.Forms[form].Fields.Single(each => each.Name == field);

        Assert.Contains(known.Choices, choice => choice.Value == value);
        Assert.DoesNotContain(known.ChoicesFor(), choice => choice.Value == value);
        Assert.Contains(known.ChoicesFor(value), choice => choice.Value == value);
    }

    [Fact]
    public void Complaint_WithTheRetiredKindHighRisk_TellsTheInvestigators() =>
        Assert.Contains(Complaint(fields => fields["customerType"] = "high_risk").Notifications, n => n.Audience == "role:investigator");

    /// <summary>The desk for the elderly takes it, once there is one; nobody else may.</summary>
    [Fact]
    public void Complaint_OfAnElderlyCustomer_GoesToTheDeskForThem()
    {
        var sim = Complaint(fields => fields["customerTraits"] = new JsonArray("elderly"), [.. CaseSimulator.Staff.Select(member => member.Id == Lead.Id ? member with { Skills = ["elderly_care"] } : member)]);

        Assert.Equal("elderly_care", sim.Task("register").Skill);
        Assert.Equal("task.skill_required", sim.Try(new ClaimTask(Agent, sim.Task("register").Id))?.Code);
        sim.Do(new ClaimTask(Lead, sim.Task("register").Id));
    }

    /// <summary>By day, within two working days, and with a warning of fraud in the script.</summary>
    [Fact]
    public void Complaint_OfAnElderlyCustomer_IsCalledByARuleAndScriptOfItsOwn()
    {
        var sim = ComplaintWalks.Told(fields => fields["customerTraits"] = new JsonArray("elderly"));

        var call = Assert.Single(sim.State.Revisits);
        Assert.Equal(("post-complaint-elderly", "2026-09-03T18:00:00+08:00"), (call.PolicyId, call.DueAt.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture)));
        var script = Pack.Forms[Pack.RevisitPolicies[call.PolicyId].FormId];
        Assert.Contains(script.Fields, field => field is { Name: "fraudWarned", MustBeTrue: true });
        Assert.Equal("post-complaint", Assert.Single(ComplaintWalks.Told(_ => { }).State.Revisits).PolicyId);
    }

    [Fact]
    public void Complaint_AboutALargeAmount_IsWorkedBySeniors()
    {
        var sim = Complaint(fields => fields["amountInDispute"] = 100_000, [.. CaseSimulator.Staff.Select(member => member.Id == Lead.Id ? member with { Skills = ["senior"] } : member)]);

        Assert.Equal(("high_value", "senior"), (sim.State.Data.Text("segment"), sim.Task("register").Skill));
        Assert.EndsWith("口头承诺须书面确认。", sim.Task("register").Instruction!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("individual", "elderly", "elderly", "电信诈骗。")]
    [InlineData("elderly", null, "elderly", "电信诈骗。")]
    [InlineData("individual", "high_risk", "high_risk", "查勘。")]
    [InlineData("individual", null, "individual", "查勘。")]
    public void Report_BySegment_IsRegisteredWithItsScript(string kind, string? trait, string segment, string endOfScript)
    {
        var sim = new CaseSimulator("hotline-report");
        var fields = HotlineForms.Scratch(At10);
        fields["customerSegment"] = kind;
        if (trait is not null)
        {
            fields["customerTraits"] = new JsonArray(trait);
        }

        sim.Open(At10, fields);

        Assert.Equal(segment, sim.State.Data.Text("segment"));
        Assert.EndsWith(endOfScript, sim.Task("register").Instruction!, StringComparison.Ordinal);
        Assert.Equal(segment == "high_risk", sim.Notifications.Any(n => n.Audience == "role:investigator" && n.Args.Values.Any(text => text.Contains("提前介入", StringComparison.Ordinal))));
    }

    private static CaseSimulator Complaint(Action<JsonObject> change, IReadOnlyList<StaffMember>? staff = null)
    {
        var sim = new CaseSimulator { StaffInUse = staff ?? CaseSimulator.Staff };
        var fields = ComplaintForms.Open(At10);
        fields.Remove("repeatCaller");
        change(fields);
        sim.Open(At10, fields);
        return sim;
    }
}
