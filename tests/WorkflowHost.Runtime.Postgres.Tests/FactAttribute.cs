namespace WorkflowHost.Runtime.Tests;

/// <summary>
/// A fact that needs a server. Found before xunit's own, so that the tests shared with the embedded database need not know.
/// Without a server it is skipped and says so; with <c>WORKFLOWHOST_REQUIRE_ALL=1</c> it runs and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactAttribute : Xunit.FactAttribute
{
    public FactAttribute()
    {
        Skip = Server.SkipReason;
    }
}

/// <summary>As <see cref="FactAttribute"/>, with rows.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryAttribute : Xunit.TheoryAttribute
{
    public TheoryAttribute()
    {
        Skip = Server.SkipReason;
    }
}
