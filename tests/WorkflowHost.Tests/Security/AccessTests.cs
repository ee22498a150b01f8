using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Security.ApiKeys;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Security;

public sealed class AccessTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private const string Password = "Xin-Ren-8842";

    [Theory]
    [InlineData("whk_abcdefghijkm_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("whk_")]
    [InlineData("Bearer something")]
    public async Task ApiKey_UnknownOrMalformed_IsNotSignedIn(string key)
    {
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task ApiKey_Revoked_StopsAtOnce()
    {
        var member = await host.HireAsync(StaffRoles.Agent);
        var ring = host.Services.GetRequiredService<ApiKeyRing>();
        var (key, text) = await ring.IssueAsync("bot", member.Id, null, CancellationToken.None);
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", text);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/session")).StatusCode);

        await ring.RevokeAsync(key.Id, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task StaffMember_Deactivated_IsOutWithTheNextRequest()
    {
        var member = await host.HireAsync(StaffRoles.Agent);
        using var client = await host.ClientOfAsync(member);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/session")).StatusCode);

        await host.Services.GetRequiredService<StaffDirectory>().SaveAsync(member with { IsActive = false }, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task Endpoint_OfAnotherRole_Is403WithCodeAndInTheAudit()
    {
        var member = await host.HireAsync(StaffRoles.Agent);
        using var client = await host.ClientOfAsync(member);

        var answer = await client.GetAsync("/api/v1/audit");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("session.not_permitted", await answer.CodeAsync());
        using var compliance = await host.ClientAsync(StaffRoles.Compliance);
        var lines = await compliance.GetStringAsync("/api/v1/audit");
        Assert.Contains(member.Id, lines, StringComparison.Ordinal);
        Assert.Contains("GET /api/v1/audit", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_ByCookieWithoutTheRequestHeader_IsRefused()
    {
        await host.HireAsync("li.na", Password, mustChange: false, StaffRoles.Agent);
        using var browser = new BrowserSession(host);
        await browser.MustSignInAsync("li.na", Password);

        var bare = await browser.Client.PostAsJsonAsync("/api/v1/notifications/read", new { ids = new[] { "x" } });
        browser.Client.DefaultRequestHeaders.Add("X-Requested-With", "workbench");
        var proven = await browser.Client.PostAsJsonAsync("/api/v1/notifications/read", new { ids = new[] { "x" } });

        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        Assert.Equal("request.cross_site", await bare.CodeAsync());
        Assert.NotEqual("request.cross_site", await proven.CodeAsync());
    }

    [Fact]
    public async Task Page_NotSignedIn_LeadsToTheSignInPageAndBack()
    {
        using var browser = new BrowserSession(host);

        var answer = await browser.Client.GetAsync("/account/password");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/login?returnUrl=%2Faccount%2Fpassword", answer.Headers.Location?.PathAndQuery);
    }
}
