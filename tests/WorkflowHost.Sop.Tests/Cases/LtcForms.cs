using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Well-filled forms of the long-term-care SOP; a test changes what it is about. Times are China's, without an offset.</summary>
internal static class LtcForms
{
    private static readonly string[] Adl = ["eating", "dressing", "washing", "bowels", "bladder", "toilet", "walking", "transfer", "stairs", "bathing"];
    private static readonly string[] Cognition = ["orientationTime", "orientationPerson", "orientationPlace", "memory"];
    private static readonly string[] Senses = ["vision", "hearing", "communication"];

    public static JsonObject Open(string applicationAt) => new()
    {
        ["purpose"] = "application",
        ["channel"] = "mini_program",
        ["customerName"] = "周桂兰",
        ["idNumber"] = "310101194803021234",
        ["age"] = 78,
        ["contactPhone"] = "13800138000",
        ["branch"] = "上海分公司",
        ["applicationAt"] = applicationAt,
        ["applicantRelation"] = "guardian",
        ["applicantName"] = "李建国",
        ["contactAddress"] = "上海市徐汇区宛平南路1号",
        ["insuredStatus"] = "insured",
        ["policyNo"] = "LTC202401010000001",
        ["policyStartDate"] = "2024-01-01",
        ["locality"] = "standard",
        ["disabledSince"] = "2025-12-01",
        ["diagnosis"] = "脑梗死后遗症",
        ["selfAssessment"] = "severe",
        ["preferredCare"] = "home",
        ["consentSensitive"] = true,
        ["applicationRating"] = 5,
    };

    public static JsonObject Inquiry() => new()
    {
        ["purpose"] = "inquiry",
        ["channel"] = "bot",
        ["customerName"] = "周桂兰",
        ["contactPhone"] = "13800138000",
        ["inquiryTopic"] = "process",
        ["inquiryText"] = "申请需要哪些材料，多久有结果？",
        ["handoverToHuman"] = true,
    };

    public static JsonObject Guidance(bool isReached = true)
    {
        var fields = new JsonObject { ["answerText"] = "已说明申请材料、步骤与预计时间。" };
        if (isReached)
        {
            fields["toldNextSteps"] = true;
            fields["guidanceRating"] = 5;
        }

        return fields;
    }

    /// <summary>The application as a form of its own: what the opening form asks of an applicant.</summary>
    public static JsonObject Application(string applicationAt)
    {
        var fields = Open(applicationAt);
        foreach (var name in new[] { "purpose", "channel", "customerName", "idNumber", "age", "contactPhone", "branch" })
        {
            fields.Remove(name);
        }

        return fields;
    }

    /// <param name="missing">Codes of documents that aren't there.</param>
    public static JsonObject Documents(params string[] missing) => new()
    {
        ["docChecks"] = new JsonArray([.. new[] { "application_form", "id_card", "diagnosis", "medical_record" }
            .Union(missing, StringComparer.Ordinal)
            .Select(doc => (JsonNode)new JsonObject { ["doc"] = doc, ["result"] = missing.Contains(doc) ? "missing" : "ok", ["confidence"] = 98 })]),
    };

    public static JsonObject Received(string at) => new() { ["documentsReceivedAt"] = at, ["receivedNote"] = "已补齐" };

    public static JsonObject Accepted(string coordinatorId = "coordinator-1") => new() { ["coordinatorId"] = coordinatorId, ["toldExpectedTime"] = true };

    public static JsonObject Rejected() => new()
    {
        ["rejectReason"] = "not_insured",
        ["rejectBasis"] = "保单已于2024年失效，未办理复效。",
        ["independentOfModel"] = true,
    };

    public static JsonObject Approval() => new() { ["approvalComment"] = "情况属实，同意。" };

    public static JsonObject Arrange(string at, string first = "assessor-1", string second = "assessor-2") => new()
    {
        ["assessmentPlannedAt"] = at,
        ["assessmentPlace"] = "上海市徐汇区宛平南路1号",
        ["assessInstitution"] = "申康评估中心",
        ["assessor1Id"] = first,
        ["assessor2Id"] = second,
        ["expertAmong"] = "assessor1",
        ["guardianInvited"] = true,
    };

    public static JsonObject Visited(string at) => new() { ["visitedAt"] = at, ["guardianPresent"] = true, ["assessmentRating"] = 4 };

    /// <summary>A scale whose sub-totals are these; each must be one that the items can add up to.</summary>
    public static JsonObject Scale(int adl = 35, int cognition = 6, int sensory = 9)
    {
        var fields = new JsonObject { ["assessorOpinion"] = "与现场观察一致。" };
        Fill(fields, Adl, adl, item => item is "walking" or "transfer" ? 15 : item is "washing" or "bathing" ? 5 : 10, 5);
        Fill(fields, Cognition, cognition, _ => 4, 1);
        Fill(fields, Senses, sensory, _ => 4, 1);
        return fields;
    }

    public static JsonObject Published(string at) => new() { ["publicityFrom"] = at, ["publicityPlace"] = "官网公示栏", ["publicityMasked"] = true };

    public static JsonObject Delivered(string at) => new()
    {
        ["conclusionNo"] = "PG2026-0001",
        ["conclusionDeliveredAt"] = at,
        ["conclusionDeliveryMode"] = "in_person",
        ["objectionTold"] = true,
    };

    public static JsonObject Liable(string at) => new()
    {
        ["claimNo"] = "PA2026001",
        ["determination"] = "full",
        ["determinedAt"] = at,
        ["benefitAmount"] = 3000,
        ["benefitBasis"] = "重度失能Ⅰ级，居家护理，按合同约定给付。",
    };

    public static JsonObject NotLiable(string at) => new()
    {
        ["claimNo"] = "PA2026001",
        ["determination"] = "none",
        ["determinedAt"] = at,
        ["refusalReason"] = "未达到合同约定的失能等级。",
        ["refusalIndependent"] = true,
    };

    public static JsonObject Agreed(string at) => new() { ["agreementAt"] = at, ["agreementChannel"] = "in_person" };

    public static JsonObject Paid(string at) => new() { ["paidAt"] = at, ["paidAmount"] = 3000, ["claimRating"] = 5 };

    public static JsonObject RefusalSent(string at) => new() { ["refusalSentAt"] = at, ["refusalMode"] = "letter", ["refusalRemediesTold"] = true };

    public static JsonObject CarePlan(string careStartAt, string plan = "ltc-care") => new()
    {
        ["careForm"] = "home",
        ["careProvider"] = "康宁护理站",
        ["careItems"] = new JsonArray(new JsonObject { ["item"] = "协助沐浴", ["frequency"] = "每周两次" }),
        ["careStartAt"] = careStartAt,
        ["revisitPlanId"] = plan,
    };

    public static JsonObject CareAnswers(string condition = "same", string careReceived = "yes", int rating = 5)
    {
        var answers = new JsonObject { ["identityVerified"] = true, ["conditionChange"] = condition };
        if (condition != "same")
        {
            answers["conditionNote"] = "家属告知情况有变。";
        }

        if (condition != "died")
        {
            answers["careReceived"] = careReceived;
            answers["caregiverPunctual"] = "yes";
            answers["rating"] = rating;
        }

        return answers;
    }

    public static JsonObject Objection(string at, string by = "applicant") => new() { ["objectionAt"] = at, ["objector"] = by, ["objectionGrounds"] = "认为评定等级偏低。" };

    public static JsonObject ReassessArrange(string at, string institution = "华东评估中心", string first = "assessor-4", string second = "assessor-5") => new()
    {
        ["reassessPlannedAt"] = at,
        ["reassessInstitution"] = institution,
        ["reassessor1Id"] = first,
        ["reassessor2Id"] = second,
    };

    public static JsonObject Redelivered(string at) => new() { ["reassessConclusionNo"] = "FP2026-0001", ["reassessDeliveredAt"] = at, ["reassessDeliveryMode"] = "letter" };

    public static JsonObject Note(string field) => new() { [field] = "已核实。" };

    private static void Fill(JsonObject fields, IEnumerable<string> items, int total, Func<string, int> most, int step)
    {
        foreach (var item in items)
        {
            var score = Math.Min(most(item), total / step * step);
            fields[item] = score.ToString(System.Globalization.CultureInfo.InvariantCulture);
            total -= score;
        }

        Assert.Equal(0, total);
    }

    public static JsonObject Died() => new()
    {
        ["diedOn"] = "2026-08-09",
        ["heirName"] = "李强",
        ["heirPhone"] = "13900139000",
        ["deathNote"] = "家属来电告知。",
    };
}
