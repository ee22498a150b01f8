using System.Text.Json.Nodes;
using WorkflowHost.Engine.Moves;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Moves.MovedInstances;

namespace WorkflowHost.Engine.Tests.Moves;

public sealed class VariableMoveTests
{
    [Fact]
    public void Move_OfAVariableThatIsNamedAnew_KeepsItsValueByItsId()
    {
        var (from, to) = (WithOne("total", "Int32", "7"), WithOne("sum", "Int32", "0"));

        var move = Move(Workflow.Start(from).State, from, to);

        Assert.Equal("7", move.State!.Variables["sum"]?.ToJsonString());
        Assert.Empty(move.LostVariables.Concat(move.DroppedVariables));
    }

    [Fact]
    public void Move_OfAVariableThatIsGone_SaysSoIfItHadAValue()
    {
        var from = Program(1, Workflow.Sequence(Event("a")), Workflow.Variable("gone", "String", "x"), Workflow.Variable("empty", "String"));
        var to = Program(2, Workflow.Sequence(Event("a")));

        Assert.Equal(["gone"], Move(Workflow.Start(from).State, from, to).DroppedVariables);
    }

    [Theory]
    [InlineData("Object", "Int32", "({a: 1})", true)]
    [InlineData("Object", "ObjectDictionary", "({a: 1})", false)]
    [InlineData("Object", "String", "({a: 1})", false)]
    [InlineData("Object", "String[]", "({a: 1})", true)]
    [InlineData("Object", "Boolean", "[1]", true)]
    [InlineData("Object", "String[]", "['a', 'b']", false)]
    [InlineData("Object", "Int32[]", "['a', 'b']", true)]
    [InlineData("Object", "Int32[]", "['1', '2']", false)]
    [InlineData("String", "String[]", "'a'", false)]
    [InlineData("String", "Int32[]", "'ab'", true)]
    [InlineData("String", "DateTimeOffset", "'tomorrow'", true)]
    [InlineData("String", "Decimal", "'1.50'", false)]
    public void Move_OfAVariableOfAnotherType_KeepsWhatFits(string before, string now, string value, bool isLost)
    {
        var (from, to) = (WithOne("v", before, null, value), WithOne("v", now, null));

        var move = Move(Workflow.Start(from).State, from, to);

        Assert.Equal(isLost ? ["v"] : [], move.LostVariables);
        Assert.Equal(isLost, move.State!.Variables["v"] is null);
    }

    private static WorkflowProgram WithOne(string name, string type, string? initial, string? assigned = null)
    {
        var variable = Workflow.Variable(name, type, initial);
        variable["id"] = "the-one";
        var assign = Workflow.Activity("set", "SetVariable", ("variable", variable.DeepClone()), ("value", Workflow.Script(assigned ?? "null")));
        return Program(1, assigned is null ? Workflow.Sequence(Event("a")) : Workflow.Sequence(assign, Event("a")), variable);
    }
}
