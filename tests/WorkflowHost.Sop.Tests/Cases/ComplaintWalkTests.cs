using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Nothing is drawn into the complaint SOP that no complaint can go through.</summary>
public sealed class ComplaintWalkTests
{
    /// <summary>Ways that stand ready for a pack of other rules: with the shipped one these clocks always run then, and a call can be planned and isn't called off.</summary>
    private static readonly string[] OnlyWithOtherRules =
    [
        "stopAssign.Refused → notifyAccepted", "stopClocks.Refused → startWindow", "revisit.Cancelled → awaitWindow", "revisit.Refused → awaitWindow",
    ];

    /// <summary>Followed in the very command that ends the case, when the counters are gone: the two tests below show it.</summary>
    private static readonly string[] ByItsEnd =
        ["awaitWindow.Done → reviewOpen", "reviewOpen.False → finish", "awaitWindowAfterReview.Done → mayFinish", "mayFinish.True → finishReview"];

    [Fact]
    public void SatisfiedCustomer_NoReview_EndsTheCase() => Assert.Equal(CaseStatus.Ended, ComplaintWalks.Finished().State.Status);

    [Fact]
    public void DecidedReview_EndsTheCaseWithItsWindow() => Assert.Equal((CaseStatus.Ended, "decided"), (ComplaintWalks.Reviewed().State.Status, ComplaintWalks.Reviewed().State.Data.Text("reviewStatus")));

    [Fact]
    public void Customer_OfACaseClosedThreeTimes_IsAskedForARatingOnce() => Assert.Single(ComplaintWalks.ReopenedByTheCalls().Outbox, m => m.Template == "customer-rating");

    /// <summary>SOP-P: what was learnt goes to the lessons with its cause; a corporate customer's account manager knows from the start.</summary>
    [Fact]
    public void Lesson_SharedOnClosing_IsOpenedWithItsCause()
    {
        var sim = ComplaintWalks.SharedAsALesson();

        var lesson = Assert.Single(sim.Outbox, m => m.Target == "lessons-loop").Payload["fields"]!.AsObject();
        Assert.Equal(("communication", "来电承诺须当场建立回电任务。"), ((string?)lesson["lessonCause"], (string?)lesson["lessonText"]));
        Assert.Contains(sim.Notifications, n => n.Audience == "role:account_claim_manager");
    }

    /// <summary>Every cause that an analysis can find is one that lessons are counted by; two of them ended as "other".</summary>
    [Fact]
    public void Lesson_OfAnyRootCause_IsOpenedWithThatCause()
    {
        var causes = CaseSimulator.Pack.Forms["complaint-analysis"].Fields.Single(field => field.Name == "rootCause").Choices.Select(choice => choice.Value);

        Assert.All(causes, cause =>
        {
            var lesson = Assert.Single(ComplaintWalks.SharedAsALesson(cause).Outbox, m => m.Target == "lessons-loop").Payload["fields"]!.AsObject();
            Assert.Equal(cause, (string?)lesson["lessonCause"]);
            Assert.Contains(CaseSimulator.Pack.Forms["lesson-open"].Fields.Single(field => field.Name == "lessonCause").Choices, choice => choice.Value == cause);
        });
    }

    [Fact]
    public void Walks_Together_FollowEveryConnection()
    {
        var walked = new WalkedConnections("complaint");
        foreach (var walk in ComplaintWalks.All)
        {
            walked.Add(walk());
        }

        var left = walked.Left.Except(ByItsEnd, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(left.SequenceEqual(OnlyWithOtherRules.Order(StringComparer.Ordinal)), string.Join(Environment.NewLine, left));
    }
}
