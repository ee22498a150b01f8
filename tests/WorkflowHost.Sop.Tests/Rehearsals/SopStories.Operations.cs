using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Tests.Rehearsals;

/// <summary>Stories of revisits, fraud, satisfaction and the SOPs around the daily work.</summary>
internal static partial class SopStories
{
    private static Dictionary<string, (IReadOnlyList<Story>, string[])> Operations() => new(StringComparer.Ordinal)
    {
        ["new-policy-revisit"] = ([Story.With("long", ("policyTermYears", 10)), Story.With("short", ("policyTermYears", 1)), Story.With("cancelled late", ("policyTermYears", 10)).Deciding("revisit", "Problem").Late("triage", "surrender", 40), Story.With("cancelled in time", ("policyTermYears", 10)).Deciding("revisit", "Problem").Deciding("triage", "surrender")],
            ["callAgain.Cancelled → tellFailed", "callAgain.Refused → tellFailed", "revisit.Cancelled → visit", "revisit.Refused → visit", "stopRevisit.Refused → close"]),
        ["customer-revisit"] = (
            [
                Story.With("once"),
                Story.With("recurring", ("isRecurring", true), ("triggerAt", "2026-03-16T10:00:00")) with { Days = 300 },
                Story.With("recurring problem", ("isRecurring", true)).Deciding("next", "Problem"),
                Story.With("not to be called", ("doNotCallUntil", "2026-09-30T00:00:00+08:00")),
                Story.With("not to be called again and again", ("isRecurring", true), ("doNotCallUntil", "2026-09-30T00:00:00+08:00")),
            ], []),
        ["fraud-investigation"] = ([Story.With("refused").Deciding("outcome", "proposed", ("fraudOutcome", "refused")), Story.With("rescinded").Deciding("outcome", "proposed", ("fraudOutcome", "rescinded"), ("repaymentDue", 8_000)), Story.With("cleared")], []),
        ["satisfaction-cycle"] = (
            [
                Story.With("weak", ("periodEnd", "2026-03-16")),
                Story.With("good", ("periodEnd", "2026-03-16")).Deciding("collect", "frozen", [.. Scores(90)]),
                Story.With("two actions", ("periodEnd", "2026-03-16")).Deciding("smart", "planned", ("smartActions", Actions())),
                Story.With("weights wrong").Deciding("plan", "planned", ("weightPreSale", 0.5)).Deciding("plan", "planned", ("weightPreSale", 0.1)),
                Story.With("group heard").Raising("focusGroup", 0.5),
                Story.With("shop visited").Raising("mysteryShopper", 0.5),
            ], ["noCheck.Refused → close"]),
        ["service-recovery"] = (
            [
                Story.With("better", ("ratingBefore", 1)),
                Story.With("not better", ("ratingBefore", 5)),
                Story.With("relief", ("ratingBefore", 1)).Deciding("choose", "chosen", ("recoveryType", "premium_relief")),
            ], []),
        ["performance-review"] = ([Story.With("plain"), Story.With("silent").Late("reply", "agrees", 30)], []),
        ["experience-monitoring"] = (
            [Story.With("worse", ("direction", "above"), ("threshold", 0), ("monitorRounds", 2)), Story.With("fine", ("direction", "below"), ("threshold", 0), ("monitorRounds", 2))], []),
        ["risk-assessment"] = ([Story.With("low"), Story.With("two measures").Deciding("measures", "done", ("measures", Measures())), Story.With("high").Deciding("assess", "assessed", ("likelihood", 5), ("impact", 5))], []),
        ["emergency-drill"] = ([Story.With("slow", ("rtoTarget", 30)).Deciding("run", "held", ("rtoAchieved", 60)), Story.With("quick", ("rtoTarget", 30))], []),
        ["service-outage"] = ([Story.With("quick", ("rtoTarget", 100_000)), Story.With("slow", ("rtoTarget", 1)).Late("restore", "restored", 1), Story.With("two to call").Deciding("record", "entered", ("callbacks", Callbacks()))], []),
        ["compliance-cycle"] = ([Story.With("plain"), Story.With("inspected").Raising("inspection", 0.5), Story.With("findings").Deciding("review", "findings", ("complianceFindings", Findings())), Story.With("asked").Raising("consultation", 0.5)], []),
        ["regulator-inspection"] = ([Story.With("clean"), Story.With("findings").Deciding("send", "sent", ("inspectionFindings", Findings()))], []),
        ["improvement-action"] = ([Story.With("done"), Story.With("later").Late("carry", "done", 5).Raising("extensionRequested", 1, ("newActionDue", "2026-06-30")), Story.With("granted too late").Late("carry", "done", 1).Late("approveExtension", "approved", 3).Late("verify", "verified", 10).Raising("extensionRequested", 1, ("newActionDue", "2026-06-30"))], []),
        ["prevention-campaign"] = ([Story.With("nobody to call").Deciding("review", "done", ("revisitNeeded", 0)), Story.With("some to call").Deciding("review", "done", ("revisitNeeded", 3))], []),
        ["customer-survey"] = ([Story.With("answered").Raising("answered", 0.5), Story.With("no answer")], []),
        ["review-meeting"] = (
            [Story.With("fine").Deciding("meeting", "held", ("reviewActionNeeded", false)), Story.With("to mend").Deciding("meeting", "held", ("reviewActionNeeded", true))], []),
        ["lessons-loop"] = ([Story.With("once"), Story.With("often").Deciding("sort", "sorted", ("sameCauseCount", 4))], []),
    };

    private static IEnumerable<(string Field, JsonNode? Value)> Scores(int score) =>
        new[] { "scorePreSale", "scoreApplication", "scorePolicyService", "scoreClaimService", "scoreComplaintService", "scoreValueAdded" }.Select(field => (field, (JsonNode?)score));

    private static JsonArray Callbacks() => [new JsonObject { ["name"] = "李华", ["phone"] = "13800138000" }, new JsonObject { ["name"] = "张敏", ["phone"] = "13900139000" }];

    private static JsonArray Findings() => [new JsonObject { ["finding"] = "缺少回执", ["basis"] = "内控要求", ["ownerId"] = "stand-in-agent-1", ["due"] = "2026-06-30" }, new JsonObject { ["finding"] = "录音缺失", ["basis"] = "内控要求", ["ownerId"] = "stand-in-agent-1", ["due"] = "2026-07-31" }];

    private static JsonArray Actions() => [Action("进度短信"), Action("专人回电")];

    private static JsonObject Action(string what) => new()
    {
        ["action"] = what, ["metric"] = "得分", ["baseline"] = "60", ["target"] = "70", ["relevance"] = "直接相关", ["ownerDept"] = "客服部", ["ownerId"] = "stand-in-agent-1", ["due"] = "2026-06-30",
    };

    private static JsonArray Measures() => [new JsonObject { ["what"] = "双人复核", ["ownerId"] = "stand-in-agent-1", ["due"] = "2026-06-30" }, new JsonObject { ["what"] = "权限收紧", ["ownerId"] = "stand-in-agent-1", ["due"] = "2026-07-31" }];
}
