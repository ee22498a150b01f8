using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Runtime.Outbox.Senders;

namespace WorkflowHost.Runtime.Tests.Outbox;

public sealed class SenderTests
{
    [Fact]
    public async Task Http_AllowedHost_GetsPayloadAndKey()
    {
        var peer = new Peer(HttpStatusCode.OK);
        var sender = new HttpSender(peer, Allowing("crm.example.com"));

        var result = await sender.SendAsync(Message("http", "https://crm.example.com/hooks"), default);

        Assert.Equal(OutboxStatus.Sent, result.Status);
        Assert.Equal("key-1", peer.Requests[0].Key);
        Assert.Equal("您好", JsonNode.Parse(peer.Requests[0].Body)!["body"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("https://10.0.0.1/admin", OutboxStatus.Held)]
    [InlineData("file:///etc/passwd", OutboxStatus.Dead)]
    [InlineData("not an address", OutboxStatus.Dead)]
    public async Task Http_OtherTargets_AreNotCalled(string target, OutboxStatus expected)
    {
        var peer = new Peer(HttpStatusCode.OK);

        var result = await new HttpSender(peer, Allowing("crm.example.com")).SendAsync(Message("http", target), default);

        Assert.Equal(expected, result.Status);
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, OutboxStatus.Pending)]
    [InlineData(HttpStatusCode.ServiceUnavailable, OutboxStatus.Pending)]
    [InlineData(HttpStatusCode.TooManyRequests, OutboxStatus.Pending)]
    [InlineData(HttpStatusCode.RequestTimeout, OutboxStatus.Pending)]
    [InlineData(HttpStatusCode.BadRequest, OutboxStatus.Dead)]
    [InlineData(HttpStatusCode.Redirect, OutboxStatus.Dead)]
    public async Task Http_Refused_IsTriedAgainOnlyIfItMayPass(HttpStatusCode status, OutboxStatus expected)
    {
        var result = await new HttpSender(new Peer(status), Allowing("crm.example.com")).SendAsync(Message("http", "https://crm.example.com"), default);

        Assert.Equal(expected, result.Status);
    }

    [Fact]
    public async Task Sms_Configured_FillsTheGatewaysBodySafely()
    {
        var options = new RuntimeOptions { Sms = { Url = new Uri("https://sms.example.com/send") } };
        options.Sms.Headers["X-Account"] = "insurer";
        var peer = new Peer(HttpStatusCode.OK);

        var message = Message("sms", "13800000000") with { Payload = new JsonObject { ["body"] = "引号\"与换行\n" } };
        var result = await new SmsSender(peer, Options.Create(options)).SendAsync(message, default);

        Assert.Equal(OutboxStatus.Sent, result.Status);
        var body = JsonNode.Parse(peer.Requests[0].Body)!;
        Assert.Equal(("13800000000", "引号\"与换行\n"), (body["to"]!.GetValue<string>(), body["text"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Mail_NotConfiguredOrBadAddress_IsHeldOrRejected()
    {
        Assert.Equal(OutboxStatus.Held, (await new MailSender(Options.Create(new RuntimeOptions())).SendAsync(Message("mail", "a@example.com"), default)).Status);
        var options = new RuntimeOptions { Mail = { Host = "localhost", From = "service@example.com" } };
        Assert.Equal(OutboxStatus.Dead, (await new MailSender(Options.Create(options)).SendAsync(Message("mail", "@@"), default)).Status);
    }

    [Fact]
    public async Task Mail_Configured_ReachesTheServerWithTheKeyAsMessageId()
    {
        using var server = new MailServer();
        var options = new RuntimeOptions { Mail = { Host = "127.0.0.1", Port = server.Port, UseTls = false, From = "service@example.com", FromName = "客服" } };

        var result = await new MailSender(Options.Create(options)).SendAsync(Message("mail", "zhang@example.com"), default);

        Assert.Equal((OutboxStatus.Sent, "key-1@example.com"), (result.Status, result.Reference));
        var received = await server.Received;
        Assert.Contains("RCPT TO:<zhang@example.com>", received, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Message-Id: <key-1@example.com>", received, StringComparison.OrdinalIgnoreCase);
    }

    private static OutgoingMessage Message(string kind, string target) =>
        new("m1", "c1", kind, target, null, new JsonObject { ["subject"] = "受理", ["body"] = "您好" }, "key-1", DateTimeOffset.UnixEpoch, 1, 0);

    private static IOptions<RuntimeOptions> Allowing(string host)
    {
        var options = new RuntimeOptions();
        options.Http.AllowedHosts.Add(host);
        return Options.Create(options);
    }

    private sealed class Peer(HttpStatusCode status) : HttpMessageHandler, IHttpClientFactory
    {
        public List<(string? Key, string Body)> Requests { get; } = [];

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.Headers.GetValues("Idempotency-Key").Single(), await request.Content!.ReadAsStringAsync(cancellationToken)));
            return new(status);
        }
    }

    /// <summary>Speaks just enough SMTP (RFC 5321) for one mail.</summary>
    private sealed class MailServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public MailServer()
        {
            _listener.Start();
            Received = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public Task<string> Received { get; }

        public void Dispose() => _listener.Dispose();

        private async Task<string> ServeAsync()
        {
            using var client = await _listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            var text = new StringBuilder();
            await writer.WriteLineAsync("220 ready");
            var isData = false;
            while (await reader.ReadLineAsync() is { } line)
            {
                text.AppendLine(line);
                if (isData && line != ".")
                {
                    continue;
                }

                isData = line == "DATA";
                await writer.WriteLineAsync(isData ? "354 go on" : line.StartsWith("QUIT", StringComparison.Ordinal) ? "221 bye" : "250 ok");
                if (line.StartsWith("QUIT", StringComparison.Ordinal))
                {
                    break;
                }
            }

            return text.ToString();
        }
    }
}
