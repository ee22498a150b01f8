using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Http;

/// <summary>The inputs and outputs that both activities share which send a request.</summary>
internal sealed class HttpRequestInputs
{
    public const string UnmatchedStatusCode = "Unmatched status code";
    public const string FailedToConnect = "Failed to connect";
    public const string TimedOut = "Timeout";

    private static readonly BilingualText Security = ("Security", "安全");

    private readonly Input<string> _url;
    private readonly Input<string> _method;
    private readonly Input<object> _content;
    private readonly Input<string> _contentType;
    private readonly Input<string> _authorization;
    private readonly Input<JsonObject> _headers;

    public HttpRequestInputs(ActivityBinder binder)
    {
        _url = binder.Input<string>("url");
        _method = binder.Input<string>("method", "GET");
        _content = binder.Input<object>("content");
        _contentType = binder.Input<string>("contentType");
        _authorization = binder.Input<string>("authorization");
        _headers = binder.Input<JsonObject>("requestHeaders");
    }

    public static InputDescriptor ContentTypeDescriptor { get; } =
        new("ContentType", "String", ("Content Type", "内容类型"), ("The content type to use; chosen by the content when empty.", "内容类型；留空则按内容决定。"))
        {
            UiHint = "dropdown",
            Order = 3,
            Choices =
            [
                new("", ""),
                new("application/json", "application/json"),
                new("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
                new("application/xml", "application/xml"),
                new("text/html", "text/html"),
                new("text/plain", "text/plain"),
                new("text/xml", "text/xml"),
            ],
        };

    public static IReadOnlyList<InputDescriptor> Descriptors { get; } =
    [
        new("Url", "Uri", ("Url", "地址"), ("The URL to send the request to.", "请求发往的地址。")),
        new("Method", "String", ("Method", "方法"), ("The HTTP method to use when sending the request.", "请求使用的 HTTP 方法。"))
        {
            UiHint = "dropdown",
            DefaultValue = "GET",
            Order = 1,
            Choices =
            [
                new("GET", "GET"), new("POST", "POST"), new("PUT", "PUT"), new("DELETE", "DELETE"), new("PATCH", "PATCH"), new("OPTIONS", "OPTIONS"), new("HEAD", "HEAD"),
            ],
        },
        new("Content", "Object", ("Content", "内容"), ("The content to send with the request: a text or an object.", "随请求发送的内容：文本或对象。")) { UiHint = "multiline", Order = 2 },
        ContentTypeDescriptor,
        new("Authorization", "String", ("Authorization", "授权"), ("The Authorization header to send, e.g. Bearer {token}.", "Authorization 请求头的值，例如 Bearer {令牌}。"))
        {
            Category = Security,
            IsSensitive = true,
            Order = 4,
        },
        new("DisableAuthorizationHeaderValidation", "Boolean", ("Disable Authorization Header Validation", "不检查授权头"), ("Kept for Elsa's designer; the header is sent as it is.", "为兼容 Elsa 设计器而保留；请求头原样发送。"))
        {
            UiHint = "checkbox",
            DefaultValue = false,
            Category = Security,
            Order = 5,
        },
        new("RequestHeaders", "ObjectDictionary", ("Request Headers", "请求头"), ("The headers to send along with the request.", "随请求发送的头。"))
        {
            UiHint = "json-editor",
            DefaultSyntax = "Object",
            Category = ("Advanced", "高级"),
            Order = 6,
        },
    ];

    public static IReadOnlyList<OutputDescriptor> OutputDescriptors { get; } =
    [
        new("StatusCode", "Int32", ("Status Code", "状态码"), ("The status code of the answer.", "应答的状态码。")),
        new("ParsedContent", "Object", ("Parsed Content", "解析后的内容"), ("The content of the answer; JSON is parsed.", "应答的内容；JSON 会被解析。")),
        new("ResponseHeaders", "ObjectDictionary", ("Response Headers", "应答头"), ("The headers of the answer.", "应答的头。")),
        new("Result", "Object", ("Result", "应答"), ("The whole answer.", "整个应答。")),
    ];

    /// <summary>Asks for the request and waits for what comes of it.</summary>
    public void Send(ActivityContext context)
    {
        var url = context.Get(_url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ActivityFaultException($"'{url}' is no absolute http or https address.");
        }

        var method = context.Get(_method) is { Length: > 0 } given ? given.Trim().ToUpperInvariant() : "GET";
        var headers = HttpText.Headers(context.Get(_headers));
        if (context.Get(_authorization) is { Length: > 0 } authorization)
        {
            headers["Authorization"] = authorization;
        }

        var (contentType, content) = HttpText.Body(context.Get(_content), context.Get(_contentType));
        var bookmark = context.CreateBookmark(context.Node.Type, isPerInstance: true);
        context.Emit(new HttpRequestRequested(context.ActivityId, bookmark.Id, method, address.AbsoluteUri, headers, contentType, content));
    }

    /// <summary>Gives the outputs of an answer.</summary>
    public static HttpReply Receive(ActivityContext context, JsonNode? input)
    {
        var reply = HttpReply.Read(input);
        if (reply.Failure is null)
        {
            context.SetOutput("Result", reply.ToJson());
            context.SetOutput("ParsedContent", reply.ParsedContent());
            context.SetOutput("StatusCode", reply.StatusCode);
            context.SetOutput("ResponseHeaders", reply.Headers);
        }

        return reply;
    }
}
