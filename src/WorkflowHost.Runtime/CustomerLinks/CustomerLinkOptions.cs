namespace WorkflowHost.Runtime.CustomerLinks;

/// <summary>Where customers reach the host.</summary>
public sealed class CustomerLinkOptions
{
    /// <summary>The public address of the host, <c>https://service.example.com</c>; a link is this, <c>/c/</c> and a token. Null: messages go out without links.</summary>
    public Uri? BaseUrl { get; set; }
}
