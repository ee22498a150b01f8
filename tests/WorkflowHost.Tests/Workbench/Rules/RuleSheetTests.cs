using System.Text.Json.Nodes;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Workbench.Rules;
using WorkflowHost.Workbench.Rules.Editors;

namespace WorkflowHost.Tests.Workbench.Rules;

/// <summary>What editors write into a rule.</summary>
public sealed class RuleSheetTests
{
    private readonly RuleSheet _sheet = new(new(RuleKind.Clock, "a"), new("{\"id\":\"a\",\"due\":\"WD(1)\",\"steps\":[{\"id\":\"1\"},{\"id\":\"2\"}]}"));

    [Fact]
    public void Within_LookedAtOnly_ChangesNothing()
    {
        Assert.Same(_sheet.Within(_sheet.Root, "name"), _sheet.Within(_sheet.Root, "name"));
        Assert.False(_sheet.IsDirty);

        _sheet.Set(_sheet.Within(_sheet.Root, "name"), "zh", "名称");

        Assert.True(_sheet.IsDirty);
        Assert.Equal("名称", _sheet.Root["name"]!["zh"]!.ToString());
    }

    [Fact]
    public void Set_Nothing_TakesThePropertyAway()
    {
        _sheet.Set(_sheet.Root, "due", "");

        Assert.False(_sheet.Root.ContainsKey("due"));
    }

    [Theory]
    [InlineData(1, "2,1")]
    [InlineData(-1, "1,2")]
    public void Move_WithinTheList_StopsAtItsEnds(int by, string expected)
    {
        _sheet.Move(_sheet.Root, "steps", _sheet.Root["steps"]![0]!, by);

        Assert.Equal(expected, string.Join(',', RuleSheet.ObjectsOf(_sheet.Root, "steps").Select(step => step["id"]!.ToString())));
    }

    [Fact]
    public void Take_HalfAJson_ChangesNothing()
    {
        Assert.False(_sheet.Take("{\"id\":"));
        Assert.False(_sheet.IsDirty);
        Assert.True(_sheet.Take("{\"id\":\"a\"}"));
        Assert.True(_sheet.IsDirty);
    }

    [Theory]
    [InlineData("{\"at\":\"80%\"}", "at", "80")]
    [InlineData("{\"beforeDue\":\"PT2H\"}", "beforeDue", "2h")]
    [InlineData("{\"afterStart\":\"P1D\"}", "afterStart", "1d")]
    [InlineData("{\"afterStart\":\"PT90M\"}", "afterStart", "90m")]
    [InlineData("{\"afterBreach\":\"everyWeek\"}", "afterBreach", "everyWeek")]
    public void LadderStep_SaidAndPlacedAgain_IsTheSameInstant(string json, string kind, string said)
    {
        var step = (JsonObject)JsonNode.Parse(json)!;

        Assert.Equal((kind, said), (LadderStepWhen.KindOf(step), LadderStepWhen.ValueOf(step)));
        LadderStepWhen.Place(step, kind, said);
        Assert.Equal(said, LadderStepWhen.ValueOf(step));
    }

    [Fact]
    public void Year_OfTheShippedCalendar_CountsAsTheRulesDo()
    {
        var json = ShippedRules.Book.Find(new(RuleKind.Calendar, "cn.2026"))!.ToObject()!;

        var year = YearView.Of(json);

        Assert.Equal((248, 12), (year.WorkingDays, year.Months.Count));
        Assert.Equal(DayLook.MakeUp, year.Months[9].Days[9].Look);
        Assert.Equal("国庆节", year.Months[9].Days[0].Name!.Zh);
    }
}
