using System.Globalization;
using System.Text.Json.Nodes;

namespace WorkflowHost.Demo;

/// <summary>Fills the complaint SOP's forms as the people of the demo would.</summary>
internal static class DemoForms
{
    private const string Instant = "yyyy-MM-ddTHH:mm:sszzz";

    public static JsonObject Open(DemoComplaint complaint, int number, DateTimeOffset now)
    {
        var fields = new JsonObject
        {
            ["complaintTime"] = Text(now),
            ["channel"] = complaint.Channel,
            ["customerName"] = complaint.Customer,
            ["contactPhone"] = Phone(number),
            ["contactAddress"] = "上海市浦东新区张杨路 " + (100 + number) + " 号",
            ["complainantRelation"] = "self",
            ["identityChecked"] = true,
            ["productLine"] = complaint.ProductLine,
            ["policyNo"] = PolicyNo(number),
            ["content"] = complaint.Content,
            ["initialJudgement"] = complaint.Signals is { Count: > 0 } ? "urgent" : complaint.Amount > 5000 ? "investigate" : "simple",
            ["skillChecklist"] = new JsonArray("listened", "empathised", "restated"),
            ["toldNextSteps"] = true,
        };
        if (complaint.Channel == "email")
        {
            fields["contactEmail"] = $"customer{number}@example.com";
        }

        if (complaint.Amount > 0)
        {
            fields["amountInDispute"] = complaint.Amount;
        }

        AddList(fields, "customerTraits", complaint.Traits);
        AddList(fields, "riskSignals", complaint.Signals);
        return fields;
    }

    public static string Phone(int number) => string.Create(CultureInfo.InvariantCulture, $"138001{number:00000}");

    public static string PolicyNo(int number) => string.Create(CultureInfo.InvariantCulture, $"PDAA2026310100{number:000000}");

    public static JsonObject Contacted(DateTimeOffset now) => new()
    {
        ["contactedAt"] = Text(now),
        ["contactMode"] = "phone",
        ["contactSummary"] = "已致电客户，说明承办人、处理流程和预计答复时间。",
    };

    public static JsonObject Register(DemoComplaint complaint, string branch, string registrarNo, string handlerId) => new()
    {
        ["category"] = complaint.Category,
        ["customerDemand"] = complaint.Demand,
        ["cause"] = "客户陈述：" + complaint.Content,
        ["branch"] = branch,
        ["registrarStaffNo"] = registrarNo,
        ["handlerId"] = handlerId,
        ["conflictChecked"] = true,
    };

    public static JsonObject Supplement() => new() { ["supplementItems"] = "1. 银行卡复印件；2. 退保申请书签字页" };

    public static JsonObject NotAccepted() => new()
    {
        ["notAcceptedReason"] = "other_company",
        ["notAcceptedText"] = "该保单由其他保险公司承保，已告知客户联系方式。",
    };

    public static JsonObject Merge(string into) => new() { ["mergeInto"] = into };

    public static JsonObject Analysis(DemoComplaint complaint, bool isComplex)
    {
        var fields = new JsonObject
        {
            ["verifiedDemand"] = complaint.Demand,
            ["dissatisfaction"] = complaint.Signals is { Count: > 0 } ? 5 : 3,
            ["companyFault"] = complaint.Category is "fraud" or "other" ? "no" : "partly",
            ["externalFactors"] = new JsonArray("none"),
            ["verifiedFacts"] = "经调取系统记录与通话录音，客户反映的主要经过属实。",
            ["rootCause"] = RootCause(complaint.Category),
            ["rootCauseText"] = complaint.Lesson,
            ["factsClear"] = !isComplex,
            ["complexity"] = isComplex ? "complex" : "simple",
        };
        if (complaint.Category is not ("fraud" or "other"))
        {
            fields["companyFaultAreas"] = new JsonArray(complaint.Category is "claim_dispute" ? "claims" : complaint.Category is "mis_selling" ? "sales" : "process");
        }

        if (isComplex)
        {
            fields["complexityReason"] = "需调取第三方资料并核实，十五日内难以办结。";
        }

        return fields;
    }

    public static JsonObject Solution(DemoComplaint complaint, string handler, DateTimeOffset now, string agreed)
    {
        var remedies = complaint.Category == "surrender" ? new JsonArray("explain", "surrender")
            : complaint.Amount > 0 ? new JsonArray("explain", "compensate")
            : new JsonArray("explain", "correct");
        var fields = new JsonObject
        {
            ["options"] = new JsonArray(
                new JsonObject { ["text"] = complaint.Remedy, ["cost"] = complaint.Amount },
                new JsonObject { ["text"] = "书面解释条款依据" }),
            ["chosenOption"] = complaint.Remedy,
            ["remedyTypes"] = remedies,
            ["steps"] = new JsonArray(new JsonObject { ["action"] = complaint.Remedy, ["owner"] = handler, ["due"] = Date(now.AddDays(3)) }),
            ["feasibility"] = complaint.Amount > 50_000 ? "medium" : "high",
            ["customerAgreed"] = agreed,
            ["agreedAt"] = Text(now),
            ["agreedChannel"] = "phone",
        };
        if (complaint.Amount > 0 || complaint.Category == "surrender")
        {
            fields["remedyAmount"] = complaint.Amount;
        }

        if (agreed == "no")
        {
            fields["disagreementReason"] = "客户认为方案未回应其主要诉求。";
        }

        return fields;
    }

    /// <summary>No agreement on the solution, and the customer has just agreed to mediation.</summary>
    public static JsonObject Mediation(DemoComplaint complaint, string handler, DateTimeOffset now)
    {
        var fields = Solution(complaint, handler, now, "no");
        fields["mediationConsentAt"] = Text(now);
        return fields;
    }

    public static JsonObject Approval() => new() { ["approvalComment"] = "同意，按方案执行并做好客户解释。" };

    public static JsonObject Execution(DemoComplaint complaint, string handler, DateTimeOffset now) => new()
    {
        ["tasks"] = new JsonArray(new JsonObject { ["owner"] = handler, ["action"] = complaint.Remedy, ["due"] = Date(now), ["status"] = "done" }),
        ["executedAt"] = Text(now),
        ["progressLog"] = "方案已落实，过程中两次电话向客户通报进展。",
        ["effect"] = "solved",
    };

    public static JsonObject Feedback(DemoComplaint complaint, DateTimeOffset now, int rating, bool isSolved) => new()
    {
        ["resultText"] = complaint.Remedy + "。",
        ["deliveryConfirmed"] = true,
        ["deliveredAt"] = Text(now),
        ["deliveryMode"] = "phone",
        ["remediesNotified"] = true,
        ["remediesTold"] = new JsonArray("review", "mediation", "arbitration", "litigation"),
        ["customerRating"] = rating,
        ["problemSolved"] = isSolved,
        ["customerComment"] = rating >= 4 ? "处理及时，态度很好。" : "结果可以接受，但等得太久。",
    };

    public static JsonObject Closing(DemoComplaint complaint, string closeType)
    {
        var fields = new JsonObject { ["closeType"] = closeType, ["infoConfirmed"] = true, ["lessons"] = complaint.Lesson + "。" };
        if (closeType == "unresolved")
        {
            fields["closeReason"] = "客户坚持超出合同约定的赔付，已三次协商并告知救济途径。";
        }

        return fields;
    }

    public static JsonObject ExtensionRequest() => new()
    {
        ["extensionRule"] = "special",
        ["extensionReason"] = "须等待医疗机构出具补充说明，非公司原因。",
        ["extensionPlan"] = "取得说明后五个工作日内作出处理决定。",
    };

    public static JsonObject ExtensionApproved() => new() { ["extensionComment"] = "理由充分，同意延期。", ["extensionNoticeConfirmed"] = true };

    public static JsonObject Appraisal(DateTimeOffset now) => new()
    {
        ["appraisalKind"] = "appraisal",
        ["appraisalBody"] = "上海市第三方司法鉴定中心",
        ["appraisalSubject"] = "争议事项的专业鉴定",
        ["appraisalExpectedEnd"] = Date(now.AddDays(20)),
        ["appraisalCustomerTold"] = true,
    };

    public static JsonObject NewFacts(DateTimeOffset now) => new() { ["newFactsAt"] = Text(now), ["newFacts"] = "客户补充提交了监控录像和现场照片。" };

    public static JsonObject Withdraw(DateTimeOffset now) => new()
    {
        ["withdrawnAt"] = Text(now),
        ["withdrawChannel"] = "phone",
        ["withdrawReason"] = "与业务人员沟通后已谅解。",
        ["withdrawIdentityChecked"] = true,
    };

    public static JsonObject ReviewRequest(DateTimeOffset now) => new() { ["reviewRequestedAt"] = Text(now), ["reviewGrounds"] = "对处理决定依据的条款解释有异议，请求上级机构核查。" };

    /// <param name="policyId">The elderly are warned of fraud by the script for them.</param>
    public static JsonObject RevisitAnswers(int rating, string policyId)
    {
        var answers = new JsonObject
        {
            ["identityVerified"] = true,
            ["convenient"] = "yes",
            ["receivedResult"] = "yes",
            ["commitmentsKept"] = "yes",
            ["solved"] = "yes",
            ["handlerAttitude"] = rating,
            ["rating"] = rating,
            ["nps"] = rating * 2,
        };
        if (policyId == "post-complaint-elderly")
        {
            answers["fraudWarned"] = true;
        }

        return answers;
    }

    private static void AddList(JsonObject fields, string name, IReadOnlyList<string>? values)
    {
        if (values is { Count: > 0 })
        {
            fields[name] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }
    }

    private static string RootCause(string category) => category switch
    {
        "claim_dispute" => "claim_process",
        "mis_selling" => "sales_conduct",
        "privacy" => "system",
        "clause_dispute" => "product_design",
        "fraud" => "partner",
        _ => "communication",
    };

    private static string Text(DateTimeOffset instant) => instant.ToString(Instant, CultureInfo.InvariantCulture);

    private static string Date(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
