using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Values;

public sealed class TimeOfDayTests
{
    /// <summary>A time without a date takes none from the machine's clock: the same run gives the same value on any day.</summary>
    [Theory]
    [InlineData("DateTime", "0001-01-01T10:30:00")]
    [InlineData("DateTimeOffset", "0001-01-01T10:30:00+00:00")]
    public void Convert_TimeOfDayAlone_HasNoDate(string type, string expected)
    {
        var variable = Variable("At", type);
        var program = Program(Sequence(Activity("set", "SetVariable", ("variable", variable.DeepClone()), ("value", Literal("10:30")))), variable);

        Assert.Equal(expected, Start(program).State.Variables["At"]!.GetValue<string>());
    }
}
