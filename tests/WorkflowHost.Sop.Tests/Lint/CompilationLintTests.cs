using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Tests.Cases;

namespace WorkflowHost.Sop.Tests.Lint;

/// <summary>What the compiler finds is told to process owners in their language, at the right step.</summary>
public sealed class CompilationLintTests
{
    [Theory]
    [InlineData(true, LintSeverity.Error)]
    [InlineData(false, LintSeverity.Warning)]
    public void ValueOfAnotherType_OfAnSop_KeepsItFromBeingPublished(bool isSop, LintSeverity severity)
    {
        var finding = Find(new SopDraft { IsSop = isSop }.Step("wait", "Elsa.Delay", ("timeSpan", "banana")), DefinitionFaultCodes.InputType);

        Assert.Equal((severity, "wait"), (finding.Severity, finding.ActivityId));
        Assert.Equal("输入项「TimeSpan」应填时长（如 02:30:00，带天数如 1.02:30:00），现为「banana」。请改正。", finding.Message.Text.Zh);
        Assert.Equal("The input 'TimeSpan' takes a span of time such as 02:30:00, or 1.02:30:00 with days, and 'banana' is none. Correct it.", finding.Message.Text.En);
    }

    [Fact]
    public void IdUsedTwice_IsToldAtTheSecond()
    {
        var draft = SopDraft.Opened().Step("note", "Elsa.WriteLine", ("text", "x"));
        var definition = draft.Definition();
        var steps = (JsonArray)definition.Document["root"]!["activities"]!;
        steps.Add(new JsonObject { ["id"] = "note", ["type"] = "Elsa.WriteLine", ["version"] = 1, ["name"] = "第二处" });

        var finding = Assert.Single(SopLint.Check(Request(definition)).Findings, each => each.Code == DefinitionFaultCodes.ActivityDuplicate);

        Assert.Equal(("note", "第二处"), (finding.ActivityId, finding.ActivityName));
    }

    /// <summary>Hundreds of names would hide the one that was meant.</summary>
    [Fact]
    public void UnknownName_OfALongList_OffersTheNamesWrittenMostAlike()
    {
        var finding = Find(SopDraft.Opened().Step("work", "Sop.HumanTask", ("form", "complaint-registr"), ("role", "handler")), "sop.form.unknown");

        Assert.StartsWith("没有表单「complaint-registr」。可选：complaint-register, ", finding.Message.Text.Zh, StringComparison.Ordinal);
        Assert.InRange(finding.Message.Text.Zh.Length, 20, 260);
    }

    private static LintFinding Find(SopDraft draft, string code) => Assert.Single(SopLint.Check(Request(draft.Definition())).Findings, each => each.Code == code);

    private static LintRequest Request(WorkflowDefinition definition) => new() { Definition = definition, Pack = CaseSimulator.Pack };
}
