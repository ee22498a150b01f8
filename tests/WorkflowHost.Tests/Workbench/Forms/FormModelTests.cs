using System.Text.Json.Nodes;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Workbench.Forms;

namespace WorkflowHost.Tests.Workbench.Forms;

public sealed class FormModelTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 20, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly FormModel _form = new(Samples.Form, new JsonObject { ["customerName"] = "张伟" });

    [Fact]
    public void Form_FieldTheCaseKnows_StartsWithItsValue() => Assert.Equal("张伟", _form.Scope.Text("customerName"));

    [Fact]
    public void Field_WithCondition_AppearsAndVanishesWithTheOtherValue()
    {
        var amount = Samples.Form.Fields.Single(field => field.Name == "amount");
        Assert.False(_form.IsVisible(amount, _form.Scope));
        _form.Scope.SetText("category", "claim");
        Assert.True(_form.IsVisible(amount, _form.Scope));
        _form.Scope.SetNumber("amount", "500");
        _form.Scope.SetText("category", "service");
        Assert.False(_form.Fields().ContainsKey("amount"));
        Assert.Equal("500", _form.Scope.Text("amount"));
    }

    [Fact]
    public void Know_TheCaseWentOnMeanwhile_ShowsWhatIsAskedNowAndKeepsWhatWasTyped()
    {
        var form = new FormDefinition
        {
            Id = "of-amount",
            Title = Samples.Form.Title,
            Provenance = Samples.Form.Provenance,
            Sections = [.. Samples.Form.Sections.Select(section => section with { Fields = [.. section.Fields.Where(field => field.Name != "category")] })],
        };
        var amount = form.Fields.Single(field => field.Name == "amount");
        var model = new FormModel(form, new JsonObject { ["customerName"] = "张伟" });
        model.Scope.SetText("customerName", "张玮");
        Assert.False(model.IsVisible(amount, model.Scope));

        model.Know(new JsonObject { ["customerName"] = "张伟", ["category"] = "claim" });

        Assert.True(model.IsVisible(amount, model.Scope));
        Assert.Equal("张玮", model.Scope.Text("customerName"));
    }

    [Fact]
    public void Check_ForAnOutcome_MarksEveryFaultAtOnceInTheFormsOrder()
    {
        _form.Scope.SetText("customerName", null);
        _form.Scope.SetNumber("amount", "abc");
        _form.Scope.SetText("category", "claim");
        Assert.Null(_form.Check("agreed", Now));
        Assert.Equal(["customerName", "amount", "told"], _form.Faults.Select(fault => fault.Field));
        Assert.Equal("abc", _form.Scope.Text("amount"));
    }

    [Fact]
    public void Touch_AfterAFault_TakesOnlyThatFaultAway()
    {
        _form.Scope.SetText("customerName", null);
        _form.Check("agreed", Now);
        _form.Touch("customerName");
        Assert.Equal(["told"], _form.Faults.Select(fault => fault.Field));
    }

    [Fact]
    public void Check_GoodValues_GivesTheFieldsToSend()
    {
        _form.Scope.SetFlag("told", true);
        var fields = _form.Check("agreed", Now);
        Assert.NotNull(fields);
        Assert.True(fields["told"]!.GetValue<bool>());
    }

    [Fact]
    public void Mark_RefusalOfTheServer_KeepsWhatWasTyped()
    {
        _form.Scope.SetText("content", "客户表示不满");
        var isOnScreen = _form.Mark([new FieldFault("customerName", "field.too_long", new Dictionary<string, string> { ["max"] = "20" })]);
        Assert.True(isOnScreen);
        Assert.Equal("客户表示不满", _form.Scope.Text("content"));
        Assert.False(_form.Mark([new FieldFault("somethingElse", "field.unknown", new Dictionary<string, string>())]));
    }

    [Theory]
    [InlineData("12,000.50", "12000.50")]
    [InlineData("１２３", "123")]
    [InlineData(" 7 ", "7")]
    public void Number_AsPeopleType_IsUnderstood(string typed, string expected)
    {
        _form.Scope.SetNumber("amount", typed);
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), _form.Scope.Values["amount"]!.GetValue<decimal>());
    }

    [Fact]
    public void Instant_PickedAsWallTime_IsStoredWithChinasOffset()
    {
        _form.Scope.SetInstant("at", new DateTime(2026, 9, 29, 16, 40, 0, DateTimeKind.Unspecified));
        Assert.Equal("2026-09-29T16:40:00+08:00", _form.Scope.Text("at"));
        Assert.Equal(new DateTime(2026, 9, 29, 16, 40, 0, DateTimeKind.Unspecified), _form.Scope.Wall("at"));
        _form.Scope.SetText("at", "2026-09-29T08:40:00Z");
        Assert.Equal(16, _form.Scope.Wall("at")!.Value.Hour);
    }

    [Fact]
    public void Rows_AddedFilledAndRemoved_LeaveNoTrace()
    {
        _form.Scope.AddRow("options");
        var row = Assert.Single(_form.Scope.Rows("options"));
        row.SetText("text", "致歉");
        Assert.Equal("options[0].text", row.PathOf("text"));
        Assert.Equal("致歉", _form.Fields()["options"]![0]!["text"]!.GetValue<string>());
        _form.Scope.RemoveRow("options", 0);
        Assert.False(_form.Fields().ContainsKey("options"));
    }

    [Fact]
    public void Drafts_SameTask_GivesBackWhatWasTyped()
    {
        var drafts = new Drafts();
        var form = drafts.Of("task-1", () => new FormModel(Samples.Form, []));
        form.Scope.SetText("content", "半途");
        Assert.Equal("半途", drafts.Of("task-1", () => new FormModel(Samples.Form, [])).Scope.Text("content"));
        drafts.Forget("task-1");
        Assert.Null(drafts.Of("task-1", () => new FormModel(Samples.Form, [])).Scope.Text("content"));
    }

    /// <summary>The second feedback, appraisal or approval must not open with the first one's evidence ready to send.</summary>
    [Theory]
    [InlineData(Prefill.CarriedOver, "owner,kept")]
    [InlineData(Prefill.Nothing, "kept")]
    [InlineData(Prefill.Everything, "owner,kept,rating,told,at,answer")]
    public void Form_EvidenceOfAnEarlierRound_IsAskedForAnew(Prefill prefill, string starting)
    {
        var form = Samples.Form with
        {
            Sections = [new(new("节", "Section"),
            [
                Samples.Field("owner", FieldType.Text, "负责人", "Owner"),
                Samples.Field("kept", FieldType.Rating, "原评分", "Rating before") with { IsFresh = false },
                Samples.Field("rating", FieldType.Rating, "评分", "Rating"),
                Samples.Field("told", FieldType.Bool, "已告知", "Told") with { MustBeTrue = true },
                Samples.Field("at", FieldType.DateTime, "时间", "At") with { NotAfterNow = true },
                Samples.Field("answer", FieldType.Text, "意见", "Answer") with { IsFresh = true },
            ])],
        };
        var known = new JsonObject { ["owner"] = "王磊", ["kept"] = 4, ["rating"] = 5, ["told"] = true, ["at"] = "2026-10-01T09:00:00+08:00", ["answer"] = "同意" };

        Assert.Equal(starting.Split(','), new FormModel(form, known, prefill: prefill).Fields().Select(field => field.Key));
    }

    [Fact]
    public void Form_FieldThatStartsWithMe_HasMyIdOrNumberUnlessTheCaseKnowsBetter()
    {
        var form = Samples.Form with
        {
            Sections = [new(new("节", "Section"),
            [
                Samples.Field("who", FieldType.Staff, "人员", "Who") with { StartsWithMe = true },
                Samples.Field("number", FieldType.Text, "工号", "Number") with { StartsWithMe = true },
                Samples.Field("handlerId", FieldType.Staff, "承办人", "Handler"),
            ])],
        };

        var fresh = new FormModel(form, [], Samples.Handler).Scope;
        Assert.Equal(("handler-1", "H3001", null), (fresh.Text("who"), fresh.Text("number"), fresh.Text("handlerId")));
        Assert.Equal("A1", new FormModel(form, new JsonObject { ["number"] = "A1" }, Samples.Handler).Scope.Text("number"));
        Assert.Null(new FormModel(form, [], null).Scope.Text("who"));
    }
}
