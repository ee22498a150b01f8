using System.Text.Json.Nodes;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Tests.Packs;

public sealed class RealPackTests
{
    [Fact]
    public void Pack_AsShipped_HasNoFault()
    {
        var (_, faults) = SopPackReader.Read(RealPack.Files());
        Assert.Empty(faults.Select(fault => fault.ToString()));
    }

    /// <summary>Each step says who does it, how, to what standard and what to do when it can't be done the usual way (S3 IV).</summary>
    [Fact]
    public void EveryTask_OfEverySop_StatesItsServiceStandardAndContingency() => Assert.Empty(
        from sop in RealPack.Sops()
        from step in JsonNode.Parse(RealPack.Files().Single(file => file.Path == sop + ".json").Utf8)!["root"]!["activities"]!.AsArray()
        where (string)step!["type"]! == "Sop.HumanTask"
        from input in new[] { "role", "instruction", "serviceStandard", "contingency" }
        where step[input]?["expression"]?["value"] is null
        select $"{sop}.{step["id"]} lacks {input}");

    /// <summary>Cases run on stored versions that still offer these outcomes and ask these fields; without them the host would not start.</summary>
    [Theory]
    [InlineData("ltc-monthly", "paid,not_due", "monthlyPaidAt,monthlyPaidAmount,monthlyRef,monthlyNote")]
    [InlineData("ltc-adjust", "adjusted,unchanged,decide_again", "adjustedAmount,adjustFrom,adjustNote")]
    [InlineData("outage-record", "entered", "outageTo,recordsEntered,callbacksQueued")]
    public void Form_OfEarlierVersions_KeepsItsOutcomesAndFields(string id, string outcomes, string fields)
    {
        var form = RealPack.Pack.Forms[id];

        Assert.Equal(outcomes.Split(','), form.Outcomes.Select(outcome => outcome.Value));
        Assert.Equal(fields.Split(','), form.Fields.Select(field => field.Name));
    }

    /// <summary>Earlier versions have no way to end a benefit here: a check that leaves only that way would hold the case up.</summary>
    [Fact]
    public void LtcAdjust_OfEarlierVersions_RefusesNone() => Assert.Empty(RealPack.Pack.Forms["ltc-adjust"].Checks);
}
