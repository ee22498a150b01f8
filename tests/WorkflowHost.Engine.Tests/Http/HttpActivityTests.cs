using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Http;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Http;

public sealed class HttpActivityTests
{
    private static readonly ReceivedRequest Order = new("POST", "/orders/7")
    {
        RouteData = new JsonObject { ["id"] = "7" },
        Query = new JsonObject { ["q"] = "x" },
        Headers = new JsonObject { ["X-Id"] = "h" },
        Content = new JsonObject { ["amount"] = 12 },
        ContentLength = 13,
    };

    /// <summary>Elsa matches and gives names in lower case; an author writes the name as the path has it.</summary>
    [Theory]
    [InlineData("/orders/{orderId}/{*Rest}", "7 7 x")]
    [InlineData("/orders/{orderId:int}/{Rest=none}", "7 7 x")]
    [InlineData("/orders/{orderid}/{rest?}", "undefined 7 undefined")]
    public void Endpoint_RouteParameterWithCapitals_HasItsNameAsWrittenToo(string path, string expected)
    {
        var program = Program(Sequence(
            Activity("in", "HttpEndpoint", ("path", Literal(path))),
            WriteLine("line", Script("const r = getOutputFrom('in','RouteData'); r.orderId + ' ' + r.orderid + ' ' + r.Rest"))));
        var first = Start(program);

        var request = Order with { RouteData = new JsonObject { ["orderid"] = "7", ["rest"] = "x" } };

        Assert.Equal([expected], first.Then(program, new ResumeBookmark(first.State.Bookmarks[0].Id, request.ToJson())).Lines());
    }

    [Fact]
    public void Endpoint_InsideAWorkflow_WaitsForEachMethodAndGivesTheRequest()
    {
        var program = Program(Sequence(
            Endpoint(("supportedMethods", Input("Object", "[\"GET\",\"POST\"]")), ("authorize", Literal("True")), ("policy", Literal("Clerk"))),
            WriteLine("line", Script("const r = getOutputFrom('in','RouteData'); r.id + getOutputFrom('in','QueryStringData').q + getOutputFrom('in','Headers')['X-Id'] + getOutputFrom('in','ParsedContent').amount + getLastResult().Method"))));

        var first = Start(program);
        Assert.Equal([HttpRoute.HashOf("orders/{id}", "get"), HttpRoute.HashOf("orders/{id}", "post")], first.State.Bookmarks.Select(each => each.Hash));
        var route = HttpRoute.Read((JsonObject)first.State.Bookmarks[1].Payload!);
        Assert.Equal(("/orders/{id}", "post", true, "Clerk"), (route.Path, route.Method, route.Authorize, route.Policy));

        var second = first.Then(program, new ResumeBookmark(first.State.Bookmarks[1].Id, Order.ToJson()));

        Assert.Equal(["7xh12POST"], second.Lines());
        Assert.Empty(second.State.Bookmarks);
        Assert.Equal(WorkflowSubStatus.Finished, second.State.SubStatus);
    }

    [Fact]
    public void Endpoint_ThatStartsTheWorkflow_GivesTheRequestAtOnce()
    {
        var program = Program(Sequence(Endpoint(), WriteLine("line", Script("getOutputFrom('in','ParsedContent').amount"))));

        var burst = WorkflowEngine.Run(program, null, new StartWorkflow(TriggerActivityId: "in") { TriggerInput = Order.ToJson() }, Environment());

        Assert.Equal(["12"], burst.Lines());
    }

    [Fact]
    public void Endpoint_RequestThatIsTooLarge_IsAnsweredAndStillAwaited()
    {
        var program = Program(Sequence(Endpoint(("requestSizeLimit", Literal("10"))), WriteLine("line", Literal("in"))));
        var first = Start(program);

        var refused = first.Then(program, new ResumeBookmark(first.State.Bookmarks[0].Id, Order.ToJson()));

        Assert.Equal(413, Assert.Single(refused.Effects.OfType<HttpResponseWritten>()).StatusCode);
        Assert.Empty(refused.Lines());
        var accepted = refused.Then(program, new ResumeBookmark(Assert.Single(refused.State.Bookmarks).Id, (Order with { ContentLength = 9 }).ToJson()));
        Assert.Equal(["in"], accepted.Lines());
    }

    [Theory]
    [InlineData("a.exe", "text/plain", 5, "Invalid file extension")]
    [InlineData("a.pdf", "text/plain", 5, "Invalid file MIME type")]
    [InlineData("a.pdf", "application/pdf", 50, "File too large")]
    [InlineData("A.PDF", "application/pdf", 5, "Done")]
    public void Endpoint_FileWithExposedOutcomes_LeavesThroughTheOneThatFits(string name, string type, long length, string port)
    {
        var endpoint = Endpoint(
            ("fileSizeLimit", Literal(10)),
            ("allowedFileExtensions", Input("Object", "[\".pdf\"]")),
            ("allowedMimeTypes", Input("Object", "[\"application/pdf\"]")),
            ("exposeFileTooLargeOutcome", true),
            ("exposeInvalidFileExtensionOutcome", "True"),
            ("exposeInvalidFileMimeTypeOutcome", true));
        var program = Program(Sequence(endpoint));
        var first = Start(program);
        var request = Order with { Files = [new ReceivedFile("f", name, type, length, null)] };

        var burst = first.Then(program, new ResumeBookmark(first.State.Bookmarks[0].Id, request.ToJson()));

        var outcomes = burst.Journal.First(each => each.Event == JournalEvent.Completed && each.ActivityId == "in").Outcomes;
        Assert.Equal(port, outcomes.Count == 0 ? "Done" : outcomes[0]);
        Assert.Empty(burst.Effects);
    }

    [Theory]
    [InlineData("NotFound", "'gone'", null, 404, "text/plain", "gone")]
    [InlineData("201", "({id:1})", null, 201, "application/json", """{"id":1}""")]
    [InlineData("OK", "'<a/>'", "application/xml", 200, "application/xml", "<a/>")]
    [InlineData("NoContent", "'x'", null, 204, null, null)]
    public void Response_StatusAndContent_AreTheEffect(string status, string content, string? contentType, int code, string? type, string? body)
    {
        var program = Program(Sequence(Activity(
            "out",
            "WriteHttpResponse",
            ("statusCode", Literal(status)),
            ("content", Script(content)),
            ("contentType", Literal(contentType)),
            ("responseHeaders", Input("Object", """{"X-A":"1","X-B":["2","3"]}""")))));

        var effect = Assert.Single(Start(program).Effects.OfType<HttpResponseWritten>());

        Assert.Equal((code, type, body), (effect.StatusCode, effect.ContentType, effect.Content));
        Assert.Equal("""{"X-A":"1","X-B":["2","3"]}""", effect.Headers.ToJsonString());
    }

    [Fact]
    public void Response_StatusThatIsNone_FaultsTheActivity() =>
        Assert.Contains("no HTTP status code", Assert.Single(Start(Program(Sequence(Activity("out", "WriteHttpResponse", ("statusCode", Literal("Perhaps")))))).State.Incidents).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(200, "ok done")]
    [InlineData(404, "gone done")]
    [InlineData(500, "done other")]
    public void FlowRequest_Answer_LeavesThroughItsStatusAndDone(int status, string lines)
    {
        var program = FlowRequest();
        var first = Start(program);
        var asked = Assert.Single(first.Effects.OfType<HttpRequestRequested>());
        Assert.Equal(("POST", "https://example.org/claims?x=1", """{"n":1}""", "application/json"), (asked.Method, asked.Url, asked.Content, asked.ContentType));
        Assert.Equal("Bearer t", (string?)asked.Headers["Authorization"]);

        var reply = HttpReply.Answered(status, new JsonObject { ["X"] = "y" }, "application/json; charset=utf-8", """{"ref":"R1"}""");
        var burst = first.Then(program, new ResumeBookmark(asked.BookmarkId, reply.ToJson()));

        Assert.Equal(lines.Split(' ').Select(each => each == "done" ? "done" + status + "R1y" : each), burst.Lines());
    }

    [Theory]
    [InlineData(HttpFailure.FailedToConnect, "nobody")]
    [InlineData(HttpFailure.Timeout, "late")]
    public void FlowRequest_NoAnswer_LeavesThroughThePortOfTheFailureAlone(HttpFailure failure, string line)
    {
        var program = FlowRequest();
        var first = Start(program);

        var burst = first.Then(program, new ResumeBookmark(first.State.Bookmarks[0].Id, HttpReply.Failed(failure, "no route").ToJson()));

        Assert.Equal([line], burst.Lines());
    }

    [Theory]
    [InlineData(200, null, "found")]
    [InlineData(404, null, "other")]
    [InlineData(500, null, "")]
    [InlineData(0, HttpFailure.Timeout, "late")]
    [InlineData(0, HttpFailure.FailedToConnect, "")]
    public void Request_Answer_RunsTheActivityOfItsCase(int status, HttpFailure? failure, string line)
    {
        var program = Program(Sequence(
            Activity(
                "ask",
                "SendHttpRequest",
                ("url", Literal("https://example.org/")),
                ("expectedStatusCodes", new JsonArray(
                    new JsonObject { ["statusCode"] = 200, ["activity"] = WriteLine("a", Literal("found")) },
                    new JsonObject { ["statusCode"] = "500", ["activity"] = null })),
                ("unmatchedStatusCode", WriteLine("b", Literal("other"))),
                ("timeout", WriteLine("c", Literal("late")))),
            WriteLine("after", Literal("after"))));
        var first = Start(program);
        var reply = failure is { } reason ? HttpReply.Failed(reason, "") : HttpReply.Answered(status, [], null, null);

        var burst = first.Then(program, new ResumeBookmark(first.State.Bookmarks[0].Id, reply.ToJson()));

        Assert.Equal(line.Length == 0 ? ["after"] : [line, "after"], burst.Lines());
    }

    [Theory]
    [InlineData("/relative")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public void Request_AddressThatIsNotHttp_FaultsAndAsksNothing(string url)
    {
        var burst = Start(Program(Sequence(Activity("ask", "SendHttpRequest", ("url", Literal(url))))));

        Assert.Single(burst.State.Incidents);
        Assert.Empty(burst.Effects);
    }

    [Fact]
    public void Request_FormContent_IsEncoded()
    {
        var burst = Start(Program(Sequence(Activity(
            "ask",
            "SendHttpRequest",
            ("url", Literal("https://example.org/")),
            ("contentType", Literal("application/x-www-form-urlencoded")),
            ("content", Script("({a:'1 2', b:'保'})"))))));

        Assert.Equal("a=1+2&b=%E4%BF%9D", Assert.Single(burst.Effects.OfType<HttpRequestRequested>()).Content);
    }

    private static JsonObject Endpoint(params (string Name, JsonNode? Value)[] more) =>
        Activity("in", "HttpEndpoint", [("path", Literal("orders/{id}")), .. more]);

    private static WorkflowProgram FlowRequest() => Program(Flowchart(
        "ask.200-ok ask.404-gone ask.Done-done",
        Activity(
            "ask",
            "FlowSendHttpRequest",
            ("url", Literal("https://example.org/claims?x=1")),
            ("method", Literal("post")),
            ("content", Script("({n:1})")),
            ("authorization", Literal("Bearer t")),
            ("expectedStatusCodes", Input("Object", "[\"200\",404]"))),
        WriteLine("ok", Literal("ok")),
        WriteLine("gone", Literal("gone")),
        WriteLine("done", Script("'done' + getOutputFrom('ask','StatusCode') + getOutputFrom('ask','ParsedContent').ref + getOutputFrom('ask','ResponseHeaders').X")))
        .WithPort("ask", "Unmatched status code", "other")
        .WithPort("ask", "Failed to connect", "nobody")
        .WithPort("ask", "Timeout", "late"));
}

internal static class Ports
{
    /// <summary>Adds a line behind a port whose name has blanks.</summary>
    public static JsonObject WithPort(this JsonObject flowchart, string source, string port, string line)
    {
        ((JsonArray)flowchart["activities"]!).Add(WriteLine(line, Literal(line)));
        ((JsonArray)flowchart["connections"]!).Add(new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
            ["target"] = new JsonObject { ["activity"] = line, ["port"] = "In" },
        });
        return flowchart;
    }
}
