using Bunit;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Workbench.Forms;

namespace WorkflowHost.Tests.Workbench.Forms;

public sealed class FormViewTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 10, 20, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly Bench _bench = new();
    private readonly FormModel _model = new(Samples.Form, []);

    public void Dispose() => ((IDisposable)_bench).Dispose();

    [Fact]
    public void FormView_EveryFieldType_HasALabelledControl()
    {
        _model.Scope.SetText("category", "claim");
        _model.Scope.AddRow("options");
        var view = Render();
        foreach (var field in Samples.Form.Fields)
        {
            var id = FormView.IdOf(field.Name);
            Assert.Contains(field.Label.Zh, view.Find($"#{id}-label").TextContent, StringComparison.Ordinal);
            Assert.NotEmpty(view.FindAll($"#{id}"));
        }

        Assert.NotEmpty(view.FindAll("#f-options-0-text"));
    }

    [Fact]
    public void FormView_ChoosingAValue_RevealsTheDependentField()
    {
        var view = Render();
        Assert.Empty(view.FindAll("#f-amount"));
        view.Find("#f-category input[value=claim]").Change("claim");
        Assert.NotEmpty(view.FindAll("#f-amount"));
    }

    [Fact]
    public void FormView_FaultsAfterCheck_StandAtTheirFieldsAndInTheSummary()
    {
        _model.Check("agreed", Now);
        var view = Render();
        Assert.Equal("此项必填", view.Find("#f-customerName-fault").TextContent.Trim());
        Assert.Equal("true", view.Find("#f-customerName").GetAttribute("aria-invalid"));
        Assert.Contains("有 2 处需要补充或更正", view.Find(".fault-sum").TextContent, StringComparison.Ordinal);
        view.Find("#f-customerName").Change("张伟");
        Assert.Empty(view.FindAll("#f-customerName-fault"));
    }

    [Fact]
    public void FormView_RequiredForSomeOutcomes_SaysSoUntilOneIsChosen()
    {
        var view = Render();
        Assert.Contains("客户同意", view.Find("#f-told-label .must.soft").GetAttribute("title"), StringComparison.Ordinal);
        _model.Outcome = "not_agreed";
        Assert.Empty(Render().FindAll("#f-told-label .must"));
    }

    [Fact]
    public void FormView_InEnglish_SpeaksEnglish()
    {
        using var bench = new Bench("en");
        var view = bench.Render<FormView>(p => p.Add(f => f.Model, _model));
        Assert.Contains("Customer", view.Find("#f-customerName-label").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void FormView_Rating_IsSetByItsStar()
    {
        var view = Render();
        view.FindAll("#f-rating button")[3].Click();
        Assert.Equal("4", _model.Scope.Text("rating"));
        Assert.Equal("true", view.FindAll("#f-rating button")[3].GetAttribute("aria-checked"));
    }

    private IRenderedComponent<FormView> Render() => _bench.Render<FormView>(p => p
        .Add(f => f.Model, _model)
        .Add(f => f.People, [new StaffMember("s1", "wang", "王磊", "H1", ["handler"], null, [], true, null, 0)]));
}
