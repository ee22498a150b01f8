using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Http;

/// <summary>How designers see <see cref="HttpEndpoint"/>; it has too many inputs to stand beside the behaviour.</summary>
internal static class HttpEndpointDescriptor
{
    private static readonly BilingualText Security = ("Security", "安全");
    private static readonly BilingualText Upload = ("Upload", "上传");
    private static readonly BilingualText Outcomes = ("Outcomes", "出口");

    public static ActivityDescriptor Create() => new(
        HttpRoute.StimulusName,
        Categories.Http,
        ("HTTP Endpoint", "HTTP 入口"),
        ("Wait for an inbound HTTP request that matches the specified path and methods.", "等待符合路径和方法的 HTTP 请求。"))
    {
        Kind = ActivityKind.Trigger,
        Inputs = [.. Route(), .. Uploads(), .. Exposed()],
        Outputs =
        [
            new("ParsedContent", "Object", ("Parsed Content", "解析后的内容"), ("The parsed request content, if any.", "解析后的请求内容。")),
            new("Files", "Object[]", ("Files", "文件"), ("The uploaded files, if any.", "上传的全部文件。")),
            new("File", "Object", ("File", "第一个文件"), ("The first uploaded file, if any.", "上传的第一个文件。")),
            new("RouteData", "ObjectDictionary", ("Route Data", "路径参数"), ("The values of the route's parameters.", "路径中各参数的值。")),
            new("QueryStringData", "ObjectDictionary", ("Query String Data", "查询参数"), ("The query parameters.", "查询字符串中的参数。")),
            new("Headers", "ObjectDictionary", ("Headers", "请求头"), ("The headers.", "请求头。")),
            new("Result", "Object", ("Result", "请求"), ("The whole request.", "整个请求。")),
        ],
    };

    private static InputDescriptor[] Route() =>
    [
        new("Path", "String", ("Path", "路径"), ("The path to associate with the workflow, e.g. orders/{id}.", "与流程关联的路径，例如 orders/{id}。")),
        new("SupportedMethods", "String[]", ("Supported Methods", "支持的方法"), ("The HTTP methods to accept.", "接受的 HTTP 方法。"))
        {
            UiHint = "checklist",
            DefaultSyntax = "Object",
            DefaultValue = "[\"GET\"]",
            Choices = [new("GET", "GET"), new("POST", "POST"), new("PUT", "PUT"), new("PATCH", "PATCH"), new("HEAD", "HEAD"), new("DELETE", "DELETE")],
        },
        new("Authorize", "Boolean", ("Authorize", "需要登录"), ("Allow authenticated requests only.", "只接受已通过身份验证的请求。"))
        {
            UiHint = "checkbox",
            DefaultValue = false,
            Category = Security,
        },
        new("Policy", "String", ("Policy", "策略"), ("Provide a policy to evaluate. If the policy fails, the request is forbidden.", "要检查的授权策略；不满足则拒绝请求。")) { Category = Security },
    ];

    private static InputDescriptor[] Uploads() =>
    [
        new("RequestTimeout", "TimeSpan", ("Request Timeout", "请求超时"), ("The maximum time allowed to process the request.", "处理请求的最长时间。")) { Category = Upload },
        new("RequestSizeLimit", "Int64", ("Request Size Limit", "请求大小上限"), ("The maximum request size allowed in bytes.", "请求允许的最大字节数。")) { Category = Upload },
        new("FileSizeLimit", "Int64", ("File Size Limit", "文件大小上限"), ("The maximum file size allowed in bytes for an individual file.", "单个文件允许的最大字节数。")) { Category = Upload },
        List("AllowedFileExtensions", ("Allowed File Extensions", "允许的扩展名"), ("Only file extensions in this list are allowed. Leave empty to allow all extensions.", "只允许这些扩展名；留空则全部允许。")),
        List("BlockedFileExtensions", ("Blocked File Extensions", "禁止的扩展名"), ("File extensions in this list are forbidden. Leave empty to not block any extension.", "禁止这些扩展名；留空则不禁止。")),
        List("AllowedMimeTypes", ("Allowed Mime Types", "允许的 MIME 类型"), ("Only MIME types in this list are allowed. Leave empty to allow all types.", "只允许这些 MIME 类型；留空则全部允许。")),
    ];

    private static InputDescriptor[] Exposed() =>
    [
        Flag("ExposeRequestTooLargeOutcome", ("Expose \"Request too large\"", "显示“Request too large”出口")),
        Flag("ExposeFileTooLargeOutcome", ("Expose \"File too large\"", "显示“File too large”出口")),
        Flag("ExposeInvalidFileExtensionOutcome", ("Expose \"Invalid file extension\"", "显示“Invalid file extension”出口")),
        Flag("ExposeInvalidFileMimeTypeOutcome", ("Expose \"Invalid file MIME type\"", "显示“Invalid file MIME type”出口")),
    ];

    private static InputDescriptor List(string name, BilingualText displayName, BilingualText description) =>
        new(name, "String[]", displayName, description) { UiHint = "multitext", DefaultSyntax = "Object", Category = Upload };

    private static InputDescriptor Flag(string name, BilingualText displayName) =>
        new(name, "Boolean", displayName, ("Whether such a request leaves through a port of its own instead of being answered with an error.", "此类请求是否走单独的出口，而不是直接以错误应答。"))
        {
            UiHint = "checkbox",
            DefaultValue = false,
            IsWrapped = false,
            Category = Outcomes,
        };
}
