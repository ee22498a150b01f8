using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Well-filled forms of the accident report and its complaint; a test changes what it is about. Times are China's, without an offset.</summary>
internal static class HotlineForms
{
    /// <summary>A van of a corporate fleet against an e-bike, two injured.</summary>
    public static JsonObject Report(string callAt, string accidentAt, string? accountManagerId = null)
    {
        var fields = new JsonObject
        {
            ["callAt"] = callAt,
            ["channel"] = "phone",
            ["waitSeconds"] = 12,
            ["callerName"] = "马师傅",
            ["callerRelation"] = "driver",
            ["contactPhone"] = "13900139000",
            ["contactAddress"] = "上海市闵行区申长路800号",
            ["emotion"] = "upset",
            ["comforted"] = true,
            ["customerName"] = "迅达物流有限公司",
            ["customerSegment"] = "corporate",
            ["productLine"] = "motor",
            ["policyNo"] = "PDAA202631010000888",
            ["plateNo"] = "沪A12345",
            ["accidentAt"] = accidentAt,
            ["accidentPlace"] = "上海市沪闵路与金都路口",
            ["accidentType"] = "collision",
            ["content"] = "厢式货车右转时与电动自行车相撞，骑车人与乘坐人受伤，已报警并叫救护车。",
            ["injurySeverity"] = "light",
            ["injuredCount"] = 2,
            ["thirdParties"] = true,
            ["policeReportNo"] = "沪公交2026100301",
            ["toldNextSteps"] = true,
        };
        if (accountManagerId is not null)
        {
            fields["accountClaimManagerId"] = accountManagerId;
        }

        return fields;
    }

    /// <summary>A scratch of a private car, photographed.</summary>
    public static JsonObject Scratch(string callAt)
    {
        var fields = Report(callAt, callAt);
        fields["customerName"] = "周先生";
        fields["customerSegment"] = "individual";
        fields["injurySeverity"] = "none";
        fields.Remove("injuredCount");
        fields["thirdParties"] = false;
        fields["photosAvailable"] = true;
        fields["estimatedLoss"] = 2000;
        return fields;
    }

    public static JsonObject Registered(string claimsId) => new() { ["coverageCheck"] = "in_force", ["claimsId"] = claimsId };

    public static JsonObject DocumentsTold(string at) => new() { ["requiredDocs"] = new JsonArray("claim_form", "driving_licence", "accident_certificate", "medical_record"), ["docsToldAt"] = at };

    public static JsonObject Dispatched(string surveyorId) => new() { ["surveyorId"] = surveyorId };

    public static JsonObject Contacted(string at) => new() { ["surveyContactAt"] = at, ["surveyContactNote"] = "已联系驾驶人，约定到达时间。" };

    public static JsonObject Surveyed(string at) => new() { ["arrivedAt"] = at, ["findings"] = "右转未让行，责任清楚。", ["surveyLoss"] = 18_000, ["liabilityPercent"] = 70 };

    public static JsonObject Assessed() => new() { ["lossAmount"] = 18_000, ["liabilityBasis"] = "道路交通事故认定书。" };

    public static JsonObject Filed(string at) => new() { ["claimNo"] = "CL2026100300001", ["filedTime"] = at, ["reserve"] = 20_000 };

    public static JsonObject Received(string at) => new() { ["documentsReceivedAt"] = at };

    public static JsonObject Checked(bool isComplex)
    {
        var fields = new JsonObject { ["claimDocs"] = new JsonArray(new JsonObject { ["doc"] = "claim_form", ["result"] = "ok" }), ["claimComplexity"] = isComplex ? "complex" : "simple" };
        if (isComplex)
        {
            fields["claimComplexReason"] = "涉及人伤，须等待伤者治疗终结。";
        }

        return fields;
    }

    public static JsonObject Liable(string at, decimal amount) => new() { ["determination"] = "full", ["determinedAt"] = at, ["payAmount"] = amount, ["claimBasis"] = "属于保险责任，依责任比例核定。" };

    public static JsonObject Agreed(string at) => new() { ["agreementAt"] = at, ["agreementChannel"] = "phone" };

    public static JsonObject Paid(string at, decimal amount) => new() { ["paidAt"] = at, ["paidAmount"] = amount };

    public static JsonObject CallbackAnswers(int rating) => new()
    {
        ["identityVerified"] = true,
        ["safeNow"] = "yes",
        ["surveyorReached"] = "yes",
        ["guidanceUseful"] = "yes",
        ["rating"] = rating,
    };

    public static JsonObject ClaimAnswers(int rating) => new()
    {
        ["identityVerified"] = true,
        ["moneyReceived"] = "yes",
        ["resultExplained"] = "yes",
        ["rating"] = rating,
    };

    public static JsonObject Complaint(string at) => new()
    {
        ["complaintTime"] = at,
        ["complainedStage"] = "survey",
        ["complaintContent"] = "查勘员态度生硬，到场比约定晚了一个小时。",
        ["complaintDemand"] = "说明原因并道歉",
    };
}
