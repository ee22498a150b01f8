using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Sop.Tests.Packs;
using WorkflowHost.Sop.Versions;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Versions;

/// <summary>The shipped complaint SOP, a case of it at each of its steps, and newer versions to go on with.</summary>
public sealed class CaseMigrationTests
{
    private static readonly WorkflowProgram Program = new CaseSimulator().Program;

    /// <summary>A complaint from its opening to its end; a case may be migrated after any of them.</summary>
    private static readonly (string Name, Action<CaseSimulator> Do)[] Way =
    [
        ("opened", sim => sim.Open("2026-09-01T10:00:00", ComplaintForms.Open("2026-09-01T10:00:00"))),
        ("registered", sim => sim.Complete("register", Agent, "registered", ComplaintForms.Register())),
        ("contacted", sim => sim.Raise("contacted", Handler, new JsonObject { ["contactedAt"] = "2026-09-01T10:00:00+08:00", ["contactMode"] = "phone", ["contactSummary"] = "说明进展" })),
        ("analysed", sim => Later(sim, "2026-09-01T17:00:00").Complete("analysis", Handler, "analysed", ComplaintForms.Analysis())),
        ("solved", sim => sim.Complete("solution", Handler, "agreed", ComplaintForms.Solution("2026-09-01T16:00:00"))),
        ("reviewed", sim => Review(sim)),
        ("executed", sim => sim.Complete("execution", Handler, "executed", ComplaintForms.Execution("2026-09-01T16:30:00"))),
        ("told", sim => sim.Complete("feedback", Handler, "accepted", ComplaintForms.Feedback("2026-09-01T17:00:00"))),
        ("closed", sim => sim.Complete("closing", Agent, "closed", ComplaintForms.Closing())),
        ("window over", sim => Later(sim, "2026-10-10T10:00:00")),
    ];

    public static TheoryData<int> Steps => [.. Enumerable.Range(1, Way.Length - 1)];

    [Theory]
    [MemberData(nameof(Steps))]
    public void Migration_ToTheSameAgain_ChangesNothingButTheVersion(int steps)
    {
        var sim = Walked(steps);
        var before = sim.State;

        var preview = sim.Preview(Version(2, _ => { }));

        Assert.True(preview.CanApply);
        Assert.All(preview.Steps, each => Assert.Equal(StepFate.Stays, each.Fate));
        Assert.All(preview.Tasks, each => Assert.Equal(ItemFate.Kept, each.Fate));
        Assert.All(preview.Clocks, each => Assert.Equal(ItemFate.Kept, each.Fate));
        Assert.All(preview.Listeners, each => Assert.Equal(ItemFate.Kept, each.Fate));
        Assert.Empty(preview.Notes);
        Assert.Equal(["case.migrated"], preview.Outcome.Burst!.Changes.Timeline.Select(each => each.Kind));
        Assert.Empty(preview.Outcome.Burst.Changes.TimersSet);
        Assert.Empty(preview.Outcome.Burst.Changes.TimersCleared);
        Assert.Equal(
            Text(before).Replace("complaint.v1", "complaint.v2", StringComparison.Ordinal),
            Text(preview.Outcome.Burst.State with { DefinitionVersion = 1, Version = before.Version, TimelineSequence = before.TimelineSequence }));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Migration_AtAnyStep_ToTheSameAgain_GoesOnToTheEnd(int steps)
    {
        var sim = Walked(steps);
        sim.Migrate(Version(2, _ => { }));

        Walk(sim, steps);

        Assert.Equal(2, sim.State.DefinitionVersion);
        AssertEnded(sim);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Migration_AtAnyStep_ToAVersionWithOneMore_DoesItOnlyWhenItIsStillAhead(int steps)
    {
        var sim = Walked(steps);
        var isAhead = steps <= 4;

        var preview = sim.Preview(WithReview());
        sim.Migrate(WithReview());
        Walk(sim, steps);

        Assert.Equal(!isAhead, preview.Notes.Any(each => each.Code == "migration.note.passed_over"));
        Assert.Equal(isAhead, sim.Timeline.Any(each => each.Kind == "task.completed" && each.Args["task"] == "组长复核"));
        AssertEnded(sim);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Migration_AtAnyStep_ToAVersionWithOneLess_IsBlockedOnlyWhereTheCaseWaitsThere(int steps)
    {
        var sim = Walked(steps);
        var waitsThere = sim.State.Tasks.Any(each => each.ActivityId == "execution");

        var preview = sim.Preview(WithoutExecution());

        Assert.Equal(!waitsThere, preview.CanApply);
        if (waitsThere)
        {
            var blocker = Assert.Single(preview.Blockers);
            Assert.Equal("execution", blocker.Step.ActivityId);
            Assert.Equal("feedback", blocker.Options[0].ActivityId);
            Assert.Equal("案件停在「方案执行」，新版本没有这个环节", blocker.Reason.Text.Zh);
            Assert.Equal("migration.blocked", preview.Outcome.Refusal?.Code);
        }

        sim.Migrate(WithoutExecution(), waitsThere ? new() { ["execution"] = "feedback" } : null);
        Walk(sim, steps, without: "executed");
        AssertEnded(sim);
    }

    [Fact]
    public void RemovedStep_TakenOverByAnother_WithdrawsTheTaskAndOpensTheOther()
    {
        var sim = Walked(6);

        var preview = sim.Preview(WithoutExecution(), new() { ["execution"] = "feedback" });

        Assert.Contains(preview.Steps, each => each is { ActivityId: "execution", Fate: StepFate.Moved, To.ActivityId: "feedback" });
        Assert.Contains(preview.Tasks, each => each.Fate == ItemFate.Ended && each.Task.ActivityId == "execution");
        Assert.Contains(preview.Tasks, each => each.Fate == ItemFate.New && each.Task.ActivityId == "feedback" && each.Task.AssigneeId == Handler.Id);
        Assert.Contains(preview.Clocks, each => each is { PolicyId: "execution", Fate: ItemFate.Ended });
        Assert.Contains(preview.Clocks, each => each is { PolicyId: "feedback", Fate: ItemFate.New });
    }

    [Fact]
    public void RemovedStep_GivenUpWithNothingLeftToDo_IsRefused()
    {
        var sim = Draft(SopDraft.Sound());

        var preview = sim.Preview(SopDraft.Opened(2).Step("other", "Sop.CloseCase", ("closeType", "x")).Chain("open", "other").Program(), new() { ["work"] = null });

        Assert.False(preview.CanApply);
    }

    /// <summary>The listeners beside it wait on, so the case would not count as stalled, and nobody would ever be asked to do anything.</summary>
    [Fact]
    public void RemovedStep_GivenUpThoughListenersWaitOn_IsRefused()
    {
        var sim = Walked(6);

        var preview = sim.Preview(WithoutExecution(), new() { ["execution"] = null });

        Assert.Equal("migration.only_listeners", preview.Outcome.Refusal?.Code);
        Assert.Contains(preview.Notes, each => each.Text.Zh == "通向「方案反馈」的环节已放弃或删除，本案这一轮不再办理它");
    }

    [Fact]
    public void FirstContactLimit_ShortenedInThePack_IsRecountedFromTheSameStartWithOldAndNewDueTime()
    {
        var sim = Walked(2);
        sim.PackInUse = WithClock("first-contact-24h", policy => policy with { Amount = 12 });

        var preview = sim.Preview(Version(2, _ => { }));

        var clock = Assert.Single(preview.Clocks, each => each.Fate == ItemFate.Changed);
        Assert.Equal((At("2026-09-02T10:00:00"), At("2026-09-01T22:00:00"), false), (clock.WasDueAt, clock.DueAt, clock.BecomesOverdue));
        sim.Migrate(Version(2, _ => { }));
        Assert.Equal(At("2026-09-01T22:00:00"), sim.Clock("first-contact-24h").DueAt);
        Assert.Contains(sim.Timeline, each => each.Kind == "clock.renewed");
        sim.AdvanceTo("2026-09-01T23:00:00");
        Assert.Contains(sim.Notifications, each => each.ClockId == sim.Clock("first-contact-24h").Id && each.StepId is not null);
    }

    [Fact]
    public void Limit_ThatHasPassedByTheNewRule_IsShownAsOverdueBeforeItIsApplied()
    {
        var sim = Walked(2);
        sim.AdvanceTo("2026-09-01T23:00:00");
        sim.PackInUse = WithClock("first-contact-24h", policy => policy with { Amount = 12 });

        Assert.True(Assert.Single(sim.Preview(Version(2, _ => { })).Clocks, each => each.Fate == ItemFate.Changed).BecomesOverdue);
    }

    [Fact]
    public void TaskWithAnotherRoleAndForm_StaysTheSameTaskAndLeavesWhoMayNoLongerDoIt()
    {
        var sim = Walked(2);
        var task = sim.Task("analysis");
        var to = Version(2, document =>
        {
            Step(document, "analysis")["role"] = Literal("manager");
            Step(document, "analysis")["assignee"] = null;
            Step(document, "analysis")["clock"] = Literal("solution");
        });

        var told = Assert.Single(sim.Preview(to).Tasks);
        sim.Migrate(to);

        Assert.Equal(ItemFate.Changed, told.Fate);
        var renewed = sim.Task("analysis");
        Assert.Equal((task.Id, "manager", (string?)null), (renewed.Id, renewed.Role, renewed.AssigneeId));
        Assert.Equal(ClockStatus.Cancelled, sim.Clock("analysis").Status);
        Assert.Equal((At("2026-09-01T10:00:00"), sim.Clock("solution").Id), (sim.Clock("solution").StartedAt, renewed.ClockId));
        Assert.Equal("task.role_required", sim.Try(new CompleteTask(Handler, renewed.Id, "analysed", ComplaintForms.Analysis()))?.Code ?? "task.role_required");
        sim.Complete("analysis", Manager, "analysed", ComplaintForms.Analysis());
        Assert.Single(sim.State.Tasks, each => each.ActivityId == "solution");
    }

    [Fact]
    public void TaskWithAnotherInstruction_IsKeptByWhoHasIt()
    {
        var sim = Walked(2);
        var task = sim.Task("analysis");

        sim.Migrate(Version(2, document => Step(document, "analysis")["instruction"] = Literal("请先核对录音。")));

        var renewed = sim.Task("analysis");
        Assert.Equal((task.Id, Handler.Id, "请先核对录音。", task.ClockId), (renewed.Id, renewed.AssigneeId, renewed.Instruction, renewed.ClockId));
        Assert.Equal(ClockStatus.Running, sim.Clock("analysis").Status);
    }

    [Fact]
    public void NewListener_BehindAStepThatIsDone_BeginsWithTheMigration()
    {
        var sim = Walked(4);

        var preview = sim.Preview(WithCallback());
        sim.Migrate(WithCallback());
        sim.Raise("callback", Agent, []);
        sim.Raise("callback", Agent, []);

        Assert.Contains(preview.Listeners, each => each is { EventName: "callback", Fate: ItemFate.New });
        Assert.Contains(preview.Steps, each => each is { Fate: StepFate.Begins, To.ActivityId: "onCallback" });
        Assert.Contains(AvailableEvent.Of(sim.State), each => each.EventName == "callback");
    }

    [Fact]
    public void ListenerForOthersNow_IsOfferedToThem()
    {
        var sim = Walked(2);

        sim.Migrate(Version(2, document => Step(document, "onWithdrawn")["roles"] = Literal("[\"manager\"]", "Object")));

        Assert.Equal("case.event_role_required", sim.Try(new RaiseCaseEvent(Agent, "withdrawn", []))?.Code);
        Assert.Single(AvailableEvent.Of(sim.State), each => each.EventName == "withdrawn");
    }

    [Fact]
    public void ClockThatTheStartStepNoLongerNames_IsTakenOverByTheOneItNamesNow()
    {
        var sim = Draft(Clocks(1, "finish-wd10", "complaint-statutory"));
        var started = sim.Clock("finish-wd10").CountsFrom;

        sim.Migrate(Clocks(2, "finish-wd5").Program());

        Assert.Equal(ClockStatus.Cancelled, sim.Clock("finish-wd10").Status);
        Assert.Equal(started, sim.Clock("finish-wd5").CountsFrom);
        // The law doesn't end with a drawing.
        Assert.Equal(ClockStatus.Running, sim.Clock("complaint-statutory").Status);
    }

    [Fact]
    public void Preview_IsTheMigrationItself_AndTouchesNothing()
    {
        var sim = Walked(5);
        var before = Text(sim.State);

        var first = sim.Preview(WithReview());
        var second = sim.Preview(WithReview());

        Assert.Equal(before, Text(sim.State));
        Assert.Equal(Text(first.Outcome.Burst!.State), Text(second.Outcome.Burst!.State));
    }

    [Fact]
    public void Migration_ThatIsNotAllowedOrMakesNoSense_IsRefused()
    {
        var sim = Walked(2);
        MigrationPreview By(Actor actor, WorkflowProgram to) => CaseMigration.Preview(
            sim.State, new MigrateCase(actor, Program, new Dictionary<string, string?>()), new CaseEnvironment { Now = sim.Now, Ids = new Engine.Bursts.SequentialIdSource(1), Pack = Pack, Program = to, Staff = CaseSimulator.Staff });

        Assert.Equal("migration.role_required", By(Handler, Version(2, _ => { })).Outcome.Refusal?.Code);
        Assert.Equal("migration.same_version", By(Owner, Program).Outcome.Refusal?.Code);
        Assert.Equal("migration.other_sop", By(Owner, SopDraft.Sound(2).Program()).Outcome.Refusal?.Code);
        sim.Raise("withdrawn", Agent, new JsonObject { ["withdrawnAt"] = "2026-09-01T10:00:00+08:00", ["withdrawChannel"] = "phone", ["withdrawIdentityChecked"] = true });
        Assert.Equal("migration.case_over", By(Owner, Version(2, _ => { })).Outcome.Refusal?.Code);
    }

    [Fact]
    public void Migration_AfterWhichAStepWouldFail_IsRefusedWithItsReason()
    {
        var sim = Walked(2);

        var refusal = sim.Preview(Version(2, document => Step(document, "analysis")["role"] = Literal("nothing.at.all", "JavaScript"))).Outcome.Refusal;

        Assert.Equal("migration.would_fault", refusal?.Code);
        Assert.Equal("analysis", refusal!.Args["step"]);
    }

    private static CaseSimulator Walked(int steps)
    {
        var sim = new CaseSimulator();
        foreach (var (_, act) in Way.Take(steps))
        {
            act(sim);
        }

        return sim;
    }

    private static void Walk(CaseSimulator sim, int from, string? without = null)
    {
        foreach (var (name, act) in Way.Skip(from).Where(each => each.Name != without))
        {
            act(sim);
        }
    }

    private static CaseSimulator Later(CaseSimulator sim, string local)
    {
        sim.AdvanceTo(local);
        return sim;
    }

    private static void Review(CaseSimulator sim)
    {
        if (sim.State.Tasks.Any(each => each.ActivityId == "leadReview"))
        {
            sim.Complete("leadReview", Lead, "approved", new JsonObject { ["approvalComment"] = "同意" });
        }
    }

    private static void AssertEnded(CaseSimulator sim)
    {
        Assert.Equal(CaseStatus.Closed, sim.State.Status);
        Assert.True(sim.Clock("complaint-statutory").IsMet);
        Assert.Single(sim.State.Revisits);
        Assert.Empty(sim.State.Tasks);
    }

    private static CaseSimulator Draft(SopDraft draft)
    {
        var sim = new CaseSimulator { ProgramInUse = draft.Program() };
        sim.Open("2026-09-01T10:00:00", ComplaintForms.Open("2026-09-01T10:00:00"));
        return sim;
    }

    private static SopDraft Clocks(int version, params string[] clocks) => SopDraft.Opened(version)
        .Step("start", "Sop.StartClock", ("clocks", clocks))
        .Task("work", "handler", "analysis", "analysed")
        .Step("close", "Sop.CloseCase", ("closeType", "x"))
        .Chain("open", "start", "work")
        .Connect("work", "analysed", "close");

    private static WorkflowProgram WithReview() => Version(2, document =>
    {
        Activities(document).Add(new JsonObject
        {
            ["id"] = "leadReview",
            ["type"] = "Sop.HumanTask",
            ["name"] = "组长复核",
            ["form"] = Literal("complaint-authority-approval"),
            ["role"] = Literal("team_lead"),
            ["outcomes"] = Literal("[\"approved\"]", "Object"),
        });
        Connection(document, "solution", "agreed")["target"]!["activity"] = "leadReview";
        Connect(document, "leadReview", "approved", "contactMade");
    });

    private static WorkflowProgram WithoutExecution() => Version(2, document =>
    {
        foreach (var connection in Connections(document).OfType<JsonObject>().ToList())
        {
            if ((string?)connection["source"]!["activity"] == "execution")
            {
                Connections(document).Remove(connection);
            }
            else if ((string?)connection["target"]!["activity"] == "execution")
            {
                connection["target"]!["activity"] = "feedback";
            }
        }

        Activities(document).Remove(Step(document, "execution"));
    });

    private static WorkflowProgram WithCallback() => Version(2, document =>
    {
        Activities(document).Add(new JsonObject { ["id"] = "onCallback", ["type"] = "Sop.CaseEvent", ["name"] = "客户来电", ["event"] = Literal("callback") });
        Connect(document, "open", "Done", "onCallback");
        Connect(document, "onCallback", "Done", "onCallback");
    });

    private static WorkflowProgram Version(int version, Action<JsonObject> edit)
    {
        var document = (JsonObject)JsonNode.Parse(RealPack.Files().Single(each => each.Path == "complaint.json").Utf8)!;
        document["version"] = version;
        document["id"] = $"complaint.v{version}";
        edit(document);
        return SopDraft.Compile(SopDraft.Read(document));
    }

    private static JsonArray Activities(JsonObject document) => (JsonArray)document["root"]!["activities"]!;

    private static JsonArray Connections(JsonObject document) => (JsonArray)document["root"]!["connections"]!;

    private static JsonObject Step(JsonObject document, string id) => Activities(document).OfType<JsonObject>().Single(each => (string?)each["id"] == id);

    private static JsonObject Connection(JsonObject document, string from, string port) =>
        Connections(document).OfType<JsonObject>().First(each => (string?)each["source"]!["activity"] == from && (string?)each["source"]!["port"] == port);

    private static void Connect(JsonObject document, string from, string port, string to) => Connections(document).Add(new JsonObject
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    });

    private static JsonObject Literal(string value, string type = "Literal") =>
        new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    private static Sop.Packs.SopPack WithClock(string id, Func<ClockPolicy, ClockPolicy> change)
    {
        var policies = Pack.ClockPolicies.ToDictionary();
        policies[id] = change(policies[id]);
        return Pack with { ClockPolicies = policies };
    }

    private static string Text(CaseState state) => Encoding.UTF8.GetString(CaseStateJson.Write(state));
}
