using System.Text.Json.Nodes;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>The quarterly satisfaction cycle through the public API in virtual time: every figure and every date.</summary>
public sealed class SatisfactionScenarioTests
{
    [Fact]
    public async Task SC10_ThirdQuarter_GivesEveryFigureAndEveryDate()
    {
        using var host = VirtualHost.At(At("2026-10-08T09:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("manager", new() { ["periodName"] = "2026年第三季度", ["periodFrom"] = "2026-07-01", ["periodEnd"] = "2026-09-30" }, "satisfaction-cycle");
        await office.CompleteAsync("plan", "manager", "planned", new() { ["instruments"] = new JsonArray("questionnaire", "operating_data"), ["sampleSize"] = 400, ["sampleRule"] = "按机构与渠道分层随机抽样" });
        Assert.Equal(1m, (decimal)(await office.CaseAsync())["data"]!["weightSum"]!);

        await office.AssertDueAsync("satisfaction-freeze", "2026-10-13T18:00:00");
        await office.AssertDueAsync("satisfaction-pack", "2026-10-20T18:00:00");
        await office.AssertDueAsync("satisfaction-meeting", "2026-10-27T18:00:00");
        await office.CompleteAsync("collect", "manager", "frozen", Quarter());
        await AssertFiguresAsync(office);

        await office.CompleteAsync("pack", "manager", "ready", new() { ["strengths"] = "保单服务", ["weaknesses"] = "投诉处理", ["causes"] = new JsonArray("process") });
        await office.AdvanceToAsync("2026-10-27T14:00:00");
        await office.CompleteAsync("meeting", "manager", "held", new() { ["meetingAt"] = "2026-10-27T14:00:00", ["minutes"] = "投诉维度须改进。" });
        await office.AssertDueAsync("smart-plan", "2026-11-03T18:00:00");
        await office.AssertDueAsync("smart-check", "2027-01-25T23:59:59");
        Assert.True((bool)(await office.ClockAsync("smart-check"))["isProvisional"]!);

        var without = await office.TryCompleteAsync(await office.TaskAsync("smart"), "manager", "planned", []);
        Assert.Equal("form.invalid", await without.CodeAsync());
        await office.CompleteAsync("smart", "manager", "planned", new() { ["smartActions"] = new JsonArray(Action(office.IdOf("lead"))) });
        Assert.Equal("exec", (string?)(await office.TaskAsync("approve"))["role"]);
    }

    private static async Task AssertFiguresAsync(ComplaintOffice office)
    {
        var data = (await office.CaseAsync())["data"]!;
        (string Figure, decimal Expected)[] figures =
        [
            ("kpiPromoters", 53.00m), ("kpiDetractors", 17.00m), ("kpiNps", 36.0m), ("kpiCsi", 74.81m), ("kpiCsiWeighted", 75.27m), ("kpiComposite", 74.40m),
            ("kpiConnect", 95.00m), ("kpiServiceLevel", 82.00m), ("kpiAht", 348.0m), ("kpiFcr", 79.00m), ("kpiPraise", 3.00m), ("kpiComplaintsPolicies", 5.07m),
            ("kpiComplaintsPremium", 6.19m), ("kpiComplaintsPersons", 1.40m), ("kpiResolution", 92.31m), ("kpiTimely", 96.15m), ("kpiClaimsTimely", 92.00m),
            ("kpiPersistency", 92.00m), ("lowestScore", 66.5m),
        ];
        Assert.Equal(figures, figures.Select(each => (each.Figure, (decimal)data[each.Figure]!)));
        Assert.Equal("客户投诉与纠纷处理", (string?)data["lowestDimension"]);
        Assert.True((bool)data["actionRequired"]!);
    }

    private static JsonObject Quarter() => new()
    {
        ["npsPromoters"] = 212, ["npsPassives"] = 120, ["npsDetractors"] = 68, ["acsiOverall"] = 8.2, ["acsiExpectancy"] = 7.6, ["acsiIdeal"] = 7.4,
        ["scorePreSale"] = 82.0, ["scoreApplication"] = 79.5, ["scorePolicyService"] = 84.0, ["scoreClaimService"] = 71.0, ["scoreComplaintService"] = 66.5, ["scoreValueAdded"] = 75.0,
        ["callsOffered"] = 12_480, ["callsAnswered"] = 11_856, ["callsWithin20"] = 10_234, ["talkSeconds"] = 3_201_120, ["holdSeconds"] = 213_408, ["afterCallSeconds"] = 711_360,
        ["issues"] = 9_200, ["issuesFirst"] = 7_268, ["praises"] = 356, ["complaints"] = 26, ["policiesInForce"] = 51_300, ["premiumYi"] = 4.2, ["personsServed"] = 186_000,
        ["complaintsClosed"] = 26, ["complaintsSolved"] = 24, ["complaintsInTime"] = 25, ["claimsDecided"] = 1_400, ["claimsInTime"] = 1_288, ["premiumDue13"] = 4_800, ["premiumPaid13"] = 4_416,
    };

    private static JsonObject Action(string ownerId) => new()
    {
        ["action"] = "投诉办理进度每三日短信告知", ["metric"] = "投诉维度得分", ["baseline"] = "66.5", ["target"] = "72", ["relevance"] = "直接影响最低维度",
        ["ownerDept"] = "消费者权益保护部", ["ownerId"] = ownerId, ["due"] = "2026-12-31",
    };
}
