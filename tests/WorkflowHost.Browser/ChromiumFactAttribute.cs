namespace WorkflowHost.Browser;

/// <summary>
/// A test that needs Chromium. Where there is none it is skipped and says so; with <c>WORKFLOWHOST_REQUIRE_ALL=1</c> it runs
/// anyway and fails, so that no one takes a skipped journey for a good one.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.ReasonToSkip;
}

/// <summary>The same for a test with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.ReasonToSkip;
}
