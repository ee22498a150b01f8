using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Revisits;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Revisits;

/// <summary>Quiet hours 21:00-09:00 and the no-call list: rules on telephone marketing of life insurance (2013); attempts: domain §3.4.</summary>
public sealed class RevisitRulesTests
{
    private static readonly RevisitPolicy PostComplaint = RealPack.Pack.RevisitPolicies["post-complaint"];
    private static readonly RevisitPolicy Survey = PostComplaint with { Id = "survey", Purpose = RevisitPurpose.Survey };
    private static readonly RevisitPolicy ClaimCallback = PostComplaint with
    {
        Id = "claim-callback",
        DueUnit = ClockUnit.Hours,
        DueAmount = 24,
        FirstAttemptAfterWorkingDays = 0,
        AllowsOffDays = true,
    };

    private static Revisit Planned(RevisitPolicy? policy = null, string at = "2026-10-12T10:30:00", CallWishes? wishes = null) =>
        RevisitRules.Plan(policy ?? PostComplaint, "r1", China.At(at), China.Calendar, wishes).Value;

    private static RevisitAttempt Attempt(string at, AttemptResult result = AttemptResult.NoAnswer, string number = "13800138000") => new()
    {
        At = China.At(at),
        Number = number,
        Channel = ContactChannel.Phone,
        Result = result,
        Agent = "u7",
    };

    private static Outcome<Revisit> Log(Revisit revisit, RevisitAttempt attempt, RevisitPolicy? policy = null) =>
        RevisitRules.LogAttempt(revisit, attempt, policy ?? PostComplaint, China.Calendar);

    private static Revisit AfterThreeFailures()
    {
        var revisit = Planned();
        foreach (var at in new[] { "2026-10-13T09:30:00", "2026-10-13T14:00:00", "2026-10-14T18:30:00" })
        {
            Assert.Equal(RevisitNextStep.Phone, revisit.NextStep);
            Assert.Equal(China.At(at), revisit.NextAttemptAt);
            revisit = Log(revisit, Attempt(at)).Value;
        }
        return revisit;
    }

    /// <summary>SC-01: told 2026-10-12T10:30, revisit in three working days.</summary>
    [Fact]
    public void Plan_PostComplaint_IsDueInThreeWorkingDays()
    {
        var revisit = Planned();
        Assert.Equal(China.At("2026-10-15T18:00:00"), revisit.DueAt);
        Assert.Equal(China.At("2026-10-13T09:30:00"), revisit.NextAttemptAt);
        Assert.Equal(China.At("2026-10-15T18:00:00"), revisit.DialBy);
    }

    /// <summary>SC-08: the 24-hour limit lies in the night, so the call is planned into the day before it.</summary>
    [Fact]
    public void Plan_LimitInTheNight_IsDialledByTheEveningBefore()
    {
        var revisit = Planned(ClaimCallback, "2026-10-03T02:15:00");
        Assert.Equal(China.At("2026-10-04T02:15:00"), revisit.DueAt);
        Assert.Equal(China.At("2026-10-03T21:00:00"), revisit.DialBy);
        Assert.Equal(China.At("2026-10-03T09:00:00"), revisit.DueFrom);
        Assert.Equal(China.At("2026-10-03T09:30:00"), revisit.NextAttemptAt);
        Assert.Equal("revisit.quiet_hours", Log(revisit, Attempt("2026-10-03T02:20:00"), ClaimCallback).Refusal?.Code);
    }

    /// <summary>SC-08: unless the caller asked for it.</summary>
    [Fact]
    public void LogAttempt_AtNightAsAskedFor_IsAllowed()
    {
        var revisit = Planned(ClaimCallback, "2026-10-03T02:15:00", new CallWishes(AskedForAt: China.At("2026-10-03T05:00:00")));
        Assert.Equal(China.At("2026-10-03T05:00:00"), revisit.NextAttemptAt);
        Assert.Equal(RevisitStatus.Successful, Log(revisit, Attempt("2026-10-03T05:10:00", AttemptResult.Connected), ClaimCallback).Value.Status);
        Assert.Equal("revisit.quiet_hours", Log(revisit, Attempt("2026-10-03T07:00:00"), ClaimCallback).Refusal?.Code);
    }

    [Fact]
    public void LogAttempt_ThreeFailures_UseThreeWindowsOnTwoDaysThenWrite()
    {
        var revisit = AfterThreeFailures();
        Assert.Equal(RevisitNextStep.SmsLink, revisit.NextStep);
        Assert.Equal(China.At("2026-10-14T18:30:00"), revisit.NextAttemptAt);

        var sent = Attempt("2026-10-14T18:31:00", AttemptResult.Sent) with { Channel = ContactChannel.SmsLink };
        revisit = Log(revisit, sent).Value;
        Assert.Equal(RevisitNextStep.Letter, revisit.NextStep);
        Assert.Equal(China.At("2026-10-16T09:00:00"), revisit.NextAttemptAt); // two working days later

        var letter = Attempt("2026-10-16T09:00:00", AttemptResult.Sent, "address") with { Channel = ContactChannel.Letter };
        revisit = Log(revisit, letter).Value;
        Assert.Equal((RevisitStatus.Unreachable, RevisitNextStep.Unreachable), (revisit.Status, revisit.NextStep));
        Assert.Null(revisit.NextAttemptAt);
        Assert.Equal(5, revisit.Attempts.Count);
    }

    /// <summary>Domain §1.4: three calls on two days come before "unreachable", and the link before the letter.</summary>
    [Theory]
    [InlineData(ContactChannel.Letter)]
    [InlineData(ContactChannel.SmsLink)]
    [InlineData(ContactChannel.Email)]
    [InlineData(ContactChannel.WeChat)]
    public void LogAttempt_WritingBeforeTheCalls_IsRefused(ContactChannel channel)
    {
        var sent = Attempt("2026-10-13T10:00:00", AttemptResult.Sent) with { Channel = channel };
        Assert.Equal("revisit.calls_first", Log(Planned(), sent).Refusal?.Code);
        Assert.Equal("revisit.result_not_allowed", Log(Planned(), sent with { Result = AttemptResult.NoAnswer }).Refusal?.Code);
        Assert.Equal(RevisitNextStep.Done, Log(Planned(), sent with { Result = AttemptResult.Connected }).Value.NextStep);
    }

    [Fact]
    public void LogAttempt_LetterBeforeTheLink_IsRefused() => Assert.Equal(
        "revisit.message_first",
        Log(AfterThreeFailures(), Attempt("2026-10-14T19:00:00", AttemptResult.Sent) with { Channel = ContactChannel.Letter }).Refusal?.Code);

    [Fact]
    public void LogAttempt_NobodyAtHome_LeavesTheCallsAsPlanned()
    {
        var visited = Log(Planned(), Attempt("2026-10-13T10:00:00") with { Channel = ContactChannel.Visit }).Value;
        Assert.Equal((RevisitNextStep.Phone, China.At("2026-10-13T09:30:00")), (visited.NextStep, visited.NextAttemptAt));
    }

    [Fact]
    public void Plan_PreferredWindowInQuietHours_MayBeDialled()
    {
        var revisit = Planned(wishes: new CallWishes(PreferredWindow: new CallWindow(new TimeOnly(6, 0), new TimeOnly(8, 0))));
        Assert.Equal(China.At("2026-10-14T06:00:00"), revisit.NextAttemptAt);
        Assert.False(Log(revisit, Attempt("2026-10-14T06:30:00")).IsRefused);
        Assert.Equal("revisit.quiet_hours", Log(revisit, Attempt("2026-10-14T08:30:00")).Refusal?.Code);
    }

    [Fact]
    public void LogAttempt_AnswerThroughTheLink_Succeeds()
    {
        var answered = Attempt("2026-10-14T20:00:00", AttemptResult.Connected) with { Channel = ContactChannel.SmsLink, Rating = 4 };
        Assert.Equal(RevisitNextStep.Done, Log(AfterThreeFailures(), answered).Value.NextStep);
    }

    [Fact]
    public void LogAttempt_ThirdFailureOnTheSameDay_NeedsAnotherDay()
    {
        var revisit = Log(Planned(), Attempt("2026-10-13T09:30:00")).Value;
        revisit = Log(revisit, Attempt("2026-10-13T14:00:00")).Value;
        revisit = Log(revisit, Attempt("2026-10-13T18:30:00")).Value; // earlier than planned: the customer's neighbour suggested the evening
        Assert.Equal(RevisitNextStep.Phone, revisit.NextStep);
        Assert.Equal(China.At("2026-10-14T09:30:00"), revisit.NextAttemptAt);
    }

    [Theory]
    [InlineData("2026-10-13T08:59:59", "revisit.quiet_hours")]
    [InlineData("2026-10-13T09:00:00", null)]
    [InlineData("2026-10-13T20:59:59", null)]
    [InlineData("2026-10-13T21:00:00", "revisit.quiet_hours")]
    [InlineData("2026-10-18T10:00:00", "revisit.off_day")]
    [InlineData("2026-10-10T10:00:00", "revisit.time_goes_back")]
    public void LogAttempt_Moment_IsAllowedInCallHoursOnly(string at, string? code) => Assert.Equal(code, Log(Planned(), Attempt(at)).Refusal?.Code);

    [Fact]
    public void LogAttempt_MakeUpSaturday_IsAWorkingDay() =>
        Assert.False(Log(Planned(at: "2026-10-09T10:00:00"), Attempt("2026-10-10T10:00:00")).IsRefused);

    [Fact]
    public void LogAttempt_TooSoonOrTooOften_IsRefused()
    {
        var revisit = Log(Planned(), Attempt("2026-10-13T09:30:00")).Value;
        Assert.Equal("revisit.too_soon", Log(revisit, Attempt("2026-10-13T12:29:59")).Refusal?.Code);
        var often = PostComplaint with { MinGap = TimeSpan.FromMinutes(1), MaxAttempts = 9 };
        foreach (var at in new[] { "2026-10-13T10:30:00", "2026-10-13T11:30:00" })
        {
            revisit = Log(revisit, Attempt(at), often).Value;
        }
        Assert.Equal("revisit.too_many_today", Log(revisit, Attempt("2026-10-13T12:30:00"), often).Refusal?.Code);
    }

    [Fact]
    public void LogAttempt_CustomerCallsBack_IsNeverBlocked()
    {
        var inbound = Attempt("2026-10-13T22:00:00", AttemptResult.Connected) with { IsInbound = true, Rating = 5 };
        Assert.Equal(RevisitNextStep.Done, Log(Planned(), inbound).Value.NextStep);
    }

    [Theory]
    [InlineData(1, false, RevisitNextStep.Problem)]
    [InlineData(2, false, RevisitNextStep.Problem)]
    [InlineData(3, false, RevisitNextStep.Done)]
    [InlineData(5, true, RevisitNextStep.Problem)]
    public void LogAttempt_Rating_DecidesWhetherItIsAProblem(int rating, bool hasProblem, RevisitNextStep expected) =>
        Assert.Equal(expected, Log(Planned(), Attempt("2026-10-13T10:00:00", AttemptResult.Connected) with { Rating = rating, HasProblem = hasProblem }).Value.NextStep);

    [Theory]
    [InlineData("""{ "identityVerified": true, "solved": "no" }""", RevisitNextStep.Problem)]
    [InlineData("""{ "identityVerified": true, "commitmentsKept": "no" }""", RevisitNextStep.Problem)]
    [InlineData("""{ "identityVerified": true, "receivedResult": "no" }""", RevisitNextStep.Problem)]
    [InlineData("""{ "identityVerified": true, "problemFound": true }""", RevisitNextStep.Problem)]
    [InlineData("""{ "identityVerified": true, "solved": "yes", "problemFound": false }""", RevisitNextStep.Done)]
    [InlineData("""{ "identityVerified": false }""", RevisitNextStep.Phone)]
    public void LogAttempt_Answers_DecideWhatTheCallWas(string answers, RevisitNextStep expected)
    {
        var attempt = Attempt("2026-10-13T10:00:00", AttemptResult.Connected) with { Rating = 5, Answers = JsonNode.Parse(answers)!.AsObject() };
        Assert.Equal(expected, Log(Planned(), attempt).Value.NextStep);
    }

    /// <summary>Speaking with somebody else three times is reaching nobody.</summary>
    [Fact]
    public void LogAttempt_NeverTheCustomer_EndsInWriting()
    {
        var somebody = new JsonObject { ["identityVerified"] = false };
        var revisit = Planned();
        foreach (var at in new[] { "2026-10-13T09:30:00", "2026-10-13T14:00:00", "2026-10-14T18:30:00" })
        {
            revisit = Log(revisit, Attempt(at, AttemptResult.Connected) with { Answers = somebody }).Value;
        }
        Assert.Equal(RevisitNextStep.SmsLink, revisit.NextStep);
        var back = Attempt("2026-10-13T09:15:00", AttemptResult.Connected) with { IsInbound = true, Answers = somebody };
        Assert.Equal(China.At("2026-10-13T09:30:00"), Log(Planned(), back).Value.NextAttemptAt);
    }

    [Theory]
    [InlineData(AttemptResult.NoAnswer, "revisit.result_not_allowed")]
    [InlineData(AttemptResult.Busy, "revisit.result_not_allowed")]
    [InlineData(AttemptResult.WrongNumber, "revisit.result_not_allowed")]
    [InlineData(AttemptResult.Sent, "revisit.result_not_allowed")]
    [InlineData(AttemptResult.Refused, null)]
    [InlineData(AttemptResult.Connected, null)]
    public void LogAttempt_CustomerCallsUs_HasFewerResults(AttemptResult result, string? code) =>
        Assert.Equal(code, Log(Planned(), Attempt("2026-10-13T10:00:00", result) with { IsInbound = true }).Refusal?.Code);

    [Fact]
    public void LogAttempt_BeyondTheCountableYears_IsRefused()
    {
        var far = Attempt("2026-10-13T10:00:00", AttemptResult.Rescheduled) with { RescheduleTo = DateTimeOffset.MaxValue };
        Assert.Equal("clock.out_of_range", Log(Planned(), far).Refusal?.Code);
    }

    [Fact]
    public void LogAttempt_RatingOutOfRange_IsRefused() => Assert.Equal(
        "revisit.rating_out_of_range",
        Log(Planned(), Attempt("2026-10-13T10:00:00", AttemptResult.Connected) with { Rating = 6 }).Refusal?.Code);

    [Fact]
    public void LogAttempt_Rescheduled_TakesTheCustomersTime()
    {
        var moved = Attempt("2026-10-13T10:00:00", AttemptResult.Rescheduled) with { RescheduleTo = China.At("2026-10-17T21:30:00") };
        var revisit = Log(Planned(), moved).Value;
        Assert.Equal(China.At("2026-10-17T21:30:00"), revisit.NextAttemptAt);
        Assert.False(Log(revisit, Attempt("2026-10-17T21:35:00")).IsRefused); // a Saturday night, as the customer wished
        Assert.Equal("revisit.reschedule_missing", Log(Planned(), moved with { RescheduleTo = null }).Refusal?.Code);
    }

    [Fact]
    public void LogAttempt_RefusedSurvey_BlocksSurveysForSixMonths()
    {
        var revisit = Log(Planned(Survey), Attempt("2026-10-13T10:00:00", AttemptResult.Refused), Survey).Value;
        Assert.Equal(RevisitStatus.Cancelled, revisit.Status);
        Assert.Equal(China.At("2027-04-13T10:00:00"), revisit.DoNotCallUntil);
        var wishes = new CallWishes(DoNotCallUntil: revisit.DoNotCallUntil);
        Assert.Equal("revisit.do_not_call", RevisitRules.Plan(Survey, "r2", China.At("2026-12-01T10:00:00"), China.Calendar, wishes).Refusal?.Code);
        Assert.False(RevisitRules.Plan(PostComplaint, "r3", China.At("2026-12-01T10:00:00"), China.Calendar, wishes).IsRefused);
        Assert.False(RevisitRules.Plan(PostComplaint with { Purpose = RevisitPurpose.Statutory }, "r4", China.At("2026-12-01T10:00:00"), China.Calendar, wishes).IsRefused);
    }

    [Fact]
    public void LogAttempt_RefusedServiceCall_GoesOnInWriting() =>
        Assert.Equal(RevisitNextStep.SmsLink, Log(Planned(), Attempt("2026-10-13T10:00:00", AttemptResult.Refused)).Value.NextStep);

    [Fact]
    public void LogAttempt_WrongNumber_IsNotDialledAgain()
    {
        var revisit = Log(Planned(), Attempt("2026-10-13T09:30:00", AttemptResult.WrongNumber)).Value;
        Assert.Equal("revisit.wrong_number", Log(revisit, Attempt("2026-10-13T14:00:00")).Refusal?.Code);
        Assert.False(Log(revisit, Attempt("2026-10-13T14:00:00", number: "13900139000")).IsRefused);
    }

    [Fact]
    public void LogAttempt_EndedRevisit_IsRefused()
    {
        var done = Log(Planned(), Attempt("2026-10-13T10:00:00", AttemptResult.Connected)).Value;
        Assert.Equal("revisit.not_open", Log(done, Attempt("2026-10-13T14:00:00")).Refusal?.Code);
        Assert.Equal("revisit.not_open", RevisitRules.Cancel(done, "x").Refusal?.Code);
    }

    [Fact]
    public void Plan_PreferredWindow_Wins()
    {
        var window = new CallWindow(new TimeOnly(12, 0), new TimeOnly(13, 0));
        var revisit = Planned(wishes: new CallWishes(PreferredWindow: window));
        Assert.Equal(China.At("2026-10-13T12:00:00"), revisit.NextAttemptAt);
        Assert.Equal(China.At("2026-10-14T12:00:00"), Log(revisit, Attempt("2026-10-13T12:00:00")).Value.NextAttemptAt);
        var backwards = new CallWishes(PreferredWindow: new CallWindow(new TimeOnly(13, 0), new TimeOnly(12, 0)));
        Assert.Equal("revisit.preferred_window_empty", RevisitRules.Plan(PostComplaint, "r", China.At("2026-10-12T10:30:00"), China.Calendar, backwards).Refusal?.Code);
    }

    [Fact]
    public void Recompute_PlannedDayBecameAHoliday_MovesTheCall()
    {
        var revisit = Planned(at: "2026-12-31T10:00:00");
        Assert.True(revisit.IsProvisional);
        Assert.Equal(China.At("2027-01-01T09:30:00"), revisit.NextAttemptAt);
        var settled = RevisitRules.Recompute(revisit, PostComplaint, China.CalendarWith2027, China.At("2026-12-31T12:00:00"));
        Assert.Equal(China.At("2027-01-04T09:30:00"), settled.NextAttemptAt);
        Assert.Equal(China.At("2027-01-06T18:00:00"), settled.DueAt);
        Assert.False(settled.IsProvisional);
    }

    [Fact]
    public void Json_RevisitWithAttempts_ComesBackTheSame()
    {
        var revisit = AfterThreeFailures() with { PreferredWindow = new CallWindow(new TimeOnly(12, 0), new TimeOnly(13, 0)) };
        var text = JsonSerializer.Serialize(revisit, RevisitsJson.Default.Revisit);
        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize(text, RevisitsJson.Default.Revisit)!, RevisitsJson.Default.Revisit));
    }
}
