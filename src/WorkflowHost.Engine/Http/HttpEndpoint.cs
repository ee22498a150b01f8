using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Http;

/// <summary>
/// Starts a workflow with a request, or waits for one. A request it does not accept is answered with 413 or 415 and leaves it waiting, or
/// ends the instance it would have begun, unless the definition exposes an outcome for that.
/// </summary>
public sealed class HttpEndpoint : Activity, Activity.IDescribed
{
    private static readonly string[] DefaultMethods = ["GET"];

    private Input<string> _path = null!;
    private Input<string[]> _methods = null!;
    private Input<bool> _authorize = null!;
    private Input<string> _policy = null!;
    private Input<object> _timeout = null!;
    private Input<object> _sizeLimit = null!;
    private RequestChecks _checks = null!;

    public static ActivityDescriptor Descriptor { get; } = HttpEndpointDescriptor.Create();

    protected internal override void Bind(ActivityBinder binder)
    {
        _path = binder.Input<string>("path");
        _methods = binder.Input("supportedMethods", DefaultMethods);
        _authorize = binder.Input<bool>("authorize");
        _policy = binder.Input<string>("policy");
        _timeout = binder.Input<object>("requestTimeout");
        _sizeLimit = binder.Input<object>("requestSizeLimit");
        _checks = new RequestChecks(binder, _sizeLimit);
        if (_path.IsLiteralText(out var path) && path?.Contains("//", StringComparison.Ordinal) == true)
        {
            binder.Fault(DefinitionFaultCodes.InputInvalid, "path", "The path must not contain double slashes (//).");
        }
    }

    protected internal override IReadOnlyList<WorkflowTrigger> Triggers(ActivityContext scope) =>
    [
        .. Routes(scope).Select(route => new WorkflowTrigger(scope.ActivityId, Descriptor.TypeName, route.ToPayload(), route.Hash) { Route = route }),
    ];

    protected internal override void Execute(ActivityContext context)
    {
        if (context.IsTriggered)
        {
            Accept(context, context.TriggerInput ?? context.WorkflowInput);
        }
        else
        {
            Wait(context);
        }
    }

    protected internal override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        foreach (var other in context.Bookmarks.ToArray())
        {
            context.RemoveBookmark(other.Id);
        }

        Accept(context, input);
    }

    private void Wait(ActivityContext context)
    {
        foreach (var route in Routes(context))
        {
            context.CreateBookmark(Descriptor.TypeName, route.ToPayload(), matched: route.ToMatched());
        }
    }

    private List<HttpRoute> Routes(ActivityContext context)
    {
        var path = context.Get(_path);
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ActivityFaultException("The HTTP endpoint needs a path.");
        }

        if (path.Contains("//", StringComparison.Ordinal))
        {
            throw new ActivityFaultException($"The path '{path}' must not contain double slashes (//).");
        }

        string[] methods = context.Get(_methods) is { Length: > 0 } given ? given : DefaultMethods;
        return
        [
            .. methods.Select(method => method.Trim().ToLowerInvariant()).Where(method => method.Length > 0).Distinct(StringComparer.Ordinal)
                .Select(method => new HttpRoute(HttpRoute.Normalized(path), method)
                {
                    Authorize = context.Get(_authorize),
                    Policy = context.Get(_policy) is { Length: > 0 } policy ? policy : null,
                    RequestTimeout = ValueConverter.Convert(context.Get(_timeout), new DeclaredType(ValueKind.TimeSpan)) as TimeSpan?,
                    RequestSizeLimit = ValueConverter.Convert(context.Get(_sizeLimit), new DeclaredType(ValueKind.Int64)) as long?,
                }),
        ];
    }

    private void Accept(ActivityContext context, JsonNode? input)
    {
        var request = ReceivedRequest.Read(input);
        request = request with { RouteData = HttpRoute.AsWritten(request.RouteData, context.Get(_path)) };
        context.SetOutput("Result", request.ToJson());
        context.SetOutput("RouteData", request.RouteData);
        context.SetOutput("QueryStringData", request.Query);
        context.SetOutput("Headers", request.Headers);
        if (_checks.Refuse(context, request) is { } refusal)
        {
            Refuse(context, refusal);
            return;
        }

        context.SetOutput("ParsedContent", JsonValues.Unwrap(JsonValues.Copy(request.Content)));
        if (request.Files.Length > 0)
        {
            context.SetOutput("Files", new JsonArray([.. request.Files.Select(each => each.ToJson())]));
            context.SetOutput("File", request.Files[0].ToJson());
        }

        context.Complete();
    }

    private void Refuse(ActivityContext context, RequestRefusal refusal)
    {
        if (refusal.Outcome is { } outcome)
        {
            context.Complete(outcome);
            return;
        }

        context.Emit(new HttpResponseWritten(
            context.ActivityId, refusal.StatusCode, HttpText.Json, new JsonObject { ["message"] = refusal.Message }.ToJsonString(), []));
        if (context.IsTriggered)
        {
            context.Run.Finish();
        }
        else
        {
            Wait(context);
        }
    }
}
