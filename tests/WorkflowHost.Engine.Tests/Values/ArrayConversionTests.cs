using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;
using WorkflowHost.Engine.Tests.Bursts;

namespace WorkflowHost.Engine.Tests.Values;

/// <summary>Texts on their way into arrays, compared with stock Elsa value by value.</summary>
public sealed class ArrayConversionTests
{
    [Theory]
    [InlineData("String", "a,b", """["a,b"]""")]
    [InlineData("Object", "ab", """["a","b"]""")]
    [InlineData("Int32", "42", "[52,50]")]
    [InlineData("Boolean", "yes", "[false,false,false]")]
    [InlineData("Decimal", "1.5", "[0,0,0]")]
    [InlineData("Int32", " [1, 2]", "[1,2]")]
    [InlineData("Guid", """["6F9619FF-8B86-D011-B42D-00C04FC964FF"]""", """["6f9619ff-8b86-d011-b42d-00c04fc964ff"]""")]
    [InlineData("Int32", "  ", "null")]
    public void Text_IntoAnArray_IsItsJsonOrItsCharacters(string type, string text, string array) =>
        Assert.Equal(array, (Converted(text, type) as JsonNode)?.ToJsonString() ?? "null");

    [Theory]
    [InlineData("String", "[1,2]")]
    [InlineData("Int32", """["1"]""")]
    [InlineData("Boolean", "[1]")]
    [InlineData("TimeSpan", """["soon"]""")]
    [InlineData("Object", """{"a":1}""")]
    [InlineData("Object", "[bad")]
    public void JsonText_OfAnotherTypeThanTheArray_IsAFault(string type, string text) =>
        Assert.Throws<FormatException>(() => Converted(text, type));

    [Fact]
    public void Null_AmongNumbers_IsZero() =>
        Assert.Equal("[0,1]", ((JsonNode)Converted(new JsonArray(null, 1.0), "Int32")!).ToJsonString());

    [Theory]
    [InlineData("Boolean[]", "[1,2]")]
    [InlineData("Decimal", """{"a":1}""")]
    [InlineData("ObjectDictionary", "none")]
    public void InitialValue_ThatDoesNotFit_LeavesTheVariableEmptyWithAWarning(string type, string value)
    {
        var compilation = Workflow.Compile(Workflow.Definition(Workflow.Sequence(Workflow.WriteLine("line", Workflow.Script("getX() === null"))), Workflow.Variable("X", type, value)));

        Assert.Contains(compilation.Warnings, each => each.Path == "$.variables[0].value");
        Assert.Equal(["True"], Workflow.Start(compilation.Program!).Lines());
    }

    private static object? Converted(object value, string type) =>
        ValueConverter.Convert(value, DeclaredType.TryRead(new JsonObject { ["typeName"] = type, ["isArray"] = true }, "typeName", out var declared) ? declared : throw new ArgumentException(type));
}
