using System.Globalization;
using System.Text.Json.Nodes;

namespace WorkflowHost.Journeys;

/// <summary>
/// One complaint that goes well, from the call to closing: a customer whose motor claim was settled too slowly. Says for
/// each form of the complaint SOP which outcome is picked and what is filled in.
/// </summary>
internal static class ComplaintStory
{
    public const string DefinitionId = "complaint";

    private static readonly TimeSpan _china = TimeSpan.FromHours(8);

    /// <summary>The opening form.</summary>
    /// <param name="receivedAt">When the complaint reached the company; its deadlines count from here.</param>
    /// <param name="token">Makes the case recognisable: it ends its content and its policy number.</param>
    public static JsonObject Opening(DateTimeOffset receivedAt, string token) => new()
    {
        ["complaintTime"] = Instant(receivedAt),
        ["channel"] = "phone",
        ["customerName"] = "张晓明",
        ["customerType"] = "individual",
        ["contactPhone"] = "13812345678",
        ["complainantRelation"] = "self",
        ["identityChecked"] = true,
        ["productLine"] = "motor",
        ["policyNo"] = $"PDAA2026{token}",
        ["claimNo"] = "RDAA2026310000012345",
        ["content"] = $"客户称车辆出险后已提交全部理赔材料，三周仍未收到赔款，多次询问均答复「正在审核」，要求说明原因并尽快赔付。编号 {token}",
        ["amountInDispute"] = 6800,
        ["initialJudgement"] = "investigate",
        ["skillChecklist"] = new JsonArray("listened", "empathised", "restated"),
        ["toldNextSteps"] = true,
    };

    /// <summary>The decision on a task.</summary>
    /// <param name="form">The task's form.</param>
    /// <param name="staffId">Who handles the complaint.</param>
    /// <exception cref="InvalidOperationException">The story has no such form: the case left the path that goes well.</exception>
    public static (string Outcome, JsonObject Fields) Decide(string form, string staffId, DateTimeOffset now) => form switch
    {
        "complaint-open" => ("accepted", []),
        "complaint-register" => ("registered", Registration(staffId)),
        "complaint-analysis" => ("analysed", Analysis()),
        "complaint-solution" => ("agreed", Solution(now)),
        "complaint-authority-approval" => ("approved", new() { ["approvalComment"] = "同意按方案处理。" }),
        "complaint-execution" => ("executed", Execution(now)),
        "complaint-told" => ("accepted", Feedback(now)),
        "complaint-closing" => ("closed", Closing()),
        _ => throw new InvalidOperationException($"A complaint that goes well has no form '{form}'."),
    };

    private static JsonObject Registration(string staffId) => new()
    {
        ["category"] = "claim_dispute",
        ["customerDemand"] = "说明未付原因，尽快支付赔款。",
        ["cause"] = "理赔审核超出承诺时间，且未主动告知进展。",
        ["branch"] = "上海分公司",
        ["registrarStaffNo"] = "A1001",
        ["handlerId"] = staffId,
        ["conflictChecked"] = true,
    };

    private static JsonObject Analysis() => new()
    {
        ["verifiedDemand"] = "说明未付原因，尽快支付赔款。",
        ["dissatisfaction"] = 3,
        ["companyFault"] = "yes",
        ["companyFaultAreas"] = new JsonArray("claims", "process"),
        ["externalFactors"] = new JsonArray("none"),
        ["verifiedFacts"] = "理赔系统记录：材料齐全后第二天进入复核队列，复核岗休假未转交，滞留十六天。",
        ["rootCause"] = "claim_process",
        ["rootCauseText"] = "复核岗休假期间无人代班，系统未提示滞留。",
        ["factsClear"] = true,
        ["complexity"] = "simple",
    };

    private static JsonObject Solution(DateTimeOffset now) => new()
    {
        ["options"] = new JsonArray(new JsonObject { ["text"] = "立即完成复核并付款，致歉", ["cost"] = 200, ["authority"] = "handler" }),
        ["chosenOption"] = "立即完成复核并付款，电话致歉，赠送一次免费道路救援。",
        ["remedyTypes"] = new JsonArray("explain", "extra_service"),
        ["steps"] = new JsonArray(new JsonObject { ["action"] = "完成复核并付款", ["owner"] = "理赔部", ["due"] = Day(now.AddDays(1)) }),
        ["feasibility"] = "high",
        ["customerAgreed"] = "yes",
        ["agreedAt"] = Instant(now),
        ["agreedChannel"] = "phone",
    };

    private static JsonObject Execution(DateTimeOffset now) => new()
    {
        ["tasks"] = new JsonArray(new JsonObject { ["owner"] = "理赔部", ["action"] = "完成复核并付款", ["due"] = Day(now.AddDays(1)), ["status"] = "done" }),
        ["executedAt"] = Instant(now),
        ["progressLog"] = "复核完成，赔款已转账；已电话告知客户到账时间。",
        ["effect"] = "solved",
    };

    private static JsonObject Feedback(DateTimeOffset now) => new()
    {
        ["resultText"] = "经核查，您的赔案因我司复核岗位交接不到位滞留，赔款现已支付。依据保险合同约定，我司向您致歉。如不认可，可在三十日内申请核查，或申请调解、仲裁、诉讼。",
        ["deliveryConfirmed"] = true,
        ["deliveredAt"] = Instant(now),
        ["deliveryMode"] = "phone",
        ["remediesNotified"] = true,
        ["remediesTold"] = new JsonArray("review", "mediation", "arbitration", "litigation"),
        ["customerRating"] = 5,
        ["problemSolved"] = true,
        ["customerComment"] = "处理很快，谢谢。",
    };

    private static JsonObject Closing() => new()
    {
        ["closeType"] = "satisfied",
        ["infoConfirmed"] = true,
        ["lessons"] = "复核岗休假须指定代班人；滞留超过两天由系统提醒主管。",
    };

    private static string Instant(DateTimeOffset at) => at.ToOffset(_china).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.ToOffset(_china).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
