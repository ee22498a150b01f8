using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Tests.Values;

public sealed class PolymorphicJsonTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""{"_type":"System.Dynamic.ExpandoObject","a":{"_type":"X","b":2}}""", """{"a":{"b":2}}""")]
    [InlineData("""{"_items":[1,{"_items":["x"],"_type":"String[]"}],"_type":"Object[]"}""", """[1,["x"]]""")]
    [InlineData("""{"_island":"{\"a\":[1]}","_type":"Newtonsoft.Json.Linq.JObject, Newtonsoft.Json"}""", """{"a":[1]}""")]
    [InlineData("""{"$id":"1","$values":[{"$id":"2","n":1},{"$ref":"2"}]}""", """[{"n":1},{"n":1}]""")]
    [InlineData("""{"$id":"https://example.org/schema","p":{"$ref":"#/definitions/p"}}""", """{"$id":"https://example.org/schema","p":{"$ref":"#/definitions/p"}}""")]
    [InlineData("""{"\\\\$price":3}""", """{"$price":3}""")]
    public void Plain_JsonOfASerialiser_IsWhatItStandsFor(string json, string plain) =>
        Assert.Equal(plain, PolymorphicJson.Plain(JsonNode.Parse(json))!.ToJsonString());

    [Theory]
    [InlineData("""{"$id":"1","self":{"$ref":"1"}}""")]
    [InlineData("""{"$id":"1","a":[{"$id":"2","up":{"$ref":"1"}}]}""")]
    public void Plain_ObjectThatContainsItself_IsRefused(string json) =>
        Assert.Contains("contains", Assert.Throws<FormatException>(() => PolymorphicJson.Plain(JsonNode.Parse(json))).Message, StringComparison.Ordinal);
}
