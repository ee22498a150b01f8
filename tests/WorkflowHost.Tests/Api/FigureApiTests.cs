using System.Net;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Tests.Scenarios;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Api;

/// <summary>Figures counted from the store through the public API, on the shipped pack, in virtual time.</summary>
public sealed class FigureApiTests : IDisposable
{
    private readonly VirtualHost _host = VirtualHost.At(At("2026-09-29T16:40:00"));
    private readonly ComplaintOffice _office;

    public FigureApiTests() => _office = new ComplaintOffice(_host);

    [Fact]
    public async Task Figure_OfTheQuarter_CountsItsCasesAndOpensThem()
    {
        await _office.HireAsync();
        await _office.OpenAsync("agent", ComplaintForms.Open("2026-09-29T16:40:00"));
        var number = (string)(await _office.CaseAsync())["summary"]!["number"]!;

        var complaints = Figure(await SheetAsync("2026-Q3"), "complaints");
        Assert.Equal((1m, 1), ((decimal)complaints["value"]!, (int)complaints["counted"]!));
        Assert.Equal(("2026-Q3", 1m), ((string)complaints["trend"]!.AsArray()[^1]!["period"]!, (decimal)complaints["trend"]!.AsArray()[^1]!["value"]!));
        Assert.Equal(0m, (decimal)Figure(await SheetAsync("2026-Q2"), "complaints")["value"]!);
        var behind = await MustAsync(await _office.As("manager").GetAsync("/api/v1/figures/complaints/cases?period=2026-Q3"), HttpStatusCode.OK);
        Assert.Equal(number, (string?)Assert.Single(behind["cases"]!.AsArray())!["number"]);
    }

    [Fact]
    public async Task Figure_SplitByChannel_HasAPartForEachAndItsCases()
    {
        await _office.HireAsync();
        await _office.OpenAsync("agent", ComplaintForms.Open("2026-09-29T16:40:00"));
        var channel = (string)(await _office.CaseAsync())["data"]!["channel"]!;

        var part = Assert.Single(Figure(await SheetAsync("2026-Q3&split=channel"), "complaints")["parts"]!.AsArray())!;

        Assert.Equal((channel, 1m), ((string)part["key"]!, (decimal)part["value"]!["value"]!));
        var other = await MustAsync(await _office.As("manager").GetAsync("/api/v1/figures/complaints/cases?period=2026-Q3&split=channel&key=none-such"), HttpStatusCode.OK);
        Assert.Equal(0, (int)other["total"]!);
    }

    [Fact]
    public async Task Figure_WithNothingToDivideBy_HasNoValueAndNoBand()
    {
        await _office.HireAsync();

        var figure = Figure(await SheetAsync("2026-Q3"), "complaint-resolution");

        Assert.Null(figure["value"]);
        Assert.Equal("none", (string?)figure["band"]);
    }

    [Fact]
    public async Task Share_SplitWhereNothingBelongsToItsBase_HasNoPartsWhileACountHas()
    {
        await _office.HireAsync();
        await _office.OpenAsync("agent", ComplaintForms.Open("2026-09-29T16:40:00"));
        await _office.RaiseAsync("withdrawn", "agent", new() { ["withdrawnAt"] = "2026-09-29T16:40:00+08:00", ["withdrawChannel"] = "phone", ["withdrawIdentityChecked"] = true });

        var sheet = await SheetAsync("2026-Q3&split=channel");

        var resolution = Figure(sheet, "complaint-resolution");
        Assert.Equal((0, 0m), ((int)resolution["counted"]!, (decimal)resolution["base"]!));
        Assert.Null(resolution["value"]);
        Assert.Empty(resolution["parts"]!.AsArray());
        Assert.Equal(1m, (decimal)Assert.Single(Figure(sheet, "complaints")["parts"]!.AsArray())!["value"]!["value"]!);
        Assert.Equal(1, (int)Figure(sheet, "complaint-days")["counted"]!);
    }

    [Fact]
    public async Task Export_IsATableWithOneLineForEachFigure()
    {
        await _office.HireAsync();
        using var answer = await _office.As("manager").GetAsync("/api/v1/figures/export?period=2026-Q3");

        var lines = (await answer.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("指标,", lines[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Equal((await SheetAsync("2026-Q3"))["figures"]!.AsArray().Count, lines.Length - 1);
    }

    [Fact]
    public async Task Proposals_ForTheDataOfACycle_AreWhatIsCountedOfItsQuarter()
    {
        await _office.HireAsync();
        await _office.OpenAsync("agent", ComplaintForms.Open("2026-09-29T16:40:00"));
        await _office.AdvanceToAsync("2026-10-08T09:00:00");
        await _office.OpenAsync("manager", new() { ["periodName"] = "2026年第三季度", ["periodFrom"] = "2026-07-01", ["periodEnd"] = "2026-09-30" }, "satisfaction-cycle");
        await _office.CompleteAsync("plan", "manager", "planned", new() { ["instruments"] = new JsonArray("questionnaire"), ["sampleSize"] = 400, ["sampleRule"] = "随机" });

        var proposals = await MustAsync(await _office.As("manager").GetAsync($"/api/v1/figures/proposals/{(string)(await _office.TaskAsync("collect"))["id"]!}"), HttpStatusCode.OK);

        Assert.Equal((1m, 0m), ((decimal)proposals["complaints"]!, (decimal)proposals["complaintsClosed"]!));
        Assert.Null(proposals["premiumYi"]);
    }

    [Fact]
    public async Task Figures_ForAPeriodThatIsNone_AreRefused()
    {
        await _office.HireAsync();

        using var answer = await _office.As("manager").GetAsync("/api/v1/figures?period=2026-Q7");

        Assert.Equal("figure.period_invalid", await answer.CodeAsync());
    }

    [Fact]
    public async Task Figures_ForAnAgent_AreForbidden()
    {
        await _office.HireAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await _office.As("agent").GetAsync("/api/v1/figures")).StatusCode);
    }

    public void Dispose()
    {
        _office.Dispose();
        _host.Dispose();
    }

    private async Task<JsonNode> SheetAsync(string query) => await MustAsync(await _office.As("manager").GetAsync("/api/v1/figures?period=" + query), HttpStatusCode.OK);

    private static JsonNode Figure(JsonNode sheet, string id) => sheet["figures"]!.AsArray().Single(figure => (string?)figure!["id"] == id)!;
}
