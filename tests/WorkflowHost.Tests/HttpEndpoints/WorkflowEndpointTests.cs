using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.HttpEndpoints.FlowHost;

namespace WorkflowHost.Tests.HttpEndpoints;

/// <summary>Workflows answering HTTP requests through the running host.</summary>
public sealed class WorkflowEndpointTests(WorkflowEndpointTests.Site site) : IClassFixture<WorkflowEndpointTests.Site>
{
    public sealed class Site : IDisposable
    {
        internal FlowHost Flows { get; } = new(
            new Dictionary<string, string>
            {
                ["HttpEndpoints:AnonymousPaths:0"] = "/hooks/paid",
                ["HttpEndpoints:AnonymousPaths:1"] = "/hooks/guarded",
                ["HttpEndpoints:AnonymousPaths:2"] = "/hooks/quiet",
                ["HttpEndpoints:LargestRequestBytes"] = "2000",
            },
            Sequence("orders", Endpoint("in", "orders/{id}", "POST"), Write("out", "({ id: getVariable('route').id, sum: getVariable('body').sum })", status: 201)),
            Sequence("special", Endpoint("in", "orders/special", "POST"), Write("out", "'special'", "text/plain")),
            Sequence("silent", Endpoint("in", "silent", "GET")),
            Sequence("patient", Endpoint("in", "patient", "POST"), Endpoint("more", "patient/more", "POST", isStart: false), Write("out", "getVariable('body')")),
            Sequence("broken", Endpoint("in", "broken", "GET"), Activity("fail", "Elsa.Fault", ("message", "String", "Literal", "core system down"))),
            Sequence("hook", Endpoint("in", "hooks/paid", "POST"), Write("out", "'thanks'", "text/plain")),
            Sequence("quiet", Endpoint("in", "hooks/quiet", "POST")),
            Sequence("guarded", Endpoint("in", "hooks/guarded", "POST", true, ("authorize", "Boolean", "Literal", "true")), Write("out", "'in'")),
            Sequence("admins", Endpoint("in", "admins", "GET", true, ("policy", "String", "Literal", "administer")), Write("out", "'in'")),
            Sequence("evil", Endpoint("in", "evil", "GET"), Write(
                "out", "'<script>alert(1)</script>'", "text/html",
                headers: "({ 'Set-Cookie': 'workflowhost.session=x', 'Content-Security-Policy': 'default-src *', 'Access-Control-Allow-Origin': '*', 'X-Fine': 'yes' })")),
            Sequence("mirror", Endpoint("in", "mirror", "POST"), Activity("keep", "Elsa.SetOutput", ("outputName", "String", "Literal", "seen"), ("outputValue", "Object", "JavaScript", "getVariable('body')"))));

        internal VirtualHost Host => Flows.Host;

        public void Dispose() => Flows.Dispose();
    }

    private VirtualHost Host => site.Host;

    [Fact]
    public async Task Request_RunsTheWorkflowAndGetsWhatItWrote()
    {
        using var client = await Host.ClientAsync(StaffRoles.Agent);

        using var answer = await client.PostAsJsonAsync("/workflows/orders/A-7", new { sum = 12 });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""{"id":"A-7","sum":12}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Request_FixedPath_ComesBeforeThePattern()
    {
        using var client = await Host.ClientAsync(StaffRoles.Agent);

        Assert.Equal("special", await (await client.PostAsJsonAsync("/workflows/orders/special", new { })).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/workflows/nothing")]
    [InlineData("GET", "/workflows/orders/A-7")]
    [InlineData("POST", "/workflows/orders/A-7/lines")]
    [InlineData("GET", "/workflows")]
    public async Task Request_NobodyAnswers_Is404(string method, string path)
    {
        using var client = await Host.ClientAsync(StaffRoles.Agent);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode.NotFound, "endpoint.not_found"), (answer.StatusCode, await answer.CodeAsync()));
    }

    [Fact]
    public async Task Request_WorkflowSaysNothing_Is200WhenItEndedAnd202WhileItWaits()
    {
        using var client = await Host.ClientAsync(StaffRoles.Agent);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/workflows/silent")).StatusCode);
        using var waiting = await client.PostAsJsonAsync("/workflows/patient", new { });
        Assert.Equal(HttpStatusCode.Accepted, waiting.StatusCode);
        var instance = (string)(await waiting.JsonAsync())["workflowInstanceId"]!;

        using var request = new HttpRequestMessage(HttpMethod.Post, "/workflows/patient/more") { Content = JsonContent.Create(new { n = 1 }) };
        request.Headers.Add("X-Workflow-Instance-Id", instance);
        Assert.Equal("""{"n":1}""", await (await client.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Request_SeveralWait_MustNameOneByInstanceOrCorrelation()
    {
        using var client = await Host.ClientAsync(StaffRoles.Agent);
        await client.PostAsJsonAsync("/workflows/patient?correlationId=one", new { });
        await client.PostAsJsonAsync("/workflows/patient?correlationId=two", new { });

        Assert.Equal("endpoint.ambiguous", await (await client.PostAsJsonAsync("/workflows/patient/more", new { })).CodeAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync("/workflows/patient/more?correlationId=two", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync("/workflows/patient/more?correlationId=one", new { })).StatusCode);
    }

    [Fact]
    public async Task Request_WorkflowFaults_Is500WithTheInstance()
    {
        using var client = await Host.ClientAsync(StaffRoles.ProcessOwner);

        using var answer = await client.GetAsync("/workflows/broken");

        Assert.Equal((HttpStatusCode.InternalServerError, "endpoint.workflow_faulted"), (answer.StatusCode, await answer.CodeAsync()));
        var id = (string)(await answer.JsonAsync())["args"]!["instance"]!;
        var instance = await (await client.GetAsync($"/api/v1/instances/{id}")).JsonAsync();
        Assert.Equal("core system down", (string)instance["incidents"]![0]!["message"]!);
    }

    [Theory]
    [InlineData("POST", "/workflows/orders/A-7", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/workflows/hooks/paid", HttpStatusCode.OK)]
    [InlineData("POST", "/workflows/hooks/guarded", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/workflows/admins", HttpStatusCode.Unauthorized)]
    public async Task Request_WithoutSignIn_IsLetInOnlyWhereAuthorAndOperatorBothSaySo(string method, string path, HttpStatusCode expected)
    {
        using var client = Host.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        Assert.Equal(expected, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Request_WithPolicy_NeedsItsRole()
    {
        using var agent = await Host.ClientAsync(StaffRoles.Agent);
        using var admin = await Host.ClientAsync(StaffRoles.Admin);

        Assert.Equal(HttpStatusCode.Forbidden, (await agent.GetAsync("/workflows/admins")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/workflows/admins")).StatusCode);
    }

    [Fact]
    public async Task Request_ByCookie_MustProveThatItComesFromNoOtherSite()
    {
        await Host.HireAsync("endpointuser", "Correct-horse-9-battery", mustChange: false, StaffRoles.Agent);
        using var session = new BrowserSession(Host);
        await session.MustSignInAsync("endpointuser", "Correct-horse-9-battery");

        Assert.Equal("request.cross_site", await (await session.Client.GetAsync("/workflows/silent")).CodeAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/workflows/silent");
        request.Headers.Add("X-Requested-With", "test");
        Assert.Equal(HttpStatusCode.OK, (await session.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Answer_CannotSetCookiesOrLoosenTheBrowsersGuards()
    {
        using var client = await Host.ClientAsync(StaffRoles.Agent);

        using var answer = await client.GetAsync("/workflows/evil");

        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.StartsWith("sandbox;", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("yes", Assert.Single(answer.Headers.GetValues("X-Fine")));
    }

    [Fact]
    public async Task Request_BadBody_IsRefusedAndStartsNothing()
    {
        using var client = await Host.ClientAsync(StaffRoles.Manager);
        using var large = new StringContent("\"" + new string('x', 3000) + "\"", System.Text.Encoding.UTF8, "application/json");
        using var broken = new StringContent("{", System.Text.Encoding.UTF8, "application/json");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync("/workflows/mirror", large)).StatusCode);
        using var answer = await client.PostAsync("/workflows/mirror", broken);
        Assert.Equal((HttpStatusCode.BadRequest, "request.malformed"), (answer.StatusCode, await answer.CodeAsync()));
        Assert.Equal(0, (int)(await (await client.GetAsync("/api/v1/instances?definitionId=mirror&hasIncidents=true")).JsonAsync())["total"]!);
    }

    [Fact]
    public async Task Request_SameIdempotencyKey_StartsOne()
    {
        using var client = await Host.ClientAsync(StaffRoles.Manager);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        using var one = await client.PostAsJsonAsync("/workflows/mirror", new { unique = 1 });
        using var two = await client.PostAsJsonAsync("/workflows/mirror", new { unique = 1 });

        Assert.Equal((string)(await one.JsonAsync())["workflowInstanceId"]!, (string)(await two.JsonAsync())["workflowInstanceId"]!);
    }

    [Fact]
    public async Task Request_UsedIdempotencyKeyWithAnotherBody_IsRefused()
    {
        using var client = await Host.ClientAsync(StaffRoles.Manager);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "used");
        using var one = await client.PostAsJsonAsync("/workflows/mirror", new[] { 1 });
        using var two = await client.PostAsJsonAsync("/workflows/mirror", new[] { 2 });

        Assert.True(one.IsSuccessStatusCode);
        Assert.Equal((HttpStatusCode.Conflict, "idempotency.key_reused"), (two.StatusCode, await two.CodeAsync()));
    }

    [Fact]
    public async Task Request_OfAnybodyWithTheKeyOfAnother_IsTakenForItsOwn()
    {
        using var client = Host.CreateClient();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "1");
        var one = (string)(await (await client.PostAsJsonAsync("/workflows/hooks/quiet", new { order = "A" })).JsonAsync())["workflowInstanceId"]!;
        var other = (string)(await (await client.PostAsJsonAsync("/workflows/hooks/quiet", new { order = "B" })).JsonAsync())["workflowInstanceId"]!;
        var again = (string)(await (await client.PostAsJsonAsync("/workflows/hooks/quiet", new { order = "A" })).JsonAsync())["workflowInstanceId"]!;

        Assert.NotEqual(one, other);
        Assert.Equal(one, again);
    }

    [Fact]
    public async Task Request_Form_ArrivesAsAnObject()
    {
        using var client = await Host.ClientAsync(StaffRoles.Manager);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", "张伟")]);
        var id = (string)(await (await client.PostAsync("/workflows/mirror", form)).JsonAsync())["workflowInstanceId"]!;

        var seen = (await (await client.GetAsync($"/api/v1/instances/{id}")).JsonAsync())["values"]!["outputs"]!["seen"]!;
        Assert.Equal("张伟", (string)seen["name"]!);
    }

    [Fact]
    public async Task Input_OfAWorkflow_NeverHoldsTheCallersKey()
    {
        using var client = await Host.ClientAsync(StaffRoles.Manager);
        var key = client.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
        var id = (string)(await (await client.PostAsJsonAsync("/workflows/mirror", new { })).JsonAsync())["workflowInstanceId"]!;

        Assert.DoesNotContain(key, (await (await client.GetAsync($"/api/v1/instances/{id}")).JsonAsync()).ToJsonString(), StringComparison.Ordinal);
    }
}
