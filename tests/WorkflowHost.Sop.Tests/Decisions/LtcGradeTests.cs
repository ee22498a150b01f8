using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Decisions;

/// <summary>The shipped scale's levels and combination matrix, cell by cell (domain §2.4; 示例，须合规复核).</summary>
public sealed class LtcGradeTests
{
    private static readonly string[] Levels = ["intact", "mild", "moderate", "severe"];

    [Theory]
    [InlineData("intact", 0, 0, 1, 1)]
    [InlineData("mild", 1, 1, 1, 2)]
    [InlineData("moderate", 2, 2, 2, 3)]
    [InlineData("severe", 3, 3, 4, 5)]
    public void Grade_ByTheWorseOfCognitionAndSenses(string adl, params int[] cells)
    {
        for (var cognition = 0; cognition < Levels.Length; cognition++)
        {
            for (var senses = 0; senses < Levels.Length; senses++)
            {
                var facts = new JsonObject { ["adlLevel"] = adl, ["cognitionLevel"] = Levels[cognition], ["sensoryLevel"] = Levels[senses] };
                Assert.Equal(cells[Math.Max(cognition, senses)], (int)RealPack.Pack.DecisionTables["ltc-grade"].Evaluate(facts).Outputs["ltcGrade"]!);
            }
        }
    }

    [Theory]
    [InlineData(100, 16, 12, "intact", "intact", "intact")]
    [InlineData(95, 15, 11, "mild", "mild", "mild")]
    [InlineData(65, 4, 4, "mild", "mild", "mild")]
    [InlineData(60, 3, 3, "moderate", "moderate", "moderate")]
    [InlineData(45, 2, 2, "moderate", "moderate", "moderate")]
    [InlineData(40, 1, 1, "severe", "severe", "severe")]
    [InlineData(0, 0, 0, "severe", "severe", "severe")]
    public void Levels_AtTheirBounds(int adl, int cognition, int sensory, string expectedAdl, string expectedCognition, string expectedSensory)
    {
        var facts = new JsonObject { ["adlTotal"] = adl, ["cognitionTotal"] = cognition, ["sensoryTotal"] = sensory };

        var outputs = RealPack.Pack.DecisionTables["ltc-sub-grades"].Evaluate(facts).Outputs;

        Assert.Equal((expectedAdl, expectedCognition, expectedSensory), ((string)outputs["adlLevel"]!, (string)outputs["cognitionLevel"]!, (string)outputs["sensoryLevel"]!));
    }

    [Fact]
    public void Levels_OfHalfAScale_AreNotGuessed()
    {
        var outputs = RealPack.Pack.DecisionTables["ltc-sub-grades"].Evaluate(new JsonObject { ["adlTotal"] = 35 }).Outputs;

        Assert.Equal(["adlLevel"], outputs.Select(output => output.Key));
    }
}
