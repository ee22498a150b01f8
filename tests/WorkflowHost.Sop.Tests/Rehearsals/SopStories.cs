using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Tests.Rehearsals;

/// <summary>
/// Stories of every shipped SOP that has no walks of its own, with the ways that only other rules would open: a clock that is
/// always there to be stopped, a call that the policy never refuses.
/// </summary>
internal static partial class SopStories
{
    public static IReadOnlyDictionary<string, (IReadOnlyList<Story> Stories, string[] OnlyWithOtherRules)> All { get; } =
        new Dictionary<string, (IReadOnlyList<Story>, string[])>(Operations(), StringComparer.Ordinal)
        {
            ["hotline-report"] = (Report(),
            [
                "callback.Cancelled → tellNoCallback", "callback.Refused → tellNoCallback", "restartDecision.Refused → resumeDecision", "resumeDecision.Refused → checkDocs",
                "resumeExpired.Refused → documentsComplete", "revisit.Cancelled → stopPost", "revisit.Refused → stopPost", "stopPost.Refused → finish",
                "stopArrival.Done → signalSurveyed", "stopOffset.Refused → sendPaid", "stopRefused.Refused → startRefusal",
            ]),
            ["hotline-complaint"] = (HotlineComplaint(),
            [
                "resumeAppraisal.Refused → onAppraisalStarted", "resumeRefused.Refused → tellNoMediation",
                "revisit.Cancelled → awaitWindow", "revisit.Refused → awaitWindow", "stopClocks.Refused → startWindow", "stopRegister.Refused → sendAccepted",
            ]),
            ["complaint-review"] = ([Story.With("plain"), Story.With("withdrawn").Raising("withdrawn", 0.5), Story.With("changed").Deciding("check", "drafted", ("reviewResult", "changed")), Story.With("longer", ("contactAddress", "上海市浦东新区张杨路1号")).Late("check", "drafted", 5).Raising("extensionRequested", 3), Story.With("longer too late").Late("check", "drafted", 70).Late("approveExtension", "approved", 60).Raising("extensionRequested", 3), Story.With("appraised").Late("check", "drafted", 8).Raising("appraisalStarted", 3).Raising("appraisalEnded", 30), Story.With("appraised too late").Late("check", "drafted", 50).Raising("appraisalStarted", 1_080)], ["resumeAppraisal.Refused → onAppraisalStarted"]),
            ["mediation"] = ([Story.With("plain"), Story.With("expensive").Deciding("session", "settled", ("remedyTypes", new JsonArray("premium_relief", "compensate")), ("remedyAmount", 300_000)), Story.With("endless").Late("session", "again", 60), Story.With("another session").Deciding("session", "again").Deciding("session", "settled"), Story.With("withdrawn").Raising("withdrawn", 0.5)], ["stopCourse.Refused → sendSettled"]),
            ["regulator-transfer"] = (Transfer(), []),
            ["group-complaint"] = (Group(), ["resumeAppraisal.Refused → onAppraisalStarted", "stopClocks.Refused → startWindow"]),
        };

    private static List<Story> Report() =>
    [
        Story.With("plain"),
        Story.With("fatal corporate", ("injurySeverity", "fatal"), ("injuredCount", 1), ("customerSegment", "corporate")),
        Story.With("high risk", ("customerSegment", "high_risk")),
        Story.With("suspicious", ("overDetailed", true), ("lossTimeMismatch", true), ("sharedContact", true)).Deciding("onsite", "surveyed", ("surveySuspicion", true)),
        Story.With("surveyed at the second visit").Deciding("onsite", "not_possible").Deciding("onsite", "surveyed"),
        Story.With("remote", ("photosAvailable", true)),
        Story.With("remote after all").Deciding("register", "registered", ("surveyModeWanted", "remote")),
        Story.With("no survey after all").Deciding("register", "registered", ("surveyModeWanted", "none")),
        Story.With("illness", ("accidentType", "illness"), ("productLine", "health")),
        Story.With("missing documents").Deciding("checkDocs", "checked", ("claimDocs", Missing())),
        Story.With("missing twice").Deciding("checkDocs", "checked", ("claimDocs", Missing())).Deciding("checkDocs", "checked", ("claimDocs", Missing())),
        Story.With("filed late").Late("filing", "filed", 10).Late("loss", "assessed", 12),
        Story.With("advance covers all").Late("agreement", "agreed", 73).Deciding("review", "liable", ("payAmount", 1)).Late("advance", "proposed", 1, ("advanceAmount", 1)),
        Story.With("partly refused").Deciding("review", "liable", ("determination", "partial")),
        Story.With("suspicion of the survey").Deciding("onsite", "surveyed", ("surveySuspicion", true)).Deciding("openFraudSurvey", "Done", ("fraudOutcome", "cleared")),
        Story.With("suspicion found out", ("overDetailed", true), ("lossTimeMismatch", true), ("sharedContact", true)).Deciding("openFraud", "Done", ("fraudOutcome", "cleared")),
        Story.With("suspicion raised and found out").Raising("suspected", 1).Deciding("openFraudLater", "Done", ("fraudOutcome", "cleared")),
        Story.With("no change", ("photosAvailable", true)).Raising("lossChanged", 1, ("injurySeverity", "none")),
        Story.With("no survey, no change", ("accidentType", "illness"), ("productLine", "health")).Raising("lossChanged", 1, ("injurySeverity", "none")),
        Story.With("remote, then worse", ("photosAvailable", true)).Late("remote", "surveyed", 1).Raising("lossChanged", 1, ("injurySeverity", "fatal")),
        Story.With("large amount").Deciding("review", "liable", ("payAmount", 30_000)),
        Story.With("agreed late").Late("agreement", "agreed", 73).Late("advance", "proposed", 1),
        Story.With("progress asked").Raising("progressQuery", 1),
        Story.With("complained").Raising("complaint", 1),
        Story.With("worse").Raising("lossChanged", 1),
        Story.With("suspected").Raising("suspected", 1),
        Story.With("withdrawn").Raising("withdrawn", 1),
    ];

    private static List<Story> HotlineComplaint() =>
    [
        Story.With("plain"),
        Story.With("of a claim", ("fnolNo", "BA20260316-0001")),
        Story.With("supplement").Deciding("register", "supplement"),
        Story.With("supplement late").Late("register", "supplement", 5),
        Story.With("severity by hand").Deciding("register", "registered", ("severity", 2), ("severityReason", "媒体关注")),
        Story.With("merged later").Raising("merged", 3),
        Story.With("reviewed after the window").Raising("reviewRequested", 300).Late("openReview", "Done", 60),
        Story.With("review changed it").Raising("reviewRequested", 300).Deciding("openReview", "Done", ("reviewResult", "changed")),
        Story.With("review revoked it").Raising("reviewRequested", 300).Deciding("openReview", "Done", ("reviewResult", "revoked")),
        Story.With("major", ("riskSignals", new JsonArray("media_viral"))),
        Story.With("complex").Deciding("verify", "verified", ("complexity", "complex")),
        Story.With("too late for complex").Late("verify", "verified", 60, ("complexity", "complex")),
        Story.With("shared as a lesson").Deciding("archive", "archived", ("lessonShared", true)),
        Story.With("relief").Deciding("resolve", "agreed", ("remedyTypes", new JsonArray("premium_relief")), ("remedyAmount", 100)),
        Story.With("mediated twice").Deciding("resolve", "mediation").Deciding("mediation", "Done", ("mediationOutcome", "failed")).Deciding("resolve", "mediation"),
        Story.With("mediation too late").Late("resolve", "mediation", 60),
        Story.With("costly recovery").Deciding("feedback", "accepted", ("customerRating", 1)).Deciding("recovery", "planned", ("recoveryTypes", new JsonArray("premium_relief")), ("recoveryCost", 8_000)),
        Story.With("expensive").Deciding("resolve", "agreed", ("remedyTypes", new JsonArray("compensate")), ("remedyAmount", 8_000)),
        Story.With("settled in mediation").Deciding("resolve", "mediation").Deciding("mediation", "Done", ("mediationOutcome", "settled")),
        Story.With("failed in mediation").Deciding("resolve", "mediation").Deciding("mediation", "Done", ("mediationOutcome", "failed")),
        Story.With("never agreed").Deciding("resolve", "not_agreed").Deciding("resolve", "not_agreed").Deciding("resolve", "not_agreed"),
        Story.With("never accepted").Deciding("feedback", "rejected").Deciding("feedback", "rejected").Deciding("feedback", "rejected"),
        Story.With("low rating").Deciding("feedback", "accepted", ("customerRating", 1)),
        Story.With("always a problem").Deciding("revisit", "Problem").Deciding("revisit", "Problem").Deciding("revisit", "Problem"),
        Story.With("contacted").Raising("contacted", 1).Raising("contacted", 2),
        Story.With("new facts").Raising("newFacts", 1),
        Story.With("facts after the decision").Late("archive", "archived", 18).Raising("newFacts", 72),
        Story.With("extended").Deciding("verify", "verified", ("complexity", "complex")).Late("resolve", "agreed", 10).Raising("extensionRequested", 5, ("extensionRule", "special")),
        Story.With("extension too early").Raising("extensionRequested", 0.3, ("extensionRule", "special")),
        Story.With("appraised").Late("resolve", "agreed", 10).Raising("appraisalStarted", 1).Raising("appraisalEnded", 30),
        Story.With("appraised after the decision").Late("archive", "archived", 18).Raising("appraisalStarted", 72),
        Story.With("withdrawn").Raising("withdrawn", 1),
        Story.With("reviewed").Raising("reviewRequested", 300),
    ];

    private static List<Story> Transfer() =>
    [
        Story.With("plain"),
        Story.With("extended").Raising("extensionRequested", 0.2),
        Story.With("withdrawn").Raising("withdrawn", 0.2),
        Story.With("closed after the report was begun").Late("openComplaint", "Done", 14),
        Story.With("not opened, then opened").Deciding("register", "new").Deciding("openComplaint", "Refused").Deciding("register", "new"),
        Story.With("not opened, then not ours").Deciding("register", "new").Deciding("openComplaint", "Refused").Deciding("register", "not_ours"),
        Story.With("wrong number, then ours").Deciding("register", "existing").Deciding("linkComplaint", "Refused").Deciding("register", "existing"),
        Story.With("not ours").Deciding("register", "not_ours"),
        Story.With("wrong number, then not ours").Deciding("register", "existing").Deciding("linkComplaint", "Refused").Deciding("register", "not_ours"),
        Story.With("extension approved too late").Late("draft", "drafted", 40).Raising("extensionRequested", 300).Late("approveExtension", "approved", 20),
    ];

    private static List<Story> Group() =>
    [
        Story.With("plain"),
        Story.With("merged later").Raising("merged", 3),
        Story.With("reviewed after the window").Raising("reviewRequested", 300).Late("openReview", "Done", 60),
        Story.With("review changed it").Raising("reviewRequested", 300).Deciding("openReview", "Done", ("reviewResult", "changed")),
        Story.With("review revoked it").Raising("reviewRequested", 300).Deciding("openReview", "Done", ("reviewResult", "revoked")),
        Story.With("twenty", ("personsAffected", 25)),
        Story.With("simple").Deciding("verify", "verified", ("complexity", "simple")),
        Story.With("too late for complex").Late("verify", "verified", 60, ("complexity", "complex")),
        Story.With("relief").Deciding("negotiate", "agreed", ("remedyTypes", new JsonArray("premium_relief")), ("remedyAmount", 100)),
        Story.With("mediated twice").Deciding("negotiate", "mediation").Deciding("mediation", "Done", ("mediationOutcome", "failed")).Deciding("negotiate", "mediation"),
        Story.With("mediation too late").Late("negotiate", "mediation", 60),
        Story.With("costly recovery").Deciding("feedback", "accepted", ("customerRating", 1)).Deciding("recovery", "planned", ("recoveryTypes", new JsonArray("premium_relief")), ("recoveryCost", 8_000)),
        Story.With("reviewed").Raising("reviewRequested", 300),
        Story.With("expensive").Deciding("negotiate", "agreed", ("remedyTypes", new JsonArray("compensate")), ("remedyAmount", 300_000)),
        Story.With("settled in mediation").Deciding("negotiate", "mediation").Deciding("mediation", "Done", ("mediationOutcome", "settled")),
        Story.With("failed in mediation").Deciding("negotiate", "mediation").Deciding("mediation", "Done", ("mediationOutcome", "failed")),
        Story.With("never agreed").Deciding("negotiate", "not_agreed").Deciding("negotiate", "not_agreed").Deciding("negotiate", "not_agreed"),
        Story.With("never accepted").Deciding("feedback", "rejected").Deciding("feedback", "rejected").Deciding("feedback", "rejected"),
        Story.With("contacted").Raising("contacted", 1).Raising("contacted", 2),
        Story.With("new facts").Raising("newFacts", 1),
        Story.With("facts after the decision").Late("archive", "archived", 18).Raising("newFacts", 72),
        Story.With("extended").Late("negotiate", "agreed", 10).Raising("extensionRequested", 30, ("extensionRule", "special")),
        Story.With("extension too early").Raising("extensionRequested", 0.3, ("extensionRule", "special")),
        Story.With("appraised").Late("negotiate", "agreed", 10).Raising("appraisalStarted", 1).Raising("appraisalEnded", 30),
        Story.With("appraised after the decision").Late("archive", "archived", 18).Raising("appraisalStarted", 72),
        Story.With("withdrawn").Raising("withdrawn", 1),
        Story.With("members").Raising("memberLinked", 1).Raising("memberOpened", 2),
    ];

    private static JsonArray Missing() => [new JsonObject { ["doc"] = "photos", ["result"] = "missing" }];
}
