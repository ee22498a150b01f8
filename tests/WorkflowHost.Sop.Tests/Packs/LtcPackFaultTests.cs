using System.Text;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Tests.Packs;

/// <summary>What a process owner may get wrong in fast-track targets, revisit plans, sums and recusals is named at its place.</summary>
public sealed class LtcPackFaultTests
{
    [Theory]
    [InlineData("""{ "kind": "statutory", "due": "NAT(30)", "expedited": 15 }""", "$.policies[0].expedited pack.contradiction")]
    [InlineData("""{ "kind": "window", "due": "NAT(30)", "expedited": 15 }""", "$.policies[0].expedited pack.contradiction")]
    [InlineData("""{ "kind": "internal", "due": "WD(5)", "expedited": 5 }""", "$.policies[0].expedited pack.contradiction")]
    [InlineData("""{ "kind": "window", "due": "WD(5)", "staysOnRestDays": true }""", "$.policies[0].staysOnRestDays pack.contradiction")]
    public void Clock_WithAnImpossibleTarget_IsRefused(string policy, string expected)
    {
        var text = policy[..policy.LastIndexOf('}')] + """, "id": "x", "name": { "zh": "x", "en": "x" }, "calendar": "cn", "source": "s", "evidence": "D" }""";

        Assert.Contains(expected, Faults("policies/spoiled.json", $$"""{ "kind": "clocks", "policies": [{{text}}] }"""));
    }

    [Theory]
    [InlineData("""[]""", "$.plans[0].calls pack.missing")]
    [InlineData("""[{ "after": "WD(7)" }]""", "$.plans[0].calls[0] pack.not_allowed")]
    [InlineData("""[{ "after": "NAT(7)", "every": "MON(1)" }]""", "$.plans[0].calls[0] pack.contradiction")]
    [InlineData("""[{ "after": "NAT(7)", "times": 2 }]""", "$.plans[0].calls[0].times pack.contradiction")]
    [InlineData("""[{ "every": "MON(1)" }, { "every": "MON(3)" }]""", "$.plans[0].calls[0] pack.contradiction")]
    [InlineData("""[{ "after": "NAT(40)" }, { "every": "MON(1)" }]""", "$.plans[0].calls pack.contradiction")]
    public void RevisitPlan_ThatCannotBeMeant_IsRefused(string calls, string expected) => Assert.Contains(expected, Faults(
        "policies/spoiled.json",
        $$"""{ "kind": "revisitPlans", "plans": [{ "id": "x", "name": { "zh": "x", "en": "x" }, "policy": "ltc-care", "leadWorkingDays": 1, "calls": {{calls}}, "source": "s", "evidence": "D" }] }"""));

    [Theory]
    [InlineData("""{ "name": "total", "type": "number", "sumOf": ["nothing"] }""", "$.sections[0].fields[0] pack.unknown_reference")]
    [InlineData("""{ "name": "total", "type": "text", "sumOf": ["total"] }""", "$.sections[0].fields[0] pack.contradiction")]
    [InlineData("""{ "name": "x", "type": "text", "role": "assessor" }""", "$.sections[0].fields[0] pack.contradiction")]
    [InlineData("""{ "name": "x", "type": "staff", "role": "juggler" }""", "$.sections[0].fields[0].role pack.unknown_reference")]
    [InlineData("""{ "name": "x", "type": "staff", "differsFrom": ["nobodyKnows"] }""", "$.sections[0].fields[0].differsFrom[0] pack.unknown_fact")]
    [InlineData("""{ "name": "x", "type": "staff", "differsWhen": { "purpose": "inquiry" } }""", "$.sections[0].fields[0] pack.contradiction")]
    public void Field_ThatDependsOnNothing_IsRefused(string field, string expected)
    {
        var text = field[..field.LastIndexOf('}')] + """, "label": { "zh": "x", "en": "x" } }""";

        Assert.Contains(expected, Faults("forms/spoiled.json", $$"""{ "id": "spoiled", "title": { "zh": "x", "en": "x" }, "sections": [{ "title": { "zh": "x", "en": "x" }, "fields": [{{text}}] }], "source": "s", "evidence": "D" }"""));
    }

    [Fact]
    public void Form_ThatAsksAnUnknownTable_IsRefused() => Assert.Contains("$.decides[0] pack.unknown_reference", Faults(
        "forms/spoiled.json",
        """{ "id": "spoiled", "title": { "zh": "x", "en": "x" }, "decides": ["no-such-table"], "sections": [{ "title": { "zh": "x", "en": "x" }, "fields": [{ "name": "x", "type": "text", "label": { "zh": "x", "en": "x" } }] }], "source": "s", "evidence": "D" }"""));

    private static List<string> Faults(string path, string text) =>
        [.. SopPackReader.Read([.. RealPack.Files(), new PackFile(path, Encoding.UTF8.GetBytes(text))]).Faults.Where(f => f.File == path).Select(f => $"{f.JsonPath} {f.Code}")];
}
