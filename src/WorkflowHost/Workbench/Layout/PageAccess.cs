namespace WorkflowHost.Workbench.Layout;

/// <summary>The authorization policies the pages name; the host declares who satisfies them.</summary>
internal static class PageAccess
{
    public const string Work = "work";
    public const string OpenCases = "open-cases";
    public const string Supervise = "supervise";
    public const string Revisits = "revisits";
    public const string Operate = "operate";
    public const string ReadDefinitions = "read-definitions";
    public const string Administer = "administer";
}
