using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>A complaint that the regulator passes on is reported by the regulator's date, closed or not.</summary>
public sealed class TransferRuleTests
{
    private const string Received = "2026-10-12T09:00:00";

    [Theory]
    [InlineData(null, "2026-10-27T23:59:59")]
    [InlineData("2026-10-16", "2026-10-16T23:59:59")]
    [InlineData("2026-11-20", "2026-11-20T23:59:59")]
    public void Report_IsDueWhenTheRegulatorSays(string? demanded, string due) => Assert.Equal(At(due), Transfer(demanded).Clock("regulator-report").DueAt);

    [Fact]
    public void Report_IsBegunBeforeItIsDueThoughTheComplaintIsOpen()
    {
        var sim = Transfer(null);
        sim.Complete("register", Investigator, "new", new() { ["contactedComplainantAt"] = Received, ["toldNextSteps"] = true, ["identityChecked"] = true });
        Assert.Empty(sim.State.Tasks);

        sim.AdvanceTo("2026-10-22T12:00:00");

        Assert.Equal("draft", Assert.Single(sim.State.Tasks).ActivityId);
    }

    [Fact]
    public void Contact_IsNotCountedForAComplaintOfWhichNobodyWasCalled() => Assert.Equal(
        ["contactedComplainantAt"],
        FaultsOf(Transfer(null)));

    private static IEnumerable<string> FaultsOf(CaseSimulator sim) =>
        sim.Try(new Sop.Cases.CompleteTask(Investigator, sim.Task("register").Id, "existing", new() { ["existingCaseNumber"] = "TS20261001-0001" }))!.Fields.Select(f => f.Field);

    private static CaseSimulator Transfer(string? demanded)
    {
        var sim = new CaseSimulator("regulator-transfer");
        sim.OpenBy(Investigator, Received, new() { ["transferReceivedAt"] = Received, ["transferNo"] = "Z1", ["regulator"] = "监管局", ["customerName"] = "李华", ["contactPhone"] = "13800138000", ["content"] = "迟迟不赔", ["regulatorDueDate"] = demanded });
        return sim;
    }
}
