using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Decisions;

/// <summary>The default severity matrix (domain §3.2), its targets, and the authority table.</summary>
public sealed class ShippedTablesTests
{
    private static JsonObject Decide(string table, string facts) =>
        RealPack.Pack.DecisionTables[table].Evaluate(JsonNode.Parse(facts)!.AsObject()).Outputs;

    [Theory]
    [InlineData("""{ "personsAffected": 20, "category": "service_quality" }""", 1)]
    [InlineData("""{ "riskSignals": ["media_viral"] }""", 1)]
    [InlineData("""{ "riskSignals": ["injury", "death"], "category": "claim_dispute" }""", 1)]
    [InlineData("""{ "channel": "regulator", "category": "service_quality" }""", 2)]
    [InlineData("""{ "channel": "letter", "category": "claim_dispute", "riskSignals": ["injury"] }""", 2)] // SC-03
    [InlineData("""{ "customerTraits": ["elderly"], "category": "service_quality" }""", 2)]
    [InlineData("""{ "previousComplaints": 3, "category": "service_quality" }""", 2)]
    [InlineData("""{ "amountInDispute": 100000, "category": "claim_dispute" }""", 2)]
    [InlineData("""{ "amountInDispute": 99999.99, "category": "claim_dispute" }""", 3)]
    [InlineData("""{ "category": "mis_selling" }""", 3)]
    [InlineData("""{ "category": "service_quality" }""", 4)]
    [InlineData("""{ "category": "service_quality", "repeatCaller": true }""", 3)] // SC-01
    [InlineData("""{ "category": "claim_dispute", "customerTraits": ["disabled"] }""", 2)]
    [InlineData("""{ "category": "claim_dispute", "riskSignals": ["injury"], "repeatCaller": true }""", 2)] // a repeat alone makes nothing major
    [InlineData("""{ "category": "claim_dispute", "riskSignals": ["injury", "social_media_risk"] }""", 1)]
    [InlineData("""{ "category": "service_quality", "repeatCaller": true, "internalTargetBreached": true }""", 3)] // reasons don't add up
    [InlineData("""{ "personsAffected": 25, "category": "service_quality", "repeatCaller": true }""", 1)] // what raises never lowers
    [InlineData("""{ "riskSignals": ["media_viral"], "customerTraits": ["disabled"], "internalTargetBreached": true }""", 1)]
    [InlineData("{}", 4)]
    public void Severity_CaseOfTheMatrix_GetsItsLevel(string facts, int expected) =>
        Assert.Equal(expected, Decide("severity", facts)["severity"]!.GetValue<int>());

    [Fact]
    public void Severity_RaisedByARepeat_ExplainsBoth()
    {
        var result = RealPack.Pack.DecisionTables["severity"].Evaluate(JsonNode.Parse("""{ "category": "service_quality", "repeatCaller": true }""")!.AsObject());
        Assert.Equal(4, result.Outputs["baseSeverity"]!.GetValue<int>());
        Assert.Equal(["service", "raise-repeat"], result.Hits.Select(hit => hit.RuleId));
        Assert.True(result.Hits[1].IsAdjustment);
    }

    [Theory]
    [InlineData("""{ "severity": 1 }""", "first-contact-1h", "plan-wd1", "severity-1")]
    [InlineData("""{ "severity": 2 }""", "first-contact-4h", "finish-wd5", "severity-2")]
    [InlineData("""{ "severity": 3 }""", "first-contact-24h", "finish-wd10", "severity-3")]
    [InlineData("""{ "severity": 4 }""", "first-contact-24h", "finish-wd3", "severity-4")]
    [InlineData("""{ "severity": 3, "complexity": "complex" }""", "first-contact-24h", "finish-wd20", "severity-3")]
    public void SeverityTargets_Level_NamesClocksWithTheirLadder(string facts, string contact, string finish, string ladder)
    {
        var outputs = Decide("severity-targets", facts);
        Assert.Equal((contact, finish), (outputs["firstContactClock"]!.ToString(), outputs["finishClock"]!.ToString()));
        Assert.Equal(ladder, RealPack.Pack.ClockPolicies[finish].LadderId);
    }

    [Theory]
    [InlineData("""{ "remedyAmount": 500 }""", null)]
    [InlineData("""{ "remedyAmount": 500.01 }""", "team_lead")]
    [InlineData("""{ "remedyAmount": 5000.01 }""", "manager")]
    [InlineData("""{ "remedyAmount": 60000 }""", "approver")]
    [InlineData("""{ "remedyAmount": 200001 }""", "exec")]
    [InlineData("""{ "remedyTypes": ["surrender"] }""", "manager")]
    [InlineData("""{ "remedyTypes": ["explain"] }""", null)]
    public void Authority_Amount_NamesTheApprover(string facts, string? role)
    {
        var outputs = Decide("authority", facts);
        Assert.Equal(role, outputs["authorityRole"]?.ToString());
        Assert.Equal(role is not null, outputs["needsApproval"]!.GetValue<bool>());
    }
}
