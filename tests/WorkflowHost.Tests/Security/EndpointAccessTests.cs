using System.Net.Http.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Security;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Security;

/// <summary>Walks over every endpoint of the running host, so that a new one cannot be open by oversight.</summary>
public sealed class EndpointAccessTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    /// <summary>What anybody may reach, and why nothing is given away.</summary>
    private static readonly string[] _open =
    [
        "/login", // the way in
        "/language", // switches the language of the sign-in page; stores a cookie and nothing else
        "/health/live", // one word for the load balancer
        "/health/ready",
        "/c/{token}", // customers' links: nothing of the case without the code; see CustomerLinkTests
        "/workflows/{**path}", // lets each request in by its own endpoint; see WorkflowEndpointTests
    ];

    [Fact]
    public void Endpoint_NotListedAsOpen_RequiresSignIn()
    {
        var open = Endpoints()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && !IsAsset(endpoint))
            .Select(Path)
            .Except(_open);

        Assert.Empty(open);
    }

    [Fact]
    public void Fallback_RequiresSignIn()
    {
        var options = host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<AuthorizationOptions>>().Value;

        Assert.Contains(options.FallbackPolicy!.Requirements, requirement => requirement is Microsoft.AspNetCore.Authorization.Infrastructure.DenyAnonymousAuthorizationRequirement);
    }

    [Fact]
    public async Task ApiEndpoint_NotSignedIn_Is401WithCode()
    {
        using var client = host.CreateClient();
        var routes = Endpoints().Where(endpoint => Path(endpoint).StartsWith("/api/v1/", StringComparison.Ordinal)).ToList();
        Assert.InRange(routes.Count, 25, 200);

        foreach (var endpoint in routes)
        {
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            using var request = new HttpRequestMessage(new HttpMethod(method), Path(endpoint).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
            using var answer = await client.SendAsync(request);
            Assert.True(await answer.CodeAsync() == "session.sign_in_required", $"{method} {Path(endpoint)} answered {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public void ChangingApiEndpoint_NamesAPolicy()
    {
        string[] own = ["/api/v1/notifications/read"]; // one's own reminders: nothing but sign-in is needed

        var bare = Endpoints()
            .Where(endpoint => Path(endpoint).StartsWith("/api/v1/", StringComparison.Ordinal)
                && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Any(method => method != "GET")
                && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().All(data => data.Policy is null))
            .Select(Path)
            .Except(own);

        Assert.Empty(bare);
    }

    [Fact]
    public void EveryPolicy_NamesRolesThatExist() =>
        Assert.All(AccessPolicies.All, policy => Assert.All(AccessPolicies.RolesOf(policy), role => Assert.Contains(role, Sop.Staff.StaffRoles.All)));

    [Theory]
    [InlineData(AccessPolicies.Work, "/api/v1/cases")]
    [InlineData(AccessPolicies.Supervise, "/api/v1/clocks/due")]
    [InlineData(AccessPolicies.Revisits, "/api/v1/revisits")]
    [InlineData(AccessPolicies.Operate, "/api/v1/timers")]
    public async Task Policy_EveryRoleItAdmits_GetsWhatAManagerGets(string policy, string path)
    {
        using var agent = await host.ClientAsync(Sop.Staff.StaffRoles.Agent);
        using var opened = await agent.PostAsJsonAsync("/api/v1/cases", new { definitionId = "complaint", fields = Sop.Tests.Cases.ComplaintForms.Open("2026-09-29T09:00:00") });
        Assert.Equal(System.Net.HttpStatusCode.Created, opened.StatusCode);
        using var manager = await host.ClientAsync(Sop.Staff.StaffRoles.Manager);
        var expected = (await manager.GetStringAsync(path)).Length;

        foreach (var role in AccessPolicies.RolesOf(policy))
        {
            using var client = await host.ClientAsync(role);
            // Names of the asker may differ in length, what is listed may not.
            Assert.True((await client.GetStringAsync(path)).Length > expected / 2, $"{role} sees less under {path} than the policy {policy} promises");
        }
    }

    private IEnumerable<RouteEndpoint> Endpoints() =>
        host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText?.Trim('/');

    /// <summary>Style sheets, scripts and pictures: served to anybody, built from the sources, the same for all.</summary>
    private static bool IsAsset(RouteEndpoint endpoint) =>
        endpoint.Metadata.Any(item => item.GetType().Name is "StaticAssetDescriptor");
}
