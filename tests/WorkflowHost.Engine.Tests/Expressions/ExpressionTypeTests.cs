using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Tests.Bursts;
using static WorkflowHost.Engine.Tests.Bursts.Workflow;

namespace WorkflowHost.Engine.Tests.Expressions;

public sealed class ExpressionTypeTests
{
    [Theory]
    [InlineData("\"js\"")]
    [InlineData("\"js.Result\"")]
    [InlineData("{\"activityId\":\"js\"}")]
    [InlineData("{\"activity\":\"Named\",\"output\":\"Result\"}")]
    [InlineData("\"{\\\"activityId\\\":\\\"js\\\",\\\"outputName\\\":\\\"Result\\\"}\"")]
    [InlineData("{\"typeName\":\"Object\",\"memoryReference\":{\"id\":\"js:Result\"}}")]
    public void Output_OfAnActivityInTheSameBurst_IsItsValue(string value)
    {
        var program = Program(Sequence(
            Activity("js", "RunJavaScript", ("name", "Named"), ("script", Literal("return 'seen'"))),
            WriteLine("line", Input("Output", JsonNode.Parse(value)))));

        Assert.Equal(["seen"], Start(program).Lines());
    }

    [Theory]
    [InlineData("Object")]
    [InlineData("Json")]
    public void Object_TextWithMarksOfASerialiser_IsPlainForATypedInput(string type)
    {
        var program = Program(Sequence(Activity(
            "each",
            "ForEach",
            ("items", Input(type, """{"$id":"1","$values":[{"_type":"X","n":1},{"n":2}]}""")),
            ("body", WriteLine("line", Script("JSON.stringify(variables.CurrentValue)"))))));

        Assert.Equal(["""{"n":1}""", """{"n":2}"""], Start(program).Lines());
    }

    // What Studio writes: every number and yes or no as a text, whatever the type of the input.
    [Theory]
    [InlineData("Int32", "\"7\"", "7", "number")]
    [InlineData("Int32", "7.0", "7", "number")]
    [InlineData("Boolean", "\"True\"", "true", "boolean")]
    [InlineData("Boolean", "true", "true", "boolean")]
    [InlineData("Decimal", "\"0.95\"", "0.95", "number")]
    [InlineData("Double", "1e3", "1000", "number")]
    [InlineData("Int64", "\"9007199254740991\"", "9007199254740991", "number")]
    [InlineData("String", "5", "5", "string")]
    [InlineData("TimeSpan", "\"1.02:00:00\"", "1.02:00:00", "object")]
    [InlineData("Guid", "\"6F9619FF-8B86-D011-B42D-00C04FC964FF\"", "6f9619ff-8b86-d011-b42d-00c04fc964ff", "object")]
    [InlineData("DateTimeOffset", "\"2026-03-16T10:00:00+08:00\"", "2026-03-16T02:00:00.000Z", "object")]
    public void Literal_OfEachPrimitive_IsConvertedToTheTypeOfItsTarget(string type, string literal, string text, string kind)
    {
        var set = Activity("set", "SetVariable", ("variable", new JsonObject { ["id"] = "var-x" }), ("value", Literal(JsonNode.Parse(literal))));
        var show = WriteLine("line", Script("typeof getX() + ' ' + (getX().toISOString ? getX().toISOString() : String(getX()))"));

        Assert.Equal([$"{kind} {text}"], Start(Program(Sequence(set, show), Variable("x", type))).Lines());
    }

    [Theory]
    [InlineData("JSON", "{\"a\":[1,2]}", "2")]
    [InlineData("JsonObject", "{\"a\":[1,2]}", "2")]
    [InlineData("StringDictionary", "{\"a\":[1,2]}", "2")]
    public void Variable_OfAJsonType_HoldsTheObjectItsTextSays(string type, string value, string line)
    {
        var program = Program(Sequence(Activity("wait", "Event", ("eventName", Literal("go"))), WriteLine("line", Script("getX().a[1]"))), Variable("x", type, value));
        var first = Start(program);

        var second = first.Then(program, new WorkflowHost.Engine.Bursts.ResumeBookmark(first.State.Bookmarks[0].Id));

        Assert.Equal([line], second.Lines());
    }

    [Fact]
    public void Variable_OfAJsonTypeWithASingleValue_IsThatValue()
    {
        var set = Activity("set", "SetVariable", ("variable", new JsonObject { ["id"] = "var-x" }), ("value", Literal("plain")));

        Assert.Equal(["plainstring"], Start(Program(Sequence(set, WriteLine("line", Script("getX() + typeof getX()"))), Variable("x", "JSON"))).Lines());
    }

    [Fact]
    public void Object_ThatContainsItself_FaultsTheActivityInWords()
    {
        var program = Program(Sequence(Activity("each", "ForEach", ("items", Input("Object", """[{"$id":"1","self":{"$ref":"1"}}]""")))));

        var incident = Assert.Single(Start(program).State.Incidents);

        Assert.Contains("contains itself", incident.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CSharp")]
    [InlineData("Python")]
    [InlineData("Delegate")]
    public void Expression_InALanguageThatIsNotRun_IsRefusedAtTheActivity(string language)
    {
        var fault = Assert.Single(Compile(Definition(Sequence(WriteLine("line", Input(language, "1 + 1"))))).Faults);

        Assert.Equal((DefinitionFaultCodes.ExpressionType, "line"), (fault.Code, fault.ActivityId));
        Assert.Contains(language, fault.Message, StringComparison.Ordinal);
    }
}
