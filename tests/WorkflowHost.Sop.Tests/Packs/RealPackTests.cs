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
}
