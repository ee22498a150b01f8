using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Outbox;

namespace WorkflowHost.Runtime.Tests.Instances;

/// <summary>Steps that call another system and go on with its answer.</summary>
public sealed class CallTests
{
    private static readonly JsonObject Caller = Flows.Sequence("caller", Call(), Flows.Output("out", "answer", "getVariable('got')"));

    [Fact]
    public async Task Call_Answered_IsTheStepsResultOnceAlsoOverARestart()
    {
        var peer = new Peer(_ => Answer(HttpStatusCode.Created, """{"id":7}"""));
        await using var host = await StartAsync(peer);
        var view = (await host.Instances.StartAsync("caller", new(), RuntimeHarness.Owner)).Value!;
        Assert.Empty(peer.Requests);
        await host.RestartAsync();

        await host.Outbox.RunDueAsync();
        await host.Outbox.RunDueAsync();

        var after = (await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner))!;
        Assert.Equal(WorkflowSubStatus.Finished, after.Row.SubStatus);
        Assert.Equal(201, after.Values!.Outputs["answer"]!["StatusCode"]!.GetValue<double>());
        var (key, authorization, body) = Assert.Single(peer.Requests);
        Assert.Equal(("Bearer secret-1", """{"name":"张伟"}"""), (authorization, JsonNode.Parse(body)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
        Assert.NotEmpty(key);
    }

    [Fact]
    public async Task Call_AnsweredWithAFault_IsNotSentAgain()
    {
        var peer = new Peer(_ => Answer(HttpStatusCode.InternalServerError, "down"));
        await using var host = await StartAsync(peer);
        var view = (await host.Instances.StartAsync("caller", new(), RuntimeHarness.Owner)).Value!;

        await host.Outbox.RunDueAsync();

        Assert.Single(peer.Requests);
        Assert.Equal(500, (await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner))!.Values!.Outputs["answer"]!["StatusCode"]!.GetValue<double>());
    }

    [Fact]
    public async Task Call_AnswerBreakingOff_IsNotSentAgainAndFailsTheStepSoftly()
    {
        var peer = new Peer(_ => new(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) });
        await using var host = await StartAsync(peer);
        var view = (await host.Instances.StartAsync("caller", new(), RuntimeHarness.Owner)).Value!;

        await host.Outbox.RunDueAsync();
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.Outbox.RunDueAsync();

        Assert.Single(peer.Requests);
        var after = (await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner))!;
        Assert.Equal((WorkflowSubStatus.Finished, true), (after.Row.SubStatus, after.Values!.Outputs["failed"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Call_NoConnection_IsTriedAsOftenAsSetAndThenFailsTheStepSoftly()
    {
        var peer = new Peer(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "no route"));
        await using var host = await StartAsync(peer);
        var view = (await host.Instances.StartAsync("caller", new(), RuntimeHarness.Owner)).Value!;
        for (var i = 0; i < 6; i++)
        {
            await host.Outbox.RunDueAsync();
            host.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(3, peer.Requests.Count);
        Assert.Single(peer.Requests.Select(r => r.Key).Distinct());
        var after = (await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner))!;
        Assert.Equal((WorkflowSubStatus.Finished, true), (after.Row.SubStatus, after.Values!.Outputs["failed"]!.GetValue<bool>()));
        Assert.Equal(0, await host.Queries.UnreadCountAsync(RuntimeHarness.Owner));
    }

    [Fact]
    public async Task Call_AnswerTooLong_FailsTheStepSoftly()
    {
        var peer = new Peer(_ => Answer(HttpStatusCode.OK, new string('x', 5_000)));
        await using var host = await StartAsync(peer);
        var view = (await host.Instances.StartAsync("caller", new(), RuntimeHarness.Owner)).Value!;

        await host.Outbox.RunDueAsync();

        Assert.True((await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner))!.Values!.Outputs["failed"]!.GetValue<bool>());
        var note = Assert.Single((await host.Queries.CaseAsync(view.Id, RuntimeHarness.Lead))!.Timeline, t => t.Kind == "message.failed");
        Assert.Contains("Http:LargestAnswerBytes", note.Args["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_AnsweredWhileItsInstanceCannotRun_KeepsTheAnswerAndAsksNobodyTwice()
    {
        var peer = new Peer(_ => Answer(HttpStatusCode.Created, """{"id":7}"""));
        await using var host = await StartAsync(peer);
        var view = (await host.Instances.StartAsync("caller", new(), RuntimeHarness.Owner)).Value!;
        await host.RestartAsync();
        var stored = await SwapStateAsync(host, view.Id, "not readable"u8.ToArray());

        await host.Outbox.RunDueAsync();

        var held = Assert.Single(await host.Queries.OutboxAsync(new(OutboxStatus.Held), RuntimeHarness.Lead));
        Assert.Contains("could not take it", held.LastError, StringComparison.Ordinal);
        await SwapStateAsync(host, view.Id, stored);
        Assert.True(await host.Outbox.RetryAsync(held.Id));
        await host.Outbox.RunDueAsync();
        Assert.Single(peer.Requests);
        var after = (await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner))!;
        Assert.Equal((WorkflowSubStatus.Finished, 201d), (after.Row.SubStatus, after.Values!.Outputs["answer"]!["StatusCode"]!.GetValue<double>()));
    }

    private static async Task<byte[]> SwapStateAsync(RuntimeHarness host, string id, byte[] state)
    {
        await using var context = host.Context();
        var before = await context.Cases.Where(c => c.Id == id).Select(c => c.State).SingleAsync();
        await context.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.State, state));
        return before;
    }

    [Fact]
    public async Task Call_HostNotAllowed_IsHeldWithoutShowingItsKeyAndGoesOutWhenAllowed()
    {
        var peer = new Peer(_ => Answer(HttpStatusCode.OK, "{}"));
        var isAllowed = false;
        await using var host = await RuntimeHarness.StartAsync(
            services => services.AddSingleton<IHttpClientFactory>(peer),
            options =>
            {
                if (isAllowed)
                {
                    options.Http.AllowedHosts.Add("crm.example.com");
                }
            },
            Caller);
        var view = (await host.Instances.StartAsync("caller", new(), RuntimeHarness.Owner)).Value!;
        await host.Outbox.RunDueAsync();
        var held = Assert.Single(await host.Queries.OutboxAsync(new(OutboxStatus.Held), RuntimeHarness.Lead));
        Assert.DoesNotContain("secret-1", held.Payload.ToJsonString(), StringComparison.Ordinal);

        isAllowed = true;
        await host.RestartAsync();
        Assert.True(await host.Outbox.RetryAsync(held.Id));
        await host.Outbox.RunDueAsync();

        Assert.Equal(WorkflowSubStatus.Finished, (await host.InstanceQueries.GetAsync(view.Id, RuntimeHarness.Owner))!.Row.SubStatus);
    }

    private static Task<RuntimeHarness> StartAsync(Peer peer) => RuntimeHarness.StartAsync(
        services => services.AddSingleton<IHttpClientFactory>(peer),
        options =>
        {
            options.Http.AllowedHosts.Add("crm.example.com");
            options.Http.ConnectTries = 3;
            options.Http.LargestAnswerBytes = 1_000;
        },
        Caller);

    private static JsonObject Call()
    {
        var call = Flows.Activity(
            "call", "Elsa.SendHttpRequest", ("url", "Uri", "Literal", "https://crm.example.com/customers"), ("method", "String", "Literal", "POST"),
            ("content", "Object", "JavaScript", "({ name: '张伟' })"), ("authorization", "String", "Literal", "Bearer secret-1")).Keeping();
        call["failedToConnect"] = Flows.Output("sorry", "failed", "true");
        return call;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    /// <summary>An answer whose connection is reset after some bytes.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        private bool _hasBegun;

        public BrokenStream()
            : base([.. "{\"id\":"u8])
        {
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasBegun)
            {
                throw new IOException("The connection was reset.");
            }

            _hasBegun = true;
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }

    private sealed class Peer(Func<int, HttpResponseMessage> answer) : HttpMessageHandler, IHttpClientFactory
    {
        public List<(string Key, string? Authorization, string Body)> Requests { get; } = [];

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.Headers.GetValues("Idempotency-Key").Single(), request.Headers.Authorization?.ToString(), await request.Content!.ReadAsStringAsync(cancellationToken)));
            return answer(Requests.Count);
        }
    }
}
