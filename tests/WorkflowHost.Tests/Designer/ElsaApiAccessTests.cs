using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Designer;

/// <summary>Who may do what on Elsa's API, walked over every endpoint that is there.</summary>
public sealed class ElsaApiAccessTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    [Fact]
    public async Task Endpoint_NotSignedIn_Is401()
    {
        using var client = host.CreateClient();
        var endpoints = Endpoints().ToList();
        Assert.InRange(endpoints.Count, 55, 120);

        foreach (var (method, path) in endpoints)
        {
            using var answer = await client.SendAsync(Request(method, path));
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {(int)answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("POST", "/elsa/api/workflow-definitions")]
    [InlineData("POST", "/elsa/api/workflow-definitions/complaint/publish")]
    [InlineData("POST", "/elsa/api/workflow-definitions/complaint/retract")]
    [InlineData("POST", "/elsa/api/workflow-definitions/complaint/revert/1")]
    [InlineData("POST", "/elsa/api/workflow-definitions/import")]
    [InlineData("POST", "/elsa/api/workflow-definitions/import-files")]
    [InlineData("DELETE", "/elsa/api/workflow-definitions/complaint")]
    [InlineData("DELETE", "/elsa/api/workflow-definition-versions/complaint-v1")]
    [InlineData("POST", "/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids")]
    [InlineData("POST", "/elsa/api/bulk-actions/retract/workflow-definitions/by-definition-ids")]
    [InlineData("POST", "/elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id")]
    [InlineData("POST", "/elsa/api/bulk-actions/delete/workflow-definitions/by-id")]
    public async Task Change_ByAnybodyButAProcessOwner_Is403(string method, string path)
    {
        foreach (var role in StaffRoles.All.Where(role => role != StaffRoles.ProcessOwner))
        {
            using var client = await host.ClientAsync(role);
            using var answer = await client.SendAsync(Request(method, path));
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{role}: {method} {path} answered {(int)answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("POST", "/elsa/api/workflow-instances")]
    [InlineData("GET", "/elsa/api/workflow-instances/x")]
    [InlineData("POST", "/elsa/api/activity-executions/report")]
    [InlineData("POST", "/elsa/api/cancel/workflow-instances/x")]
    [InlineData("DELETE", "/elsa/api/workflow-instances/x")]
    [InlineData("POST", "/elsa/api/workflow-definitions/complaint/execute")]
    [InlineData("POST", "/elsa/api/alterations/workflows/retry")]
    public async Task Instances_ForAnAgent_Are403(string method, string path)
    {
        using var agent = await host.ClientAsync(StaffRoles.Agent);

        using var answer = await agent.SendAsync(Request(method, path));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Change_ByCookieWithoutTheHeaderOfOurPage_IsRefused()
    {
        await host.HireAsync("fengtao", "Harbour-Window-73", mustChange: false, StaffRoles.ProcessOwner);
        using var browser = new BrowserSession(host);
        await browser.MustSignInAsync("fengtao", "Harbour-Window-73");

        using var answer = await browser.Client.SendAsync(Request("POST", "/elsa/api/workflow-definitions/complaint/retract"));

        Assert.Equal("request.cross_site", await answer.CodeAsync());
    }

    [Fact]
    public async Task Key_SentAsElsasClientsDo_SignsIn()
    {
        using var own = await host.ClientAsync(StaffRoles.Agent);
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "ApiKey " + own.DefaultRequestHeaders.GetValues("X-Api-Key").Single());

        using var answer = await client.GetAsync("/elsa/api/workflow-definitions");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static HttpRequestMessage Request(string method, string path) =>
        new(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("{}", Encoding.UTF8, "application/json") : null };

    private IEnumerable<(string Method, string Path)> Endpoints() => host.Services.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Select(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET", "/" + endpoint.RoutePattern.RawText?.Trim('/')))
        .Where(endpoint => endpoint.Item2.StartsWith("/elsa/api/", StringComparison.Ordinal))
        .Select(endpoint => (endpoint.Item1, endpoint.Item2.Replace("{version:int}", "1", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)));
}
