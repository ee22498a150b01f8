using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Tests.Packs;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>A case in care goes over to the SOP that counts by days from one that did not.</summary>
public sealed class LtcMoveTests
{
    /// <summary>What counts the benefit by days; the version before had none of it.</summary>
    private static readonly string[] Account =
    [
        "awaitReckon", "reckon", "isOver", "reckoned", "isOverpaid", "overpaid", "keepOverpaid", "closeSettled", "finishSettled",
        "askFirst", "awaitFirst", "isFirstOwed", "stopPayment", "askFirstMonth", "askMonth", "awaitDue", "isDue", "noteChecked", "noteNotDue", "askAgain", "isMonthAwaited",
    ];

    [Fact]
    public void CaseInCare_MovedToTheSopThatCountsByDays_IsPaidTheNextMonth()
    {
        var sim = new CaseSimulator("ltc-claim") { ProgramInUse = Version(1, WithoutAccount) };
        LtcScenarioTests.Accept(sim);
        LtcScenarioTests.BringIntoCare(LtcScenarioTests.Deliver(sim));
        sim.AdvanceTo("2026-09-15T10:00:00");

        sim.Migrate(Version(2, _ => { }));
        sim.AdvanceTo("2026-10-01T00:00:00");

        Assert.Equal(3000m, LtcWalks.Yuan(sim, "benefitDue"));
        LtcWalks.PayMonth(sim, "2026-10-01T00:00:00");
        sim.AdvanceTo("2026-11-01T00:00:00");
        Assert.Equal("2026-11：30/30 → 3000.00 = 3000.00", sim.State.Data.Text("benefitDueText"));
        Assert.Single(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");
    }

    /// <summary>Moved while October was being checked: it is paid once, and November after it.</summary>
    [Fact]
    public void CaseWithAMonthBeingChecked_MovedToTheSopThatCountsByDays_IsPaidItOnceAndGoesOn()
    {
        var sim = new CaseSimulator("ltc-claim") { ProgramInUse = Version(1, WithoutAccount) };
        LtcScenarioTests.Accept(sim);
        LtcScenarioTests.BringIntoCare(LtcScenarioTests.Deliver(sim));
        sim.AdvanceTo("2026-10-08T10:00:00");

        sim.Migrate(Version(2, _ => { }));
        sim.Complete("monthlyCheck", Claims, "due", LtcWalks.MonthDue());
        sim.Complete("monthlyPay", OtherClaims, "paid", LtcWalks.Monthly("2026-10-08T10:00:00"));

        Assert.Equal(0m, LtcWalks.Yuan(sim, "benefitDue"));
        sim.AdvanceTo("2026-11-01T00:00:00");
        Assert.Equal("2026-11：30/30 → 3000.00 = 3000.00", sim.State.Data.Text("benefitDueText"));
        LtcWalks.PayMonth(sim, "2026-11-01T00:00:00");
        sim.AdvanceTo("2026-12-01T00:00:00");
        LtcWalks.PayMonth(sim, "2026-12-01T00:00:00");
        Assert.DoesNotContain(sim.State.Tasks, t => t.ActivityId == "monthlyCheck");
    }

    private static WorkflowProgram Version(int version, Action<JsonObject> edit)
    {
        var document = (JsonObject)JsonNode.Parse(RealPack.Files().Single(each => each.Path == "ltc-claim.json").Utf8)!;
        document["version"] = version;
        document["id"] = $"ltc-claim.v{version}";
        edit(document);
        return SopDraft.Compile(SopDraft.Read(document));
    }

    private static void WithoutAccount(JsonObject document)
    {
        var activities = (JsonArray)document["root"]!["activities"]!;
        var connections = (JsonArray)document["root"]!["connections"]!;
        // Each month was opened on its first day, whatever was owed.
        var open = activities.OfType<JsonObject>().Single(each => (string?)each["id"] == "openMonth");
        open["id"] = "chooseAmount";
        open["fields"]!["expression"]!["value"] = "({ benefitMonthOpen: true, benefitMonthOpenedAt: new Date().toISOString(), benefitMonthFrom: new Date(new Date().getTime() + 28800000).toISOString().substring(0, 10) })";
        foreach (var activity in activities.OfType<JsonObject>().Where(each => Account.Contains((string?)each["id"])).ToList())
        {
            activities.Remove(activity);
        }

        foreach (var connection in connections.OfType<JsonObject>().Where(each => IsOfTheAccount(each["source"]!) || IsOfTheAccount(each["target"]!)).ToList())
        {
            connections.Remove(connection);
        }

        activities.OfType<JsonObject>().Single(each => (string?)each["id"] == "payment")["form"]!["expression"]!["value"] = "ltc-payment";
        activities.OfType<JsonObject>().Single(each => (string?)each["id"] == "claimPaid")["fields"]!["expression"]!["value"] = "({ claimStatus: 'paid' })";
        foreach (var (from, to) in new[] { ("reportAgreed", "payment"), ("firstMonth", "nextMonth"), ("awaitMonth", "chooseAmount"), ("chooseAmount", "startMonthly"), ("monthlyCheck.due", "monthlyPay"), ("monthlyCheck.not_due", "keepMonth"), ("stopMonthly", "nextMonth") })
        {
            connections.Add(new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = from.Split('.')[0], ["port"] = from.Contains('.', StringComparison.Ordinal) ? from.Split('.')[1] : "Done" },
                ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
            });
        }

        // The new version calls the step that opens a month by another name.
        static bool IsOfTheAccount(JsonNode end) => (string?)end["activity"] == "openMonth" || Account.Contains((string?)end["activity"]);
    }
}
