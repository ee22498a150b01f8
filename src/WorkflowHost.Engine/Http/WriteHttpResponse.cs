using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Http;

/// <summary>Answers the request that made the workflow move in this burst.</summary>
public sealed class WriteHttpResponse : Activity, Activity.IDescribed
{
    private Input<object> _statusCode = null!;
    private Input<object> _content = null!;
    private Input<string> _contentType = null!;
    private Input<JsonObject> _headers = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.WriteHttpResponse",
        Categories.Http,
        ("HTTP Response", "HTTP 应答"),
        ("Write a response to the current HTTP response object.", "应答当前的 HTTP 请求。"))
    {
        Inputs =
        [
            new("StatusCode", "HttpStatusCode", ("Status Code", "状态码"), ("The status code to return.", "返回的状态码。"))
            {
                UiHint = "dropdown",
                Choices = HttpStatusText.Choices,
                DefaultValue = "OK",
            },
            new("Content", "Object", ("Content", "内容"), ("The content to write back. Texts are sent as they are, objects as JSON.", "返回的内容。文本原样返回，对象转为 JSON。")) { UiHint = "multiline" },
            HttpRequestInputs.ContentTypeDescriptor,
            new("ResponseHeaders", "ObjectDictionary", ("Response Headers", "应答头"), ("The headers to send along with the response.", "随应答发送的头。"))
            {
                UiHint = "json-editor",
                DefaultSyntax = "Object",
                Category = ("Advanced", "高级"),
            },
        ],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _statusCode = binder.Input<object>("statusCode", "OK");
        _content = binder.Input<object>("content");
        _contentType = binder.Input<string>("contentType");
        _headers = binder.Input<JsonObject>("responseHeaders");
    }

    protected internal override void Execute(ActivityContext context)
    {
        var status = HttpStatusText.Read(context.Get(_statusCode), absent: 200);
        var (contentType, content) = HttpText.Body(context.Get(_content), context.Get(_contentType));
        var hasBody = status is not (204 or 304) and >= 200;
        context.Emit(new HttpResponseWritten(
            context.ActivityId, status, hasBody ? contentType : null, hasBody ? content : null, HttpText.Headers(context.Get(_headers))));
        context.Complete();
    }
}
