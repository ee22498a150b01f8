using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Values;

/// <summary>Elsa takes a text that is none of its type for nothing; whoever wrote it is told when it is compiled.</summary>
public sealed class ValueMisfitTests
{
    [Theory]
    [InlineData("Delay", "timeSpan", "banana", "span")]
    [InlineData("Delay", "timeSpan", "01:30:00", null)]
    [InlineData("Delay", "timeSpan", " ", null)]
    [InlineData("StartAt", "dateTime", "next week", "time")]
    [InlineData("StartAt", "dateTime", "2026-09-15T09:40:00+08:00", null)]
    [InlineData("FlowDecision", "condition", "maybe", "flag")]
    [InlineData("FlowDecision", "condition", "False", null)]
    [InlineData("For", "end", "ten", "whole")]
    [InlineData("For", "end", "10", null)]
    [InlineData("WriteLine", "text", "anything", null)]
    public void Literal_NoneOfItsInputsType_IsToldAtTheActivity(string type, string input, string value, string? wanted)
    {
        var compilation = Compile(Definition(Sequence(Activity("step", type, (input, Literal(value))))));

        Assert.Empty(compilation.Faults);
        var told = compilation.Warnings.Where(each => each.Code == DefinitionFaultCodes.InputType).ToList();
        Assert.Equal(wanted is null ? [] : [("step", wanted, value)], told.Select(each => (each.ActivityId!, each.Args["kind"], each.Args["value"])));
    }

    [Fact]
    public void Script_OfAnyOutcome_IsNotJudgedBeforeItRuns() =>
        Assert.DoesNotContain(Compile(Definition(Sequence(Activity("step", "Delay", ("timeSpan", Script("'banana'")))))).Warnings, each => each.Code == DefinitionFaultCodes.InputType);

    [Theory]
    [InlineData("Int32", "many", "whole")]
    [InlineData("Decimal", "1,000.5", null)]
    [InlineData("Boolean", "yes", "flag")]
    [InlineData("String", "many", null)]
    public void InitialValue_NoneOfItsVariablesType_IsTold(string type, string value, string? wanted)
    {
        var compilation = Compile(Definition(Sequence(), Variable("Count", type, value)));

        Assert.Equal(wanted, compilation.Warnings.FirstOrDefault(each => each.Code == DefinitionFaultCodes.VariableValue)?.Args["kind"]);
    }
}
