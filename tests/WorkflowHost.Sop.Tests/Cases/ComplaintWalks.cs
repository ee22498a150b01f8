using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;
using static WorkflowHost.Sop.Tests.Cases.CaseSimulator;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Complaints that take every way through the complaint SOP; together they walk every connection.</summary>
internal static class ComplaintWalks
{
    /// <summary>The statutory period of a complaint opened on 1 September is over.</summary>
    private const string Late = "2026-09-17T09:00:00";

    private static readonly Actor Compliance = new("compliance-1", "钱英", "C8001", ["compliance"]);

    public static IEnumerable<Func<CaseSimulator>> All =>
    [
        .. new[] { "merged", "not_accepted", "transferred" }.SelectMany(outcome => new Func<CaseSimulator>[] { () => Turned(outcome, isLater: false), () => Turned(outcome, isLater: true) }),
        MajorAndManual, SupplementedLate, MergedLater, Withdrawn, FraudThenDisagreed, ComplexTooLate, MediatedInTime, MediatedTooLate, Approvals, Reworked, NotSolved,
        RecoveredDearly, RecoveryRefusedThenFailed, RecoveryNotEvenPlanned, ClosedByException, ReopenedByTheCalls, Unreachable, Contacts, Extensions, Appraisals, Reviewed, ReviewChanged, ReviewRevoked, SharedAsALesson, Finished,
    ];

    public static CaseSimulator Finished()
    {
        var sim = Closed(Opened());
        Call(sim, AttemptResult.Connected, Satisfied(true));
        sim.AdvanceTo("2026-10-20T10:00:00");
        return sim;
    }

    public static CaseSimulator Reviewed()
    {
        var sim = Closed(Opened());
        Call(sim, AttemptResult.Connected, Satisfied(true));
        sim.Raise("reviewRequested", Agent, new JsonObject { ["reviewRequestedAt"] = Now(sim), ["reviewGrounds"] = "不服处理决定" });
        sim.Complete("review", OtherHandler, "decided", new JsonObject { ["reviewResult"] = "upheld", ["reviewFindings"] = "事实清楚", ["reviewReasons"] = "依据充分", ["reviewToldAt"] = Now(sim), ["reviewToldBy"] = "letter" });
        sim.AdvanceTo("2026-10-20T10:00:00");
        return sim;
    }

    public static CaseSimulator ReviewChanged() => ReviewEndedWith("changed");

    public static CaseSimulator ReviewRevoked() => ReviewEndedWith("revoked");

    /// <summary>A corporate customer's complaint whose lesson is shared; the lessons case can't be opened.</summary>
    public static CaseSimulator SharedAsALesson() => SharedAsALesson("communication");

    public static CaseSimulator SharedAsALesson(string rootCause)
    {
        var sim = Registered(Opened(fields => fields["customerType"] = "corporate"));
        var analysis = ComplaintForms.Analysis();
        analysis["rootCause"] = rootCause;
        sim.Complete("analysis", Handler, "analysed", analysis);
        Told(sim, "accepted");
        var closing = ComplaintForms.Closing();
        closing["lessonShared"] = true;
        sim.Complete("closing", Agent, "closed", closing);
        sim.HearRefused("lesson");
        return sim;
    }

    private static CaseSimulator ReviewEndedWith(string result)
    {
        var sim = Closed(Opened());
        Call(sim, AttemptResult.Connected, Satisfied(true));
        sim.Raise("reviewRequested", Agent, new JsonObject { ["reviewRequestedAt"] = Now(sim), ["reviewGrounds"] = "不服处理决定" });
        sim.Complete("review", OtherHandler, "decided", new JsonObject { ["reviewResult"] = result, ["reviewFindings"] = "漏算一项", ["reviewReasons"] = "依据不足", ["reviewToldAt"] = Now(sim), ["reviewToldBy"] = "letter" });
        return sim;
    }

    private static CaseSimulator Turned(string outcome, bool isLater)
    {
        var sim = Opened();
        sim.MergeTarget = new MergeTarget("TS20260801-0002", CaseStatus.Open, "complaint");
        var fields = outcome switch
        {
            "merged" => new JsonObject { ["mergeInto"] = "TS20260801-0002" },
            "not_accepted" => new JsonObject { ["notAcceptedReason"] = "in_court", ["notAcceptedText"] = "法院已受理" },
            _ => new JsonObject { ["transferTo"] = "经代理机构" },
        };
        if (isLater)
        {
            sim.Complete("register", Agent, "supplement", new JsonObject { ["supplementItems"] = "身份证明" });
        }

        sim.Complete(isLater ? "registerAgain" : "register", Agent, outcome, fields);
        return sim;
    }

    private static CaseSimulator MajorAndManual()
    {
        var sim = Opened(fields => fields["riskSignals"] = new JsonArray("death"));
        var register = ComplaintForms.Register();
        register["severity"] = 2;
        register["severityReason"] = "已与家属沟通";
        sim.Complete("register", Agent, "supplement", new JsonObject { ["supplementItems"] = "身份证明" });
        sim.Complete("registerAgain", Agent, "registered", register);
        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis());
        return sim;
    }

    private static CaseSimulator SupplementedLate()
    {
        var sim = Opened();
        sim.AdvanceTo("2026-09-01T17:00:00");
        sim.Complete("register", Agent, "supplement", new JsonObject { ["supplementItems"] = "身份证明" });
        sim.Complete("registerAgain", Agent, "registered", ComplaintForms.Register());
        return sim;
    }

    private static CaseSimulator MergedLater()
    {
        var sim = ToSolution(Opened());
        sim.MergeTarget = new MergeTarget("TS20260801-0002", CaseStatus.Open, "complaint");
        sim.Raise("merged", Handler, new JsonObject { ["mergeInto"] = "TS20260801-0002", ["mergeReason"] = "同一事项" });
        return sim;
    }

    private static CaseSimulator Withdrawn()
    {
        var sim = ToSolution(Opened());
        sim.Raise("withdrawn", Agent, new JsonObject { ["withdrawnAt"] = Now(sim), ["withdrawChannel"] = "phone", ["withdrawIdentityChecked"] = true });
        return sim;
    }

    private static CaseSimulator FraudThenDisagreed()
    {
        var sim = Registered(Opened());
        sim.Complete("analysis", Handler, "fraud", ComplaintForms.Analysis());
        sim.HearRefused("fraud-check");
        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis("complex"));
        sim.Complete("solution", Handler, "not_agreed", new JsonObject { ["customerAgreed"] = "no", ["agreedAt"] = Now(sim), ["agreedChannel"] = "phone", ["disagreementReason"] = "金额" });
        return sim;
    }

    private static CaseSimulator ComplexTooLate()
    {
        var sim = Registered(Opened());
        sim.AdvanceTo(Late);
        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis("complex"));
        return sim;
    }

    private static CaseSimulator MediatedInTime() => Mediated(ToSolution(Opened()));

    private static CaseSimulator MediatedTooLate()
    {
        var sim = ToSolution(Opened());
        sim.AdvanceTo(Late);
        return Mediated(sim);
    }

    private static CaseSimulator Mediated(CaseSimulator sim)
    {
        foreach (var outcome in new[] { "failed", "settled" })
        {
            sim.Complete("solution", Handler, "mediation", ComplaintForms.Mediation(sim.Now));
            sim.Complete("mediation", Manager, outcome, new JsonObject { ["mediationBody"] = "行业调解中心", ["mediationResult"] = "已调解", ["remedyTypes"] = new JsonArray("explain") });
        }

        return sim;
    }

    private static CaseSimulator Approvals()
    {
        var sim = ToSolution(Opened());
        foreach (var (amount, compliance) in new[] { (30_000m, "rejected"), (100m, "approved") })
        {
            sim.Complete("solution", Handler, "agreed", Solution(sim, amount, "premium_relief"));
            if (amount > 500)
            {
                sim.Complete("approve", Manager, "rejected", new JsonObject { ["approvalComment"] = "过高" });
                sim.Complete("solution", Handler, "agreed", Solution(sim, amount, "premium_relief"));
                sim.Complete("approve", Manager, "approved", []);
            }

            sim.Complete("complianceApproval", Compliance, compliance, new JsonObject { ["approvalComment"] = "合规意见" });
        }

        return sim;
    }

    private static CaseSimulator Reworked()
    {
        var sim = ToSolution(Opened());
        for (var round = 0; round < 3; round++)
        {
            Told(sim, "rejected");
        }

        return sim;
    }

    private static CaseSimulator NotSolved()
    {
        var sim = ToSolution(Opened());
        sim.Complete("solution", Handler, "agreed", Solution(sim));
        sim.Complete("execution", Handler, "not_solved", new JsonObject { ["effect"] = "not_solved", ["effectReason"] = "系统未更新" });
        return sim;
    }

    private static CaseSimulator RecoveredDearly()
    {
        var sim = ToSolution(Opened());
        Told(sim, "accepted", rating: 1);
        sim.Complete("recovery", Handler, "planned", Recovery(8000, "premium_relief"));
        sim.Complete("approveRecovery", Exec, "approved", []);
        sim.Complete("complianceRecovery", Compliance, "approved", []);
        sim.Complete("deliverRecovery", Handler, "done", new JsonObject { ["recoveryDeliveredAt"] = Now(sim), ["recoveryRating"] = 4, ["recoveryNote"] = "已办理" });
        return sim;
    }

    private static CaseSimulator RecoveryRefusedThenFailed()
    {
        var sim = ToSolution(Opened());
        Told(sim, "accepted", rating: 2);
        sim.Complete("recovery", Handler, "planned", Recovery(8000, "gift"));
        sim.Complete("approveRecovery", Exec, "rejected", new JsonObject { ["recoveryApprovalComment"] = "过高" });
        sim.Complete("recovery", Handler, "planned", Recovery(100, "premium_relief"));
        sim.Complete("approveRecovery", Lead, "approved", []);
        sim.Complete("complianceRecovery", Compliance, "rejected", new JsonObject { ["recoveryApprovalComment"] = "不合规" });
        sim.Complete("recovery", Handler, "planned", Recovery(0, "apology"));
        sim.Complete("deliverRecovery", Handler, "escalated", new JsonObject { ["recoveryNote"] = "客户仍不满意" });
        return sim;
    }

    private static CaseSimulator RecoveryNotEvenPlanned()
    {
        var sim = ToSolution(Opened());
        Told(sim, "accepted", rating: 2);
        sim.Complete("recovery", Handler, "escalated", []);
        return sim;
    }

    private static CaseSimulator ClosedByException()
    {
        var sim = ToSolution(Opened());
        Told(sim, "unreachable");
        sim.Complete("closing", Agent, "reopen", new JsonObject { ["reopenReason"] = "客户来电" });
        Told(sim, "unreachable");
        foreach (var outcome in new[] { "rejected", "approved" })
        {
            var closing = ComplaintForms.Closing("unresolved");
            closing["closeReason"] = "未达成一致";
            sim.Complete("closing", Agent, "closed", closing);
            sim.Complete("closeApproval", Manager, outcome, new JsonObject { ["closeApprovalComment"] = "意见", ["remediesConfirmed"] = true });
        }

        return sim;
    }

    public static CaseSimulator ReopenedByTheCalls()
    {
        var sim = Closed(Opened());
        for (var round = 0; round < 3; round++)
        {
            Call(sim, AttemptResult.Connected, Satisfied(false));
            if (round < 2)
            {
                Told(sim, "accepted");
                sim.Complete("closing", Agent, "closed", ComplaintForms.Closing());
            }
        }

        return sim;
    }

    private static CaseSimulator Unreachable()
    {
        var sim = Closed(Opened());
        for (var call = 0; call < 3; call++)
        {
            Call(sim, AttemptResult.NoAnswer, null);
        }

        sim.AdvanceTo("2026-09-20T10:00:00");
        return sim;
    }

    private static CaseSimulator Contacts()
    {
        var sim = Registered(Opened());
        for (var call = 0; call < 2; call++)
        {
            sim.Raise("contacted", Handler, new JsonObject { ["contactedAt"] = Now(sim), ["contactMode"] = "phone", ["contactSummary"] = "已联系" });
        }

        sim.Raise("newFacts", Agent, new JsonObject { ["newFactsAt"] = Now(sim), ["newFacts"] = "补充发票" });
        sim.Complete("analysis", Handler, "analysed", ComplaintForms.Analysis());
        Told(sim, "accepted");
        sim.Raise("newFacts", Agent, new JsonObject { ["newFactsAt"] = Now(sim), ["newFacts"] = "又补充发票" });
        return sim;
    }

    private static CaseSimulator Extensions()
    {
        var sim = Registered(Opened());
        foreach (var outcome in new[] { "rejected", "approved", "approved" })
        {
            sim.Raise("extensionRequested", Handler, new JsonObject { ["extensionRule"] = "complex", ["extensionReason"] = "须鉴定", ["extensionPlan"] = "月底前完成" });
            sim.Complete("approveExtension", Lead, outcome, new JsonObject { ["extensionComment"] = "意见", ["extensionNoticeConfirmed"] = true });
        }

        return sim;
    }

    private static CaseSimulator Appraisals()
    {
        var sim = ToSolution(Opened());
        sim.Raise("appraisalStarted", Handler, Appraisal());
        sim.Raise("appraisalEnded", Handler, new JsonObject { ["appraisalEndedAt"] = Now(sim), ["appraisalConclusion"] = "十级" });
        sim.Raise("appraisalStarted", Handler, Appraisal());
        Told(sim, "accepted");
        // The decision was told meanwhile: nothing stands still any more, and the next appraisal has nothing to pause.
        sim.Raise("appraisalEnded", Handler, new JsonObject { ["appraisalEndedAt"] = Now(sim), ["appraisalConclusion"] = "十级" });
        sim.Raise("appraisalStarted", Handler, Appraisal());
        return sim;
    }

    private static JsonObject Appraisal() => new() { ["appraisalKind"] = "appraisal", ["appraisalBody"] = "鉴定中心", ["appraisalSubject"] = "伤残等级", ["appraisalCustomerTold"] = true };

    private static JsonObject Recovery(decimal cost, string type) => new() { ["recoveryTypes"] = new JsonArray(type), ["recoveryCost"] = cost, ["recoveryText"] = "补救" };

    private static JsonObject Solution(CaseSimulator sim, decimal amount = 0, string type = "compensate")
    {
        var fields = ComplaintForms.Solution(Now(sim)[..19], amount);
        fields["remedyTypes"] = amount > 0 ? new JsonArray(type) : new JsonArray("explain");
        return fields;
    }

    private static CaseSimulator Opened(Action<JsonObject>? change = null)
    {
        var sim = new CaseSimulator();
        var fields = ComplaintForms.Open("2026-09-01T10:00:00");
        change?.Invoke(fields);
        sim.Open("2026-09-01T10:00:00", fields);
        return sim;
    }

    private static CaseSimulator Registered(CaseSimulator sim)
    {
        sim.Complete("register", Agent, "registered", ComplaintForms.Register());
        return sim;
    }

    private static CaseSimulator ToSolution(CaseSimulator sim)
    {
        Registered(sim).Complete("analysis", Handler, "analysed", ComplaintForms.Analysis());
        return sim;
    }

    /// <summary>A complaint with these particulars, worked until the customer was told and it was closed.</summary>
    public static CaseSimulator Told(Action<JsonObject> change) => Closed(Opened(change));

    /// <summary>Agreed, executed and told.</summary>
    private static void Told(CaseSimulator sim, string outcome, int rating = 4)
    {
        sim.Complete("solution", Handler, "agreed", Solution(sim));
        sim.Complete("execution", Handler, "executed", ComplaintForms.Execution(Now(sim)[..19]));
        var feedback = ComplaintForms.Feedback(Now(sim)[..19], rating);
        if (outcome == "rejected")
        {
            feedback["rejectReason"] = "不认可";
        }

        if (outcome == "unreachable")
        {
            feedback["contactAttempts"] = new JsonArray([.. Enumerable.Range(0, 3).Select(_ => (JsonNode)new JsonObject { ["at"] = Now(sim), ["mode"] = "phone", ["result"] = "无人接听" })]);
        }

        sim.Complete("feedback", Handler, outcome, feedback);
    }

    private static CaseSimulator Closed(CaseSimulator sim)
    {
        Told(ToSolution(sim), "accepted");
        sim.Complete("closing", Agent, "closed", ComplaintForms.Closing());
        return sim;
    }

    private static JsonObject Satisfied(bool isSolved) => new()
    {
        ["identityVerified"] = true,
        ["receivedResult"] = "yes",
        ["commitmentsKept"] = "yes",
        ["solved"] = isSolved ? "yes" : "no",
        ["rating"] = isSolved ? 5 : 2,
    };

    private static void Call(CaseSimulator sim, AttemptResult result, JsonObject? answers)
    {
        var revisit = Assert.Single(sim.State.Revisits);
        var at = revisit.NextAttemptAt!.Value;
        sim.AdvanceTo((at > sim.Now ? at : sim.Now).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        sim.Do(new LogRevisitAttempt(Scheduler, revisit.Id, new RevisitAttempt { At = sim.Now, Number = "13800138000", Channel = ContactChannel.Phone, Result = result, Agent = Scheduler.Id, Answers = answers, Rating = (int?)answers?.Whole("rating") }));
    }

    private static string Now(CaseSimulator sim) => sim.Now.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
