namespace WorkflowHost.Runtime.Tests;

/// <summary>
/// A fact that needs a server. Found before xunit's own, so that the tests shared with the embedded database need not know.
/// Without a server it is skipped and says so, also in CI, where there is none.
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
