using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Demo;

/// <summary>One case of today of every SOP around the daily work: revisits, fraud, satisfaction, performance, risk, compliance.</summary>
internal sealed class DemoOperations(CaseDesk desk, DemoCast cast, DemoClock clock)
{
    private DateTimeOffset Now => clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));

    private string Instant => Now.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Opens the cases. Returns how many there are.</summary>
    public async Task<int> TellAsync()
    {
        var cases = Cases().ToList();
        foreach (var (sop, role, fields) in cases)
        {
            var result = await desk.OpenAsync(sop, fields, cast.Of(role));
            if (!result.IsOk)
            {
                throw new InvalidOperationException($"Demo case of {sop}: {result.Refusal.Code} {string.Join("; ", result.Refusal.Fields.Select(fault => $"{fault.Field}: {fault.Code}"))}");
            }
        }

        return cases.Count;
    }

    private IEnumerable<(string Sop, string Role, JsonObject Fields)> Cases()
    {
        yield return ("new-policy-revisit", StaffRoles.Scheduler, Customer("朱丽华", "13900040001", new()
        {
            ["policyDeliveredAt"] = Instant, ["policyTermYears"] = 20, ["coolingOffDays"] = 15, ["paymentMode"] = "instalments", ["salespersonName"] = "高翔",
            ["productLine"] = "life", ["policyNo"] = "PLIF2026310000077",
        }));
        yield return ("customer-revisit", StaffRoles.Scheduler, Customer("罗建平", "13900040002", new() { ["revisitKind"] = "prevention", ["isRecurring"] = true, ["triggerAt"] = Instant }));
        yield return ("fraud-investigation", StaffRoles.Investigator, Customer("某修理厂关联客户", "13900040003", new()
        {
            ["content"] = "三个月内同一修理厂送修五次，照片拍摄时间早于报案时间。", ["repeatedRepairer"] = true, ["mediaMismatch"] = true, ["reportsLastYear"] = 5,
        }));
        yield return ("service-recovery", StaffRoles.Handler, Customer("梁晓燕", "13900040004", new() { ["recoveryTrigger"] = "low_rating", ["ratingBefore"] = 2, ["content"] = "回访评分 2 分，对等待时间不满。" }));
        yield return ("satisfaction-cycle", StaffRoles.Manager, new()
        {
            ["periodName"] = "上一季度", ["periodFrom"] = Date(Now.AddMonths(-3)), ["periodEnd"] = Date(Now.AddDays(-1)),
        });
        yield return ("performance-review", StaffRoles.TeamLead, new()
        {
            ["agentId"] = cast.Agent(0).Id, ["evaluatorId"] = cast.Of(StaffRoles.Manager).Id, ["periodName"] = "上月", ["periodKind"] = "month", ["periodEnd"] = Date(Now.AddDays(-1)),
        });
        yield return ("experience-monitoring", StaffRoles.Manager, new() { ["metricName"] = "connect_rate", ["direction"] = "below", ["threshold"] = 90, ["monitorRounds"] = 12 });
        yield return ("risk-assessment", StaffRoles.Compliance, new() { ["riskType"] = "leak", ["riskPath"] = "外包坐席可导出客户名单。" });
        yield return ("emergency-drill", StaffRoles.Manager, new() { ["drillEvent"] = "system_failure", ["drillPlannedAt"] = Now.AddDays(14).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture), ["rtoTarget"] = 30 });
        yield return ("compliance-cycle", StaffRoles.Compliance, new() { ["reviewScope"] = new JsonArray("pipl", "complaint_order"), ["periodName"] = "本季度" });
        yield return ("prevention-campaign", StaffRoles.Manager, new() { ["preventionSegment"] = "vehicle", ["preventionSeason"] = "winter", ["preventionGoal"] = "减少冬季路面结冰引发的单方事故。" });
        yield return ("lessons-loop", StaffRoles.Manager, new() { ["lessonText"] = "赔款支付节点未主动告知客户。", ["lessonCause"] = "communication" });
    }

    private static JsonObject Customer(string name, string phone, JsonObject fields)
    {
        fields["customerName"] = name;
        fields["contactPhone"] = phone;
        return fields;
    }

    private static string Date(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
