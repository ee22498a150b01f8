using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Tests.Cases;

public sealed class CaseSummaryTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(3000)]
    public void Name_LongerThanListsKnow_IsCutThereAndWholeInTheCase(int length)
    {
        var sim = ComplaintCases.Opened();
        var state = sim.State with { Data = new JsonObject { ["customerName"] = new string('长', length) } };

        Assert.Equal(200, CaseSummary.Of(state).CustomerName!.Length);
        Assert.Equal(length, state.Data.Text("customerName")!.Length);
    }
}
