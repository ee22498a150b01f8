using System.Text.Json.Nodes;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Lint;

/// <summary>Where only some may read the cases of an SOP.</summary>
public sealed class ReaderLintTests
{
    [Fact]
    public void Readers_WithoutTheRoleOfAQueueOrLadder_AreTold()
    {
        var draft = SopDraft.Sound();
        IReadOnlyList<LintFinding> Found(params string[] roles) =>
            SopLint.Check(new() { Definition = draft.Definition(sop => sop["readRoles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))])), Pack = RealPack.Pack }).Findings;

        var found = Found("compliance");

        Assert.Contains(found, each => each is { Code: LintCodes.TaskRoleReadsNot, ActivityId: "work", Severity: LintSeverity.Warning });
        Assert.Contains(found, each => each.Code == LintCodes.LadderRoleReadsNot);
        Assert.DoesNotContain(Found("handler", "team_lead", "manager", "exec", "compliance"), each => each.Code is LintCodes.TaskRoleReadsNot or LintCodes.LadderRoleReadsNot);
        Assert.DoesNotContain(SopLint.Check(new() { Definition = draft.Definition(), Pack = RealPack.Pack }).Findings, each => each.Code is LintCodes.TaskRoleReadsNot or LintCodes.LadderRoleReadsNot);
    }

    [Fact]
    public void Readers_OfAnUnknownRole_AreAFault()
    {
        var definition = SopDraft.Sound().Definition(sop => sop["readRoles"] = new JsonArray("wizard"));

        Assert.Contains(SopLint.Check(new() { Definition = definition, Pack = RealPack.Pack }).Findings, each => each.Severity == LintSeverity.Error && each.Path.EndsWith("readRoles", StringComparison.Ordinal));
    }
}
