using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Rehearsals;
using WorkflowHost.Sop.Tests.Cases;

namespace WorkflowHost.Sop.Tests.Rehearsals;

/// <summary>Other systems, workflows and cases are not asked in a rehearsal: somebody answers for them, and says so.</summary>
public sealed class StandInTests
{
    [Theory]
    [InlineData(null, "200")]
    [InlineData("404", "Unmatched status code")]
    [InlineData("Timeout", "Timeout")]
    [InlineData("Failed to connect", "Failed to connect")]
    public void HttpRequest_IsAnsweredAsDecided(string? decided, string port)
    {
        var draft = SopDraft.Opened().Step("call", "Elsa.FlowSendHttpRequest", ("url", "https://core.example/policy"), ("expectedStatusCodes", "[200]"))
            .Step("after", "Elsa.WriteLine", ("text", "x")).Chain("open", "call").Connect("call", port, "after");

        var result = Run(draft, decided is null ? [] : [new("call", decided)]);

        Assert.Contains(result.Path, each => each.ActivityId == "after");
        var answer = Assert.Single(result.Answers);
        Assert.Equal(("call", "call", decided ?? "200"), (answer.ActivityId, answer.Name, answer.Outcome));
        Assert.Contains("Timeout", answer.Outcomes);
    }

    [Fact]
    public void HttpRequest_AnsweredWithContent_HandsItToTheStep()
    {
        var draft = SopDraft.Opened().Step("call", "Elsa.FlowSendHttpRequest", ("url", "https://core.example/policy"), ("expectedStatusCodes", "[200]"))
            .Step("note", "Elsa.WriteLine", ("text", "=getOutputFrom('call', 'ParsedContent').state")).Chain("open", "call").Connect("call", "200", "note");

        var result = Run(draft, [new("call", "200") { Fields = new JsonObject { ["state"] = "in_force" } }]);

        Assert.Empty(result.Incidents.Select(each => each.Cause ?? each.Message));
        Assert.Contains(result.Timeline, each => each.Kind == "workflow.line" && each.Args["text"] == "in_force");
    }

    [Theory]
    [InlineData("Elsa.DispatchWorkflow")]
    [InlineData("Elsa.ExecuteWorkflow")]
    public void OtherWorkflow_ThatIsPublished_IsUsedAndItsEndAwaited(string type)
    {
        var waiting = new SopDraft { IsSop = false }.Step("hold", "Elsa.Event", ("eventName", "never")).Program();
        var draft = SopDraft.Opened().Step("other", type, ("workflowDefinitionId", "other"), ("waitForCompletion", true)).Step("after", "Elsa.WriteLine", ("text", "x")).Chain("open", "other", "after");

        var result = Run(draft, [], id => id == "other" ? waiting : null);

        Assert.Empty(result.Incidents.Select(each => each.Cause ?? each.Message));
        Assert.Contains(result.Path, each => each.ActivityId == "after");
        Assert.Equal(["other"], result.Answers.Select(each => each.ActivityId));
    }

    [Fact]
    public void OtherWorkflow_ThatIsNotPublished_FailsAsItWould()
    {
        var draft = SopDraft.Opened().Step("other", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", "other")).Chain("open", "other");

        Assert.Equal((StopReason.Failed, "other"), Run(draft, [], _ => null).Stop is var stop ? (stop.Reason, stop.ActivityId) : default);
    }

    [Fact]
    public void RequestedTask_IsAnswered()
    {
        var draft = SopDraft.Opened().Step("ask", "Elsa.RunTask", ("taskName", "print")).Step("after", "Elsa.WriteLine", ("text", "x")).Chain("open", "ask", "after");

        Assert.Contains(Run(draft, []).Path, each => each.ActivityId == "after");
    }

    [Theory]
    [InlineData("Done")]
    [InlineData("Refused")]
    public void LinkedCase_IsAnsweredAndListed(string outcome)
    {
        var link = CaseSimulator.Pack.LinkKinds.Keys.Order(StringComparer.Ordinal).First();
        var draft = SopDraft.Opened().Step("link", "Sop.OpenLinkedCase", ("sop", "complaint-review"), ("link", link)).Step("after", "Elsa.WriteLine", ("text", "x"))
            .Chain("open", "link").Connect("link", outcome, "after");

        var result = Run(draft, [new("link", outcome)]);

        Assert.Contains(result.Path, each => each.ActivityId == "after");
        Assert.Equal([("link", outcome)], result.Answers.Select(each => (each.ActivityId, each.Outcome)));
    }

    /// <summary>Thousands of letters that nobody meant must not reach a customer.</summary>
    [Fact]
    public void LoopThatSpins_SendsNothing()
    {
        var draft = SopDraft.Opened().Step("tell", "Sop.Notify", ("notice", "complaint-mediation"), ("channel", "letter"), ("to", "x")).Step("line", "Elsa.SetName")
            .Chain("open", "tell", "line").Connect("line", "Done", "tell");

        var result = Run(draft, []);

        Assert.NotEmpty(result.Incidents);
        Assert.Empty(result.Notices);
        Assert.Equal(StopReason.Failed, result.Stop.Reason);
    }

    /// <summary>Counted from when it was asked: what happens meanwhile does not put it off.</summary>
    [Fact]
    public void RequestedTask_AnsweredAfterTwoDays_IsNotPutOffByWhatHappensEveryDay()
    {
        var draft = SopDraft.Opened().Step("ask", "Elsa.RunTask", ("taskName", "print")).Step("after", "Elsa.WriteLine", ("text", "x"))
            .Step("day", "Elsa.Delay", ("timeSpan", "1.00:00:00")).Chain("open", "ask", "after").Chain("open", "day", "day");

        var result = Run(draft, [new("ask", "Done") { After = TimeSpan.FromDays(2.5) }]);

        Assert.Equal(CaseSimulator.At("2026-09-01T10:00:00") + TimeSpan.FromDays(2.5), Assert.Single(result.Path, each => each.ActivityId == "after").StartedAt);
    }

    [Fact]
    public void PossibleEvents_OfTheComplaint_AreThoseItsStepsListenTo()
    {
        var possible = PossibleEvent.Of(new CaseSimulator().Program.Definition);

        Assert.Contains(possible, each => each.EventName == "withdrawn");
        Assert.Equal(possible.Count, possible.Select(each => each.EventName).Distinct().Count());
        Assert.All(possible, each => Assert.NotEqual("", each.Name));
    }

    private static RehearsalResult Run(SopDraft draft, IReadOnlyList<RehearsedDecision> decisions, Func<string, WorkflowProgram?>? programs = null) => CaseRehearsal.Run(new()
    {
        Program = draft.Program(),
        Pack = CaseSimulator.Pack,
        StartsAt = CaseSimulator.At("2026-09-01T10:00:00"),
        Staff = CaseSimulator.Staff,
        Fields = ComplaintForms.Open("2026-09-01T10:00:00"),
        Decisions = decisions,
        Programs = programs,
    });
}
