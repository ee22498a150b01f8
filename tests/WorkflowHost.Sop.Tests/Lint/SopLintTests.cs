using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Lint;

/// <summary>Each rule has a definition that trips it and one, nearly the same, that doesn't.</summary>
public sealed class SopLintTests
{
    private static readonly Dictionary<string, (Func<SopDraft> Trips, Func<SopDraft> Passes, LintSeverity Severity, string? At)> Rules = new()
    {
        [LintCodes.StepUnreachable] = (
            () => SopDraft.Sound().Step("lost", "Sop.UpdateCase", ("stage", "intake")),
            () => SopDraft.Sound(),
            LintSeverity.Warning, "lost"),
        [LintCodes.PortUnknown] = (
            () => SopDraft.Sound().Connect("work", "approved", "close"),
            () => SopDraft.Sound().Connect("work", "analysed", "finish"),
            LintSeverity.Warning, "work"),
        [LintCodes.PortNotDrawn] = (
            () => Sound(("decide", "Sop.Decide", "table", "hotline-survey")).Connect("decide", "onsite", "close"),
            () => SopDraft.Sound().Step("decide", "Sop.Decide", ("table", "hotline-survey"), ("outcomes", new[] { "onsite" })).Connect("decide", "onsite", "close"),
            LintSeverity.Warning, "decide"),
        [LintCodes.LoopWithoutWait] = (
            () => SopDraft.Opened().Step("a", "Sop.UpdateCase", ("stage", "intake")).Step("b", "Sop.UpdateCase", ("stage", "intake")).Chain("open", "a", "b", "a"),
            () => SopDraft.Opened().Step("a", "Sop.CaseEvent", ("event", "contacted")).Step("b", "Sop.UpdateCase", ("stage", "intake")).Chain("open", "a", "b", "a"),
            LintSeverity.Error, "a"),
        [LintCodes.RoleMissing] = (
            () => SopDraft.Opened().Task("work", "", "analysis", "analysed").Connect("open", "Done", "work").Connect("work", "analysed", "work"),
            () => SopDraft.Opened().Task("work", "handler", "analysis", "analysed").Connect("open", "Done", "work").Connect("work", "analysed", "work"),
            LintSeverity.Error, "work"),
        [LintCodes.OutcomeUnconnected] = (
            () => SopDraft.Opened().Task("work", "handler", "analysis", "analysed", "fraud").Chain("open", "work").Connect("work", "fraud", "open"),
            () => SopDraft.Sound(),
            LintSeverity.Error, "work"),
        [LintCodes.UnreachableUnconnected] = (
            () => Revisit("Successful", "Problem", "Cancelled", "Refused"),
            () => Revisit("Successful", "Problem", "Cancelled", "Refused", "Unreachable"),
            LintSeverity.Error, "revisit"),
        [LintCodes.RevisitUnconnected] = (
            () => Revisit("Successful", "Unreachable", "Cancelled", "Refused"),
            () => Revisit("Successful", "Problem", "Cancelled", "Refused", "Unreachable"),
            LintSeverity.Warning, "revisit"),
        [LintCodes.UnreachableMissing] = (
            () => SopDraft.Opened().Task("call", "agent", "first-contact-24h", "analysed").Connect("open", "Done", "call").Connect("call", "analysed", "call"),
            () => SopDraft.Opened().Task("call", "agent", "first-contact-24h", "analysed", "unreachable").Connect("open", "Done", "call").Connect("call", "analysed", "call").Connect("call", "unreachable", "call"),
            LintSeverity.Warning, "call"),
        [LintCodes.ClockNeverStarted] = (
            () => Sound(("stop", "Sop.StopClock", "clocks", new[] { "register" })),
            () => Sound(("start", "Sop.StartClock", "clocks", new[] { "register" }), ("stop", "Sop.StopClock", "clocks", new[] { "register" })),
            LintSeverity.Warning, "stop"),
        [LintCodes.ClockNotStopped] = (
            () => SopDraft.Sound().Step("start", "Sop.StartClock", ("clocks", new[] { "register" })).Step("early", "Elsa.FlowDecision", ("condition", "=true")).Step("over", "Elsa.Finish").Chain("open", "start", "early").Connect("early", "True", "over").Connect("early", "False", "close"),
            () => Sound(("start", "Sop.StartClock", "clocks", new[] { "register" })),
            LintSeverity.Warning, "start"),
        [LintCodes.NoticeField] = (
            () => Sound(("tell", "Sop.Notify", "notice", "complaint-decision")),
            () => Sound(("tell", "Sop.Notify", "notice", "complaint-decision")).Step("plan", "Sop.HumanTask", ("form", "complaint-solution"), ("role", "handler"), ("outcomes", new[] { "agreed" })).Connect("open", "Done", "plan").Connect("plan", "agreed", "close"),
            LintSeverity.Error, "tell"),
        [LintCodes.FieldUnwritten] = (
            () => Sound(("note", "Sop.NotifyStaff", "text", "~{{ Case.weather }}")),
            () => Sound(("note", "Sop.NotifyStaff", "text", "~{{ Case.content }}")),
            LintSeverity.Warning, "note"),
        [LintCodes.OutputLost] = (
            () => ReadsWho(draft => draft.Step("pause", "Sop.CaseEvent", ("event", "e")).Connect("work", "analysed", "pause").Connect("pause", "Done", "gate")),
            () => ReadsWho(draft => draft.Connect("work", "analysed", "gate")),
            LintSeverity.Warning, "gate"),
        [LintCodes.TableFieldUnwritten] = (
            () => Sound(("decide", "Sop.Decide", "table", "authority")),
            () => Sound(("decide", "Sop.Decide", "table", "authority"), ("set", "Sop.UpdateCase", "fields", "=({ remedyAmount: 1, remedyTypes: [], severity: 3 })")),
            LintSeverity.Warning, "decide"),
        ["sop.clock.unknown"] = (
            () => Sound(("start", "Sop.StartClock", "clocks", "=['complaint-statutry', getCase().branch]")),
            () => Sound(("start", "Sop.StartClock", "clocks", "=['complaint-statutory', ['motor', 'life'].includes(getCase().productLine) ? 'life-reply' : null]")),
            LintSeverity.Error, "start"),
        ["sop.form.unknown"] = (
            () => Sound(("event", "Sop.CaseEvent", "form", "nonsense")),
            () => Sound(("event", "Sop.CaseEvent", "form", "complaint-contact")),
            LintSeverity.Error, "event"),
        ["sop.outcome.unknown"] = (
            () => SopDraft.Opened().Task("work", "handler", "analysis", "perhaps").Connect("open", "Done", "work").Connect("work", "perhaps", "work"),
            () => SopDraft.Sound(),
            LintSeverity.Error, "work"),
        [DefinitionFaultCodes.ExpressionSyntax] = (
            () => Sound(("gate", "Elsa.FlowDecision", "condition", "=getCase(.x")),
            () => Sound(("gate", "Elsa.FlowDecision", "condition", "=getCase().content")),
            LintSeverity.Error, "gate"),
        [DefinitionFaultCodes.ActivityUnknown] = (
            () => Sound(("odd", "Custom.Nonsense", "x", "y")),
            () => SopDraft.Sound(),
            LintSeverity.Warning, "odd"),
    };

    public static TheoryData<string> ShippedFiles => [.. RealPack.Sops().Select(sop => sop + ".json")];

    public static TheoryData<string> Codes => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Rule_OnADefinitionThatBreaksIt_IsTrippedAtTheActivityAndOnlyThere(string code)
    {
        var (trips, passes, severity, at) = Rules[code];

        var found = Check(trips()).Where(each => each.Code == code).ToList();

        Assert.NotEmpty(found);
        Assert.All(found, each => Assert.Equal((severity, at), (each.Severity, each.ActivityId)));
        Assert.DoesNotContain(Check(passes()), each => each.Code == code);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Finding_OfEveryRule_SaysItInBothLanguagesWithAllItsWords(string code)
    {
        var finding = Check(Rules[code].Trips()).First(each => each.Code == code);

        Assert.Contains(finding.Message.Code, SentenceTexts.Codes);
        Assert.DoesNotContain("{", finding.Message.Text.Zh + finding.Message.Text.En, StringComparison.Ordinal);
        Assert.NotEqual(finding.Message.Text.Zh, finding.Message.Text.En);
        Assert.StartsWith("$.root", finding.Path, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ShippedFiles))]
    public void ShippedSop_AgainstTheShippedPack_HasNothingToComplainAbout(string path)
    {
        var file = RealPack.Files().Single(each => each.Path == path);
        var report = SopLint.Check(new LintRequest { Definition = WorkflowDefinition.Read(file.Utf8).Definition!, Pack = RealPack.Pack, MembersOf = _ => 1, Sops = RealPack.Sops() });

        Assert.True(report.Findings.Count == 0, string.Join(Environment.NewLine, report.Findings));
    }

    [Fact]
    public void SoundDraft_HasNothingToComplainAbout() => Assert.Empty(Check(SopDraft.Sound()).Select(each => each.ToString()));

    [Fact]
    public void Loop_WithADecisionOut_OnlyWarns()
    {
        var draft = SopDraft.Opened()
            .Step("count", "Sop.UpdateCase", ("fields", "=({ n: (getCase().n || 0) + 1 })"))
            .Step("again", "Elsa.FlowDecision", ("condition", "=getCase().n < 3"))
            .Step("finish", "Elsa.Finish")
            .Chain("open", "count", "again")
            .Connect("again", "True", "count")
            .Connect("again", "False", "finish");

        Assert.Equal(LintSeverity.Warning, Assert.Single(Check(draft), each => each.Code == LintCodes.LoopWithoutWait).Severity);
    }

    [Fact]
    public void Clock_StoppedInOneOfTwoParallelBranches_CountsAsStopped()
    {
        var draft = SopDraft.Opened()
            .Step("start", "Sop.StartClock", ("clocks", new[] { "register" }))
            .Step("gate", "Elsa.FlowDecision", ("condition", "=true"))
            .Step("tell", "Sop.NotifyStaff", ("roles", new[] { "manager" }), ("text", "x"))
            .Step("stop", "Sop.StopClock", ("clocks", new[] { "register" }))
            .Chain("open", "start", "gate")
            .Chain("start", "stop")
            .Connect("gate", "True", "tell");

        Assert.DoesNotContain(Check(draft), each => each.Code == LintCodes.ClockNotStopped);
    }

    [Fact]
    public void Fork_LeavesThroughAllItsBranches_SoOneThatStopsTheClockIsEnoughAndNoneIsAWayOutOfALoop()
    {
        var stopping = SopDraft.Opened()
            .Step("start", "Sop.StartClock", ("clocks", new[] { "register" }))
            .Step("fork", "Elsa.FlowFork", ("branches", new[] { "a", "b" }))
            .Step("stop", "Sop.StopClock", ("clocks", new[] { "register" }))
            .Step("tell", "Sop.NotifyStaff", ("roles", new[] { "manager" }), ("text", "x"))
            .Step("close", "Sop.CloseCase", ("closeType", "settled"))
            .Chain("open", "start", "fork")
            .Connect("fork", "a", "stop")
            .Connect("fork", "b", "tell")
            .Chain("tell", "close");
        var spinning = SopDraft.Opened()
            .Step("fork", "Elsa.FlowFork", ("branches", new[] { "a", "b" }))
            .Step("finish", "Elsa.End")
            .Chain("open", "fork")
            .Connect("fork", "a", "fork")
            .Connect("fork", "b", "finish");

        Assert.Empty(Check(stopping).Select(each => each.ToString()));
        Assert.Equal(LintSeverity.Error, Assert.Single(Check(spinning), each => each.Code == LintCodes.LoopWithoutWait).Severity);
    }

    [Fact]
    public void StatutoryClock_LongerThanArt18_KeepsFromPublishing()
    {
        var pack = WithClock("complaint-statutory", policy => policy with { Amount = 16 });

        var finding = Assert.Single(Check(Sound(("start", "Sop.StartClock", "clocks", new[] { "complaint-statutory" })), pack), each => each.Code == LintCodes.ClockAboveLimit);

        Assert.Equal((LintSeverity.Error, "start"), (finding.Severity, finding.ActivityId));
        Assert.StartsWith("时限「投诉处理法定期限」为 16 日，超过「投诉处理期限」规定的 15 日", finding.Message.Text.Zh, StringComparison.Ordinal);
        Assert.Contains("第十八条", finding.Message.Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void StatutoryClock_CountedInWorkingDays_IsHeldAgainstTheCalendarAndNamesADay()
    {
        var draft = Sound(("start", "Sop.StartClock", "clocks", new[] { "complaint-statutory" }));
        var short9 = WithClock("complaint-statutory", policy => policy with { Unit = ClockUnit.WorkingDays, Amount = 4, Extensions = [] });
        var long12 = WithClock("complaint-statutory", policy => policy with { Unit = ClockUnit.WorkingDays, Amount = 12, Extensions = [] });

        Assert.DoesNotContain(Check(draft, short9), each => each.Code == LintCodes.ClockAboveLimit);
        var finding = Assert.Single(Check(draft, long12), each => each.Code == LintCodes.ClockAboveLimit);
        Assert.Matches(@"例如 202\d-\d\d-\d\d 起算", finding.Message.Text.Zh);
    }

    [Fact]
    public void Extensions_BeyondSixtyDays_AreFoundAlthoughThePlainPeriodIsNot()
    {
        var pack = WithClock("complaint-statutory", policy => policy with { Extensions = [.. policy.Extensions, policy.Extensions[1] with { Id = "again" }] });

        var found = Check(Sound(("start", "Sop.StartClock", "clocks", new[] { "complaint-statutory" })), pack).ToList();

        Assert.Contains(found, each => each.Code == LintCodes.ExtensionAboveLimit && each.Severity == LintSeverity.Error);
        Assert.DoesNotContain(found, each => each.Code == LintCodes.ClockAboveLimit);
    }

    [Fact]
    public void CustomersWindow_ShorterThanThirtyDays_IsWarnedOf()
    {
        var pack = WithClock("review-request-window", policy => policy with { Amount = 15 });

        var finding = Assert.Single(Check(Sound(("start", "Sop.StartClock", "clocks", new[] { "review-request-window" })), pack), each => each.Code == LintCodes.ClockBelowLimit);

        Assert.Equal(LintSeverity.Warning, finding.Severity);
    }

    [Fact]
    public void StatutoryClock_WithoutALimitOnRecord_IsWarnedOf()
    {
        var pack = RealPack.Pack with { ClockLimits = [] };

        Assert.Contains(Check(Sound(("start", "Sop.StartClock", "clocks", new[] { "complaint-statutory" })), pack), each => each.Code == LintCodes.LimitMissing);
    }

    [Fact]
    public void Deadline_WithoutLadder_IsWarnedOfUnlessTheStepNamesOne()
    {
        var pack = WithClock("register", policy => policy with { LadderId = null });
        var plain = Sound(("start", "Sop.StartClock", "clocks", new[] { "register" }));
        var named = SopDraft.Sound().Step("start", "Sop.StartClock", ("clocks", new[] { "register" }), ("ladder", "short-task")).Chain("open", "start", "close");

        Assert.Contains(Check(plain, pack), each => each is { Code: LintCodes.LadderMissing, ActivityId: "start" });
        Assert.DoesNotContain(Check(named, pack), each => each.Code == LintCodes.LadderMissing);
    }

    [Fact]
    public void Roles_ThatNobodyHas_AreNamedAtTheStepAndForTheLadder()
    {
        var request = new LintRequest { Definition = SopDraft.Sound().Definition(), Pack = RealPack.Pack, MembersOf = role => role is "handler" or "team_lead" ? 0 : 2 };

        var found = SopLint.Check(request).Findings;

        Assert.Contains(found, each => each is { Code: LintCodes.RoleEmpty, ActivityId: "work", Severity: LintSeverity.Warning });
        Assert.Contains(found, each => each.Code == LintCodes.LadderRoleEmpty);
        Assert.DoesNotContain(SopLint.Check(request with { MembersOf = _ => 1 }).Findings, each => each.Code.Contains("empty", StringComparison.Ordinal));
        Assert.DoesNotContain(SopLint.Check(request with { MembersOf = null }).Findings, each => each.Code.Contains("empty", StringComparison.Ordinal));
    }

    [Fact]
    public void RoleChosenByATable_WithoutMembers_IsFoundBehindTheScript()
    {
        var draft = SopDraft.Sound().Step("approve", "Sop.HumanTask", ("form", "complaint-authority-approval"), ("role", "=getCase().authorityRole"), ("outcomes", new[] { "approved" }));

        var found = SopLint.Check(new LintRequest { Definition = draft.Definition(), Pack = RealPack.Pack, MembersOf = role => role == "exec" ? 0 : 1 }).Findings;

        Assert.Contains(found, each => each is { Code: LintCodes.RoleEmpty, ActivityId: "approve" });
    }

    [Fact]
    public void PlainWorkflow_IsHeldAgainstTheRulesOfFlowsOnly()
    {
        var draft = new SopDraft { IsSop = false }
            .Step("line", "Elsa.WriteLine", ("text", "=getCase().nothing"))
            .Step("lost", "Elsa.WriteLine", ("text", "x"))
            .Connect("lost", "Done", "lost");

        Assert.Equal([LintCodes.LoopWithoutWait, LintCodes.StepUnreachable], Check(draft).Select(each => each.Code));
    }

    [Fact]
    public void Trigger_ThatCanStartTheWorkflow_IsNotUnreachable()
    {
        var draft = new SopDraft { IsSop = false }
            .Step("line", "Elsa.WriteLine", ("text", "x"))
            .Step("paid", "Elsa.Event", ("eventName", "paid"), ("customProperties", new JsonObject { ["canStartWorkflow"] = true }))
            .Chain("paid", "line");

        Assert.Empty(Check(draft));
    }

    [Fact]
    public void LinkedCase_OfAnSopThatIsNotThere_IsAnError()
    {
        var draft = Sound(("ask", "Sop.OpenLinkedCase", "sop", "no-such-sop"));

        var found = SopLint.Check(new LintRequest { Definition = draft.Definition(), Pack = RealPack.Pack, Sops = RealPack.Sops() }).Findings;

        Assert.Equal((LintSeverity.Error, "ask"), found.Where(each => each.Code == "sop.sop.unknown").Select(each => (each.Severity, each.ActivityId)).Single());
        Assert.DoesNotContain(Check(draft), each => each.Code == "sop.sop.unknown");
    }

    [Fact]
    public void Report_WithErrors_MayNotBePublished()
    {
        Assert.False(SopLint.Check(new LintRequest { Definition = Rules[LintCodes.OutcomeUnconnected].Trips().Definition(), Pack = RealPack.Pack }).MayPublish);
        Assert.True(SopLint.Check(new LintRequest { Definition = Rules[LintCodes.StepUnreachable].Trips().Definition(), Pack = RealPack.Pack }).MayPublish);
    }

    private static IReadOnlyList<LintFinding> Check(SopDraft draft, SopPack? pack = null) =>
        SopLint.Check(new LintRequest { Definition = draft.Definition(), Pack = pack ?? RealPack.Pack }).Findings;

    private static SopPack WithClock(string id, Func<ClockPolicy, ClockPolicy> change)
    {
        var policies = RealPack.Pack.ClockPolicies.ToDictionary();
        policies[id] = change(policies[id]);
        return RealPack.Pack with { ClockPolicies = policies };
    }

    /// <summary>The sound draft with more steps between opening and closing.</summary>
    private static SopDraft Sound(params (string Id, string Type, string Input, object Value)[] steps)
    {
        var draft = SopDraft.Sound();
        foreach (var (id, type, input, value) in steps)
        {
            draft.Step(id, type, (input, value), type == "Sop.CaseEvent" ? ("event", "e") : ("unused", "x"));
        }

        return draft.Chain(["open", .. steps.Select(each => each.Id), "close"]);
    }

    /// <summary>The sound draft with a decision that looks at who did its task.</summary>
    private static SopDraft ReadsWho(Func<SopDraft, SopDraft> connect) =>
        connect(SopDraft.Sound().Step("gate", "Elsa.FlowDecision", ("condition", "=getOutputFrom('work', 'CompletedBy') === 'x'"))).Connect("gate", "True", "close").Connect("gate", "False", "close");

    private static SopDraft Revisit(params string[] connected)
    {
        var draft = SopDraft.Opened().Step("revisit", "Sop.PlanRevisit", ("policy", "post-complaint")).Step("finish", "Elsa.Finish").Connect("open", "Done", "revisit");
        foreach (var port in connected)
        {
            draft.Connect("revisit", port, "finish");
        }

        return draft;
    }
}
