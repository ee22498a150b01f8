using System.Text;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Tests.Definitions;

public sealed class JsonLocatorTests
{
    private const string Text = """
        {
          "name": "投诉",
          "root": { "activities": [ 1, { "text": true } ], "the name": null }
        }
        """;

    [Theory]
    [InlineData("$", 1, 1)]
    [InlineData("$.name", 2, 11)]
    [InlineData("$.root", 3, 11)]
    [InlineData("$.root.activities[0]", 3, 29)]
    [InlineData("$.root.activities[1].text", 3, 42)]
    [InlineData("$.root['the name']", 3, 64)]
    public void Find_PathThatExists_GivesItsPlace(string path, int line, int column) =>
        Assert.Equal((line, column), JsonLocator.Of(Encoding.UTF8.GetBytes(Text)).Find(path));

    [Fact]
    public void Find_TextBeforeOnTheLineIsChinese_CountsCharactersNotBytes() =>
        Assert.Equal((1, 15), JsonLocator.Of("""{"a":"投诉","b":1}"""u8).Find("$.b"));

    [Fact]
    public void Find_PathThatDoesNotExist_GivesNull() =>
        Assert.Null(JsonLocator.Of("{}"u8).Find("$.root"));

    [Fact]
    public void Of_TextThatBreaksOff_KnowsThePartBefore() =>
        Assert.Equal((1, 6), JsonLocator.Of("""{"a":1,"b":"""u8).Find("$.a"));
}
