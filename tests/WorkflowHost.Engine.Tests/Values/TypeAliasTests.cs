using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Tests.Values;

public sealed class TypeAliasTests
{
    [Theory]
    [InlineData("Int32", "Int32", false)]
    [InlineData("int32?", "Int32", false)]
    [InlineData("String[]", "String", true)]
    [InlineData("List<Decimal>", "Decimal", true)]
    [InlineData("System.String, System.Private.CoreLib", "String", false)]
    [InlineData("System.Int64[], System.Private.CoreLib", "Int64", true)]
    [InlineData("System.Text.Json.Nodes.JsonObject, System.Text.Json", "ObjectDictionary", false)]
    [InlineData("JSON", "Json", false)]
    [InlineData("ByteArray", "Object", false)]
    [InlineData("Byte[]", "Object", false)]
    public void TryParse_NameElsaKnows_IsRead(string name, string kind, bool isArray)
    {
        Assert.True(TypeAliases.TryParse(name, out var read, out var array));
        Assert.Equal((kind, isArray), (read.ToString(), array));
    }

    [Theory]
    [InlineData("DateOnly")]
    [InlineData("Acme.String, Acme")]
    [InlineData("[]")]
    [InlineData("List<>")]
    [InlineData("")]
    public void TryParse_OtherName_IsUnknown(string name) => Assert.False(TypeAliases.TryParse(name, out _, out _));
}
