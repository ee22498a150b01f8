using System.Net;
using System.Text.Json.Nodes;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>The periodic reviews (F-25) begin by themselves: the shipped calendars on their own schedules, in virtual time, seen through the public API.</summary>
public sealed class ReviewCalendarTests
{
    [Fact]
    public async Task QuarterEnd_OpensOneCycleOfTheQuarter_WithItsTaskForTheManager()
    {
        using var host = VirtualHost.At(At("2026-09-30T20:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.AdvanceToAsync("2026-10-01T08:59:00");
        Assert.Empty(await CasesAsync(office, "satisfaction-cycle"));

        await office.AdvanceToAsync("2026-10-01T09:01:00");

        office.TakeOver((string)Assert.Single(await CasesAsync(office, "satisfaction-cycle"))["id"]!);
        var data = (await office.CaseAsync())["data"]!;
        Assert.Equal(("2026年第三季度", "2026-07-01", "2026-09-30"), ((string)data["periodName"]!, (string)data["periodFrom"]!, (string)data["periodEnd"]!));
        Assert.Equal("manager", (string?)(await office.TaskAsync("plan"))["role"]);
        Assert.Single(await CasesAsync(office, "compliance-cycle"));
        var reviews = await CasesAsync(office, "review-meeting");
        Assert.Contains(reviews, review => ((string)review["title"]!).StartsWith("2026年第三季度：长护险流程评估会", StringComparison.Ordinal));
        Assert.Contains(reviews, review => ((string)review["title"]!).StartsWith("2026年第三季度：监管统计报送", StringComparison.Ordinal));

        await office.AdvanceToAsync("2026-12-31T23:00:00");
        Assert.Single(await CasesAsync(office, "satisfaction-cycle"));
    }

    [Fact]
    public async Task QuarterEnd_WithNoHostRunning_IsMadeUpOnce()
    {
        using var host = VirtualHost.At(At("2026-12-31T20:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        host.Clock.SetUtcNow(At("2027-01-06T10:00:00"));

        await office.AdvanceToAsync("2027-01-06T10:05:00");

        office.TakeOver((string)Assert.Single(await CasesAsync(office, "satisfaction-cycle"))["id"]!);
        Assert.Equal("2026年第四季度", (string?)(await office.CaseAsync())["data"]!["periodName"]);
        Assert.Equal(3, (await CasesAsync(office, "risk-assessment")).Count);
    }

    [Fact]
    public async Task Review_FromPackToImprovement_GoesToTheRolesOfItsSubject()
    {
        using var host = VirtualHost.At(At("2026-09-30T20:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.AdvanceToAsync("2026-10-01T09:01:00");
        office.TakeOver((string)(await CasesAsync(office, "review-meeting")).Single(review => ((string)review["title"]!).Contains("监管统计报送", StringComparison.Ordinal))["id"]!);
        await office.AssertDueAsync("periodic-pack", "2026-10-13T18:00:00");

        await office.CompleteAsync("pack", "compliance", "ready", new() { ["reviewFigures"] = "亿元保费投诉量6.19件，高于行业中位数。" });
        await office.CompleteAsync("meeting", "compliance", "held", new()
        {
            ["reviewHeldAt"] = "2026-10-01T09:00:00", ["reviewMinutes"] = "已核对报送口径。", ["reviewActionNeeded"] = true, ["reviewActions"] = "理赔部10月20日前整改。",
        });
        await office.CompleteAsync("improve", "manager", "done", new() { ["reviewImproved"] = "已整改，证明已存档。" });

        Assert.Equal("ended", (string?)(await office.CaseAsync())["summary"]!["status"]);
    }

    private static async Task<IReadOnlyList<JsonNode>> CasesAsync(ComplaintOffice office, string definitionId) =>
        [.. (await MustAsync(await office.As("compliance").GetAsync($"/api/v1/cases?definitionId={definitionId}"), HttpStatusCode.OK))["items"]!.AsArray().Select(row => row!)];
}
