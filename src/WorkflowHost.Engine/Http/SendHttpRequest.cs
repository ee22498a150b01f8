using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Http;

/// <summary>
/// Has a request sent after the commit and waits for the answer, then runs the embedded activity for the status code, or the one for what
/// went wrong; without such an activity it completes.
/// </summary>
public sealed class SendHttpRequest : Activity, Activity.IDescribed
{
    private readonly List<(int StatusCode, ProgramNode? Activity)> _expected = [];

    private HttpRequestInputs _inputs = null!;
    private ProgramNode? _unmatched;
    private ProgramNode? _failedToConnect;
    private ProgramNode? _timeout;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.SendHttpRequest",
        Categories.Http,
        ("HTTP Request", "HTTP 请求"),
        ("Send an HTTP request.", "发送 HTTP 请求。"))
    {
        Kind = ActivityKind.Task,
        Inputs =
        [
            .. HttpRequestInputs.Descriptors,
            new("ExpectedStatusCodes", "Object", ("Expected Status Codes", "预期的状态码"), ("The status codes to handle, and the activity to run for each.", "要处理的状态码及各自执行的活动。"))
            {
                UiHint = "http-status-codes",
                IsWrapped = false,
                Order = 7,
            },
        ],
        Outputs = HttpRequestInputs.OutputDescriptors,
        Ports =
        [
            new("UnmatchedStatusCode", ("Unmatched status code", "其他状态码"), PortKind.Embedded),
            new("FailedToConnect", ("Failed to connect", "连接失败"), PortKind.Embedded),
            new("Timeout", ("Timeout", "超时"), PortKind.Embedded),
        ],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _inputs = new HttpRequestInputs(binder);
        BindExpected(binder);
        _unmatched = binder.Child("unmatchedStatusCode");
        _failedToConnect = binder.Child("failedToConnect");
        _timeout = binder.Child("timeout");
    }

    protected internal override void Execute(ActivityContext context) => _inputs.Send(context);

    protected internal override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        var reply = HttpRequestInputs.Receive(context, input);
        var next = reply.Failure switch
        {
            HttpFailure.FailedToConnect => _failedToConnect,
            HttpFailure.Timeout => _timeout,
            _ => _expected.FindIndex(each => each.StatusCode == reply.StatusCode) is var at and >= 0 ? _expected[at].Activity : _unmatched,
        };
        if (next is null)
        {
            context.Complete();
        }
        else
        {
            context.Schedule(next);
        }
    }

    private void BindExpected(ActivityBinder binder)
    {
        var path = JsonLocator.Member(binder.Path, "expectedStatusCodes");
        if (binder.Raw("expectedStatusCodes") is not { } raw)
        {
            return;
        }

        if (raw is not JsonArray cases)
        {
            binder.Fault(DefinitionFaultCodes.JsonShape, path, "\"expectedStatusCodes\" must be an array of objects with \"statusCode\" and \"activity\".");
            return;
        }

        for (var i = 0; i < cases.Count; i++)
        {
            var at = JsonLocator.Element(path, i);
            if (cases[i] is JsonObject item && ExpectedStatusCodes.TryRead(item["statusCode"], out var code))
            {
                _expected.Add((code, binder.ChildAt(item["activity"], JsonLocator.Member(at, "activity"))));
            }
            else
            {
                binder.Fault(DefinitionFaultCodes.InputInvalid, at, "Expected an object with a \"statusCode\" from 100 to 599.");
            }
        }
    }
}
