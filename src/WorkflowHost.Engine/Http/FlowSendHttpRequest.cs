using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Http;

/// <summary>
/// Has a request sent after the commit and waits for the answer. It leaves through the port of an expected status code or through
/// <c>Unmatched status code</c>, in both cases also through <c>Done</c>; or through <c>Failed to connect</c> or <c>Timeout</c> alone.
/// </summary>
public sealed class FlowSendHttpRequest : Activity, Activity.IDescribed
{
    private const string Done = "Done";

    private HttpRequestInputs _inputs = null!;
    private Input<JsonArray> _expected = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.FlowSendHttpRequest",
        Categories.Http,
        ("HTTP Request (flow)", "HTTP 请求（流程图）"),
        ("Send an HTTP request.", "发送 HTTP 请求。"))
    {
        Kind = ActivityKind.Task,
        Inputs =
        [
            .. HttpRequestInputs.Descriptors,
            new("ExpectedStatusCodes", "Int32[]", ("Expected Status Codes", "预期的状态码"), ("The status codes that are ports of their own.", "各自作为出口的状态码。"))
            {
                UiHint = "multitext",
                DefaultSyntax = "Object",
                DefaultValue = "[200]",
                Order = 5.1f,
            },
        ],
        Outputs = HttpRequestInputs.OutputDescriptors,
        Ports =
        [
            new("200", "200"),
            new(HttpRequestInputs.UnmatchedStatusCode, ("Unmatched status code", "其他状态码")),
            new(HttpRequestInputs.FailedToConnect, ("Failed to connect", "连接失败")),
            new(HttpRequestInputs.TimedOut, ("Timeout", "超时")),
            new(Done, ("Done", "完成")),
        ],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _inputs = new HttpRequestInputs(binder);
        _expected = binder.Input("expectedStatusCodes", new JsonArray(200));
    }

    protected internal override void Execute(ActivityContext context) => _inputs.Send(context);

    protected internal override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        var reply = HttpRequestInputs.Receive(context, input);
        switch (reply.Failure)
        {
            case HttpFailure.FailedToConnect:
                context.Complete(HttpRequestInputs.FailedToConnect);
                break;
            case HttpFailure.Timeout:
                context.Complete(HttpRequestInputs.TimedOut);
                break;
            default:
                Answered(context, reply.StatusCode);
                break;
        }
    }

    private void Answered(ActivityContext context, int statusCode)
    {
        var expected = (context.Get(_expected) ?? []).Select(each => ExpectedStatusCodes.TryRead(each, out var code) ? code : 0).ToArray();
        if (expected.Length == 0)
        {
            context.Complete(Done);
        }
        else
        {
            context.Complete(expected.Contains(statusCode) ? statusCode.ToString(CultureInfo.InvariantCulture) : HttpRequestInputs.UnmatchedStatusCode, Done);
        }
    }
}
