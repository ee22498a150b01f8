using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Designer;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Api;

public sealed class RehearsalApiTests : IDisposable
{
    private readonly VirtualHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task TestRun_OfADraft_GoesToItsEndBesideThePublishedAndTouchesNothing()
    {
        using var owner = await Owner.OfAsync(_host);
        var model = await owner.LoadAsync("complaint");
        model["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == "analysis")!["name"] = "问题分析与定责";
        await owner.SavedAsync(model);
        var before = Rows();

        var run = await (await owner.Client.PostAsJsonAsync("/api/v1/definitions/complaint/test-run", new { fields = ComplaintForms.Open("2026-09-29T09:00:00") })).JsonAsync();

        Assert.Equal((2, 1, "ended"), ((int)run["version"]!, (int)run["comparedWith"]!, (string?)run["stopReason"]));
        Assert.Contains(run["tasks"]!.AsArray(), task => (string?)task!["name"] == "问题分析与定责" && (string?)task["status"] == "completed");
        Assert.NotEmpty(run["notices"]!.AsArray());
        Assert.NotEmpty(run["clocks"]!.AsArray());
        Assert.Equal(before, Rows());
    }

    [Fact]
    public async Task TestRun_WithAnEvent_GoesTheWayOfTheEvent()
    {
        using var owner = await Owner.OfAsync(_host);

        var run = await (await owner.Client.PostAsJsonAsync(
            "/api/v1/definitions/complaint/test-run", new { fields = ComplaintForms.Open("2026-09-29T09:00:00"), events = new[] { new { @event = "withdrawn", afterHours = 0.5 } } })).JsonAsync();

        Assert.Equal("ended", (string?)run["stopReason"]);
        Assert.Equal(["cancelled"], run["tasks"]!.AsArray().Select(task => (string?)task!["status"]).Distinct());
    }

    [Theory]
    [InlineData("""{"startsAt":"9999-01-01T00:00:00Z"}""", "startsAt")]
    [InlineData("""{"startsAt":"1999-12-31T00:00:00Z"}""", "startsAt")]
    [InlineData("""{"events":[{"event":""}]}""", "events.event")]
    [InlineData("""{"events":[{"event":"withdrawn","afterHours":-1}]}""", "events.afterHours")]
    [InlineData("""{"events":[{"event":"withdrawn","afterHours":1e300}]}""", "events.afterHours")]
    [InlineData("""{"decisions":[{"activityId":"a"}]}""", "decisions.outcome")]
    public async Task TestRun_WithWhatCannotBe_NamesTheField(string body, string field)
    {
        using var owner = await Owner.OfAsync(_host);

        using var answer = await owner.Client.PostAsync("/api/v1/definitions/complaint/test-run", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.BadRequest, "form.invalid"), (answer.StatusCode, await answer.CodeAsync()));
        Assert.Contains(field, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("calendar")]
    [InlineData("openForm")]
    public async Task TestRun_OfADraftThatNamesWhatThePackDoesNotHave_IsRefusedAsFaulty(string property)
    {
        using var owner = await Owner.OfAsync(_host);
        var model = await owner.LoadAsync("complaint");
        model["customProperties"]!["sop"]![property] = "no-such";
        await owner.SavedAsync(model);

        using var answer = await owner.Client.PostAsJsonAsync("/api/v1/definitions/complaint/test-run", new { });

        Assert.Equal("definition.faulty", await answer.CodeAsync());
    }

    [Fact]
    public async Task TestRun_OfWhatIsNone_OrByWhoMayNot_IsRefused()
    {
        using var owner = await Owner.OfAsync(_host);
        using var agent = await _host.ClientAsync(StaffRoles.Agent);
        var plain = (string)(await owner.CreateAsync("普通流程"))["definitionId"]!;

        using var none = await owner.Client.PostAsJsonAsync("/api/v1/definitions/none/test-run", new { });
        using var noSop = await owner.Client.PostAsJsonAsync($"/api/v1/definitions/{plain}/test-run", new { });
        using var forbidden = await agent.PostAsJsonAsync("/api/v1/definitions/complaint/test-run", new { });

        Assert.Equal(("definition.not_found", "definition.not_an_sop"), (await none.CodeAsync(), await noSop.CodeAsync()));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    /// <summary>Everything a real case would leave.</summary>
    private string Rows()
    {
        using var connection = new SqliteConnection($"Data Source={_host.DatabaseFile};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT (SELECT count(*) FROM cases) || ' ' || (SELECT count(*) FROM tasks) || ' ' || (SELECT count(*) FROM outbox) || ' '
                || (SELECT count(*) FROM timers) || ' ' || (SELECT count(*) FROM notifications) || ' ' || (SELECT count(*) FROM definition_saves)
            """;
        return (string)command.ExecuteScalar()!;
    }
}
