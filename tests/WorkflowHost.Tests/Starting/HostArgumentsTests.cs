using WorkflowHost.Starting;

namespace WorkflowHost.Tests.Starting;

public sealed class HostArgumentsTests
{
    [Theory]
    [InlineData("--dmeo", "--dmeo")]
    [InlineData("--demo --urls http://127.0.0.1:5999", null)]
    [InlineData("--demo --Database:File=x.db --reset-admin", null)]
    [InlineData("--quiet --Database:File=x.db", "--quiet")]
    public void Switch_ThatIsNone_IsNamed(string line, string? unknown) => Assert.Equal(unknown, HostArguments.Parse(line.Split(' ')).Unknown);
}
