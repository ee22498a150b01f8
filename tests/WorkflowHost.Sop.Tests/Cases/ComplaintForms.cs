using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Tests.Cases;

/// <summary>Well-filled forms of the complaint SOP; a test changes what it is about.</summary>
internal static class ComplaintForms
{
    public static JsonObject Open(string complaintTime, string channel = "phone") => new()
    {
        ["complaintTime"] = complaintTime + "+08:00",
        ["channel"] = channel,
        ["customerName"] = "李华",
        ["contactPhone"] = "13800138000",
        ["contactAddress"] = "上海市浦东新区张杨路1号",
        ["complainantRelation"] = "self",
        ["identityChecked"] = true,
        ["productLine"] = "motor",
        ["policyNo"] = "PDAA202631010000001234",
        ["content"] = "三次来电询问赔款支付进度，均无人答复。",
        ["repeatCaller"] = true,
        ["initialJudgement"] = "simple",
        ["toldNextSteps"] = true,
    };

    public static JsonObject Register(string handlerId = "handler-1", string category = "service_quality") => new()
    {
        ["category"] = category,
        ["customerDemand"] = "尽快支付赔款并道歉",
        ["branch"] = "上海分公司",
        ["registrarStaffNo"] = "A1023",
        ["handlerId"] = handlerId,
        ["conflictChecked"] = true,
    };

    public static JsonObject Analysis(string complexity = "simple")
    {
        var fields = new JsonObject
        {
            ["verifiedDemand"] = "赔款已付，要求书面道歉",
            ["dissatisfaction"] = 4,
            ["companyFault"] = "yes",
            ["companyFaultAreas"] = new JsonArray("process"),
            ["externalFactors"] = new JsonArray("none"),
            ["verifiedFacts"] = "三次来电均有录音，未按约回电。",
            ["rootCause"] = "communication",
            ["rootCauseText"] = "坐席未建立回电任务。",
            ["factsClear"] = true,
            ["complexity"] = complexity,
        };
        if (complexity != "simple")
        {
            fields["complexityReason"] = "须调取病历并由第三方鉴定";
        }

        return fields;
    }

    public static JsonObject Solution(string agreedAt, decimal amount = 0)
    {
        var fields = new JsonObject
        {
            ["options"] = new JsonArray(new JsonObject { ["text"] = "道歉并告知支付日期" }),
            ["chosenOption"] = "道歉并告知支付日期",
            ["remedyTypes"] = amount > 0 ? new JsonArray("explain", "compensate") : new JsonArray("explain"),
            ["steps"] = new JsonArray(new JsonObject { ["action"] = "电话道歉", ["owner"] = "王磊", ["due"] = agreedAt[..10] }),
            ["feasibility"] = "high",
            ["customerAgreed"] = "yes",
            ["agreedAt"] = agreedAt + "+08:00",
            ["agreedChannel"] = "phone",
        };
        if (amount > 0)
        {
            fields["remedyAmount"] = amount;
        }

        return fields;
    }

    /// <summary>The customer has just agreed to mediation.</summary>
    public static JsonObject Mediation(DateTimeOffset consentAt) => new()
    {
        ["chosenOption"] = "提请调解",
        ["mediationConsentAt"] = consentAt.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
    };

    public static JsonObject Execution(string executedAt) => new()
    {
        ["executedAt"] = executedAt + "+08:00",
        ["progressLog"] = "已电话道歉，赔款已支付。",
        ["effect"] = "solved",
    };

    public static JsonObject Feedback(string deliveredAt, int rating = 4) => new()
    {
        ["resultText"] = "赔款已支付，向客户致歉。",
        ["deliveryConfirmed"] = true,
        ["deliveredAt"] = deliveredAt + "+08:00",
        ["deliveryMode"] = "phone",
        ["remediesNotified"] = true,
        ["customerRating"] = rating,
        ["problemSolved"] = true,
    };

    public static JsonObject Closing(string closeType = "satisfied") => new()
    {
        ["closeType"] = closeType,
        ["infoConfirmed"] = true,
        ["lessons"] = "来电承诺须当场建立回电任务。",
    };
}
