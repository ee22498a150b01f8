using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rehearsals;
using WorkflowHost.Sop.Tests.Cases;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Rehearsals;

public sealed class CaseRehearsalTests
{
    private static readonly WorkflowProgram Program = new CaseSimulator().Program;
    private static readonly DateTimeOffset Start = At("2026-09-01T10:00:00");

    [Fact]
    public void Complaint_WithFirstOutcomesOnly_GoesThroughAllItsStepsToTheEnd()
    {
        var result = CaseRehearsal.Run(Request());

        Assert.Equal(StopReason.Ended, result.Stop.Reason);
        Assert.Equal(["register", "analysis", "solution", "execution", "feedback", "closing"], result.Tasks.Select(each => each.ActivityId));
        Assert.All(result.Tasks, each => Assert.Equal(CaseTaskStatus.Completed, each.Status));
        Assert.Empty(result.Incidents);
        // The customer has 30 days to ask for a review: October 1, rolled over the holiday to the 8th; then three working days for what arrived in time.
        Assert.Equal(At("2026-10-12T18:00:01"), result.StoppedAt);
        Assert.Contains(result.Path, each => each is { ActivityId: "finish", CompletedAt: not null });
        Assert.Contains(result.Notices, each => each.NoticeId == "complaint-decision" && each.Body!.Contains("处理决定告知如下", StringComparison.Ordinal));
        Assert.True(Assert.Single(result.Clocks, each => each.PolicyId == "complaint-statutory").IsMet);
    }

    [Fact]
    public void LongTermCareClaim_WithNothingGiven_RunsOnForAYearOfCareWithoutAFault()
    {
        var result = CaseRehearsal.Run(Request(new CaseSimulator("ltc-claim").Program) with { Fields = [], Limits = new() { Time = TimeSpan.FromDays(400) } });

        Assert.Empty(result.Incidents.Select(each => $"{each.ActivityId}: {each.Message} {each.Cause}"));
        Assert.True(result.Stop.Reason == StopReason.TooLong, $"{result.Stop.Sentence} {string.Join(", ", result.Stop.Refusal?.Fields.Select(each => $"{each.Field} {each.Code}") ?? [])}");
        // After seven days, monthly three times, then every quarter.
        Assert.InRange(result.Revisits.Count(each => each.IsEnded), 5, 9);
    }

    [Fact]
    public void Rehearsal_RunTwice_GivesTheSame() =>
        Assert.Equal(Written(CaseRehearsal.Run(Request())), Written(CaseRehearsal.Run(Request())));

    [Fact]
    public void ChosenOutcomes_AreFollowedInTheirOrder_ThenTheFirstOnes()
    {
        var result = CaseRehearsal.Run(Request() with
        {
            Decisions =
            [
                new("solution", "not_agreed"),
                new("analysis", "analysed"),
                new("solution", "agreed") { Fields = new JsonObject { ["remedyAmount"] = 30_000, ["remedyTypes"] = new JsonArray("compensate") } },
            ],
        });

        Assert.Equal(2, result.Tasks.Count(each => each.ActivityId == "analysis"));
        Assert.Contains(result.Tasks, each => each is { ActivityId: "approve", Role: "manager", Outcome: "approved" });
        Assert.Equal(StopReason.Ended, result.Stop.Reason);
    }

    [Fact]
    public void OnlyDecisions_StopsAtTheFirstStepNobodyDecides()
    {
        var result = CaseRehearsal.Run(Request() with { Style = RehearsalStyle.OnlyDecisions, Decisions = [new("register", "registered")] });

        Assert.Equal((StopReason.WaitsForPerson, "analysis"), (result.Stop.Reason, result.Stop.ActivityId));
        Assert.Equal("停在「问题分析」，等待承办人决定", result.Stop.Sentence.Text.Zh);
        Assert.DoesNotContain(result.Notifications, each => each.StepId is not null);
    }

    [Fact]
    public void OnlyDecisions_WatchedForAMonth_ShowsEveryReminderAndEscalationUntilThen()
    {
        var result = CaseRehearsal.Run(Request() with { Style = RehearsalStyle.OnlyDecisions, WatchesFor = TimeSpan.FromDays(30) });

        Assert.Equal(StopReason.WaitsForPerson, result.Stop.Reason);
        var statutory = Assert.Single(result.Clocks, each => each.PolicyId == "complaint-statutory");
        var told = result.Notifications.Where(each => each.ClockId == statutory.Id).Select(each => each.StepId).ToHashSet();
        Assert.Superset(new HashSet<string?> { "half", "late", "internal", "two-hours-before", "breach" }, told);
    }

    [Theory]
    [InlineData("Successful", "awaitWindow")]
    [InlineData("Unreachable", "awaitWindow")]
    [InlineData("Problem", "mayReopen")]
    public void Revisit_EndsAsDecided(string outcome, string next)
    {
        var result = CaseRehearsal.Run(Request() with { Decisions = [new("revisit", outcome)] });

        var visit = result.Path.First(each => each.ActivityId == "revisit");
        Assert.Equal([outcome], visit.Outcomes);
        Assert.Contains(result.Path, each => each.ActivityId == next && each.StartedAt == visit.CompletedAt);
        Assert.Equal(outcome == "Unreachable", result.Notices.Any(each => each.NoticeId == "revisit-letter"));
        Assert.Equal(StopReason.Ended, result.Stop.Reason);
    }

    [Fact]
    public void Event_IsRaisedAtItsTime()
    {
        var result = CaseRehearsal.Run(Request() with { Events = [new("withdrawn", TimeSpan.FromMinutes(30))] });

        Assert.Equal((StopReason.Ended, Start.AddMinutes(30)), (result.Stop.Reason, result.StoppedAt));
        Assert.Contains(result.Notices, each => each.NoticeId == "complaint-withdrawn");
        Assert.Contains(result.Tasks, each => each is { ActivityId: "register", Status: CaseTaskStatus.Cancelled });
    }

    [Fact]
    public void Event_NobodyListensTo_IsRefusedWithItsCode() =>
        Assert.Equal("case.event_not_available", CaseRehearsal.Run(Request() with { Events = [new("nonsense", TimeSpan.Zero)] }).Stop.Refusal?.Code);

    [Fact]
    public void Forms_AreFilledWithWhatIsRequired_AndSaidSo()
    {
        var result = CaseRehearsal.Run(Request() with { Fields = [] });

        Assert.Equal(StopReason.Ended, result.Stop.Reason);
        Assert.Contains(result.Filled, each => each is { ActivityId: null, FormId: "complaint-open" } && each.Values.ContainsKey("customerName"));
        Assert.Contains(result.Filled, each => each is { ActivityId: "solution" });
    }

    [Fact]
    public void Task_ThatComesRoundForEver_StopsTheRehearsalAtIt()
    {
        var draft = SopDraft.Opened().Task("work", "handler", "analysis", "analysed").Connect("open", "Done", "work").Connect("work", "analysed", "work");

        var result = CaseRehearsal.Run(Request(draft.Program()));

        Assert.Equal((StopReason.TooManyRounds, "work"), (result.Stop.Reason, result.Stop.ActivityId));
    }

    [Fact]
    public void StepThatFails_IsAnIncidentAndTheStop()
    {
        var draft = SopDraft.Opened().Step("gate", "Elsa.FlowDecision", ("condition", "=nothing.at.all")).Chain("open", "gate");

        var result = CaseRehearsal.Run(Request(draft.Program()));

        Assert.Equal((StopReason.Failed, "gate"), (result.Stop.Reason, result.Stop.ActivityId));
        Assert.Equal("gate", Assert.Single(result.Incidents).ActivityId);
    }

    [Fact]
    public void LongWait_BeyondTheLimit_IsToldAsTooLong()
    {
        var draft = SopDraft.Opened().Step("wait", "Elsa.Delay", ("timeSpan", "4000.00:00:00")).Chain("open", "wait");

        Assert.Equal(StopReason.TooLong, CaseRehearsal.Run(Request(draft.Program())).Stop.Reason);
        Assert.Equal(StopReason.Ended, CaseRehearsal.Run(Request(draft.Program()) with { Limits = new() { Time = TimeSpan.FromDays(5000) } }).Stop.Reason);
    }

    [Fact]
    public void OnlyListening_WaitsForOutside()
    {
        var draft = SopDraft.Opened().Step("listen", "Sop.CaseEvent", ("event", "contacted")).Chain("open", "listen");

        var stop = CaseRehearsal.Run(Request(draft.Program())).Stop;

        Assert.Equal((StopReason.WaitsForOutside, "listen"), (stop.Reason, stop.ActivityId));
        Assert.Equal("停在「listen」，没有待办任务，只等外部事项（可用事件：listen）", stop.Sentence.Text.Zh);
    }

    [Fact]
    public void RunThatNobodyWaitsForAnyMore_StopsAndSaysSo()
    {
        using var patience = new CancellationTokenSource();
        patience.Cancel();

        Assert.Equal(StopReason.OutOfTime, CaseRehearsal.Run(Request() with { Patience = patience.Token }).Stop.Reason);
    }

    [Fact]
    public void PlainWorkflow_CannotBeRehearsedAsACase() =>
        Assert.Throws<ArgumentException>(() => CaseRehearsal.Run(Request(new SopDraft { IsSop = false }.Step("a", "Elsa.WriteLine", ("text", "x")).Program())));

    [Fact]
    public void Comparison_OfAShorterFirstContact_TellsTheDueTimesAndNothingElse()
    {
        var pack = WithClock("first-contact-24h", policy => policy with { Amount = 12 });

        var compared = Assert.Single(RehearsalComparison.Compare([Past()], new(Program, Pack), new(Program, pack), Request()));

        Assert.Equal(["时限「首次联系（24小时）」到期：2026-09-02 10:00 → 2026-09-01 22:00"], compared.Differences.Select(each => each.Text.Zh));
    }

    [Fact]
    public void Comparison_OfAVersionWithoutAStep_TellsItFromThePath()
    {
        var draft = SopDraft.Opened().Task("work", "handler", "analysis", "analysed").Step("close", "Sop.CloseCase", ("closeType", "x")).Connect("open", "Done", "work").Connect("work", "analysed", "close");
        var shorter = SopDraft.Opened().Step("close", "Sop.CloseCase", ("closeType", "x")).Chain("open", "close");

        var told = RehearsalComparison.Compare(Past(), new(draft.Program(), Pack), new(shorter.Program(), Pack), Request()).Differences.Select(each => each.Text.Zh).ToList();

        Assert.Contains("不再经过「work」", told);
        Assert.Contains("不再有时限「问题分析（核查）」", told);
        Assert.Contains("关闭时间：2026-09-01 11:00 → 2026-09-01 10:00", told);
    }

    [Fact]
    public void Comparison_WithItself_HasNoDifference() =>
        Assert.Empty(RehearsalComparison.Compare(Past(), new(Program, Pack), new(Program, Pack), Request()).Differences);

    private static RehearsalRequest Request(WorkflowProgram? program = null) => new()
    {
        Program = program ?? Program,
        Pack = Pack,
        StartsAt = Start,
        Staff = CaseSimulator.Staff,
        Fields = ComplaintForms.Open("2026-09-01T10:00:00"),
    };

    private static PastCase Past() => new("TS1", Start, ComplaintForms.Open("2026-09-01T10:00:00"));

    private static string Written(RehearsalResult result) => JsonSerializer.Serialize(new { result.Path, result.Timeline, result.Tasks, result.Clocks, result.Notices, result.Notifications, result.StoppedAt });

    private static SopPack WithClock(string id, Func<ClockPolicy, ClockPolicy> change)
    {
        var policies = Pack.ClockPolicies.ToDictionary();
        policies[id] = change(policies[id]);
        return Pack with { ClockPolicies = policies };
    }
}
