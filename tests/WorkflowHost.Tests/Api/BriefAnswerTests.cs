using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Tests.Scenarios;

namespace WorkflowHost.Tests.Api;

/// <summary><c>Prefer: return=minimal</c>: a machine that only goes on is sent where the case stands and what is open.</summary>
public sealed class BriefAnswerTests : IAsyncLifetime
{
    private readonly VirtualHost _host = new();
    private ComplaintOffice _office = null!;

    public async Task InitializeAsync()
    {
        _office = new ComplaintOffice(_host);
        await _office.HireAsync();
    }

    public Task DisposeAsync()
    {
        _office.Dispose();
        _host.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("return=minimal")]
    [InlineData("respond-async, RETURN=minimal; foo=1")]
    public async Task Command_PreferringMinimal_IsAnsweredWithWhereTheCaseStandsAndItsOpenTasks(string preference)
    {
        using var answer = await OpenAsync(preference);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("return=minimal", answer.Headers.GetValues("Preference-Applied").Single());
        Assert.Equal("\"1\"", answer.Headers.ETag?.Tag);
        var brief = await answer.JsonAsync();
        var whole = await (await _office.As("agent").GetAsync($"/api/v1/cases/{(string?)brief["id"]}")).JsonAsync();
        Assert.True((bool)brief["isBrief"]!);
        Assert.False((bool)whole["isBrief"]!);
        Assert.True(JsonNode.DeepEquals(whole["summary"], brief["summary"]));
        Assert.True(JsonNode.DeepEquals(whole["tasks"], brief["tasks"]));
        Assert.Equal((long)whole["version"]!, (long)brief["version"]!);
        Assert.Empty(brief["timeline"]!.AsArray());
        Assert.NotEmpty(whole["timeline"]!.AsArray());
    }

    [Fact]
    public async Task Command_PreferringMinimal_GoesFromTaskToTask()
    {
        var opened = await (await OpenAsync("return=minimal")).JsonAsync();
        var task = (string)Assert.Single(opened["tasks"]!.AsArray())!["id"]!;

        using var claim = Request($"/api/v1/tasks/{task}/claim", "return=minimal", body: null);
        var claimed = await (await _office.As("agent").SendAsync(claim)).JsonAsync();

        Assert.Equal(_office.IdOf("agent"), (string?)Assert.Single(claimed["tasks"]!.AsArray())!["assigneeId"]);
        Assert.Equal((long)opened["version"]! + 1, (long)claimed["version"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("return=representation")]
    [InlineData("return")]
    public async Task Command_PreferringAnythingElse_IsAnsweredWithTheWholeCase(string? preference)
    {
        using var answer = await OpenAsync(preference);

        Assert.False(answer.Headers.Contains("Preference-Applied"));
        Assert.NotEmpty((await answer.JsonAsync())["timeline"]!.AsArray());
    }

    [Fact]
    public async Task Refusal_PreferringMinimal_SaysAsMuchAsEver()
    {
        using var request = Request("/api/v1/cases", "return=minimal", new { definitionId = "complaint", fields = new { } });

        using var answer = await _office.As("agent").SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotNull((await answer.JsonAsync())["errors"]!["customerName"]);
    }

    private async Task<HttpResponseMessage> OpenAsync(string? preference)
    {
        using var request = Request("/api/v1/cases", preference, new { definitionId = "complaint", fields = ComplaintForms.Open("2026-09-29T09:00:00") });
        return await _office.As("agent").SendAsync(request);
    }

    private static HttpRequestMessage Request(string path, string? preference, object? body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (preference is not null)
        {
            request.Headers.TryAddWithoutValidation("Prefer", preference);
        }

        return request;
    }
}
