using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Demo;

/// <summary>Accident reports of today, each waiting at another step, one with a complaint beside it, and a matter of each kind that follows a complaint.</summary>
internal sealed class DemoHotline(CaseDesk desk, CaseQueries queries, DemoCast cast, DemoClock clock)
{
    private string Now => clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Opens the cases and works each as far as it is told. Returns how many were opened here; the linked ones follow on their own.</summary>
    public async Task<int> TellAsync()
    {
        await ReportAsync("刘女士", "individual", "2 号线地铁口等红灯时被追尾，后保险杠与尾灯受损。", loss: 2600, hasPhotos: true);
        var fleet = await ReportAsync("迅达物流有限公司", "corporate", "厢式货车右转时与电动自行车相撞，两人受伤，已报警。", loss: 60000, injured: 2);
        await CompleteAsync(fleet, "register", StaffRoles.Agent, "registered", new() { ["coverageCheck"] = "in_force", ["claimsId"] = cast.Of(StaffRoles.Claims).Id });
        await CompleteAsync(fleet, "dispatch", StaffRoles.Agent, "dispatched", new() { ["surveyorId"] = cast.Of(StaffRoles.Surveyor).Id });
        var assessed = await ReportAsync("张先生", "individual", "地下车库倒车刮擦立柱，左后门凹陷。", loss: 3800, hasPhotos: true);
        await SurveyAsync(assessed);
        Must(await desk.RaiseEventAsync(assessed, "complaint", new()
        {
            ["complaintTime"] = Now,
            ["complainedStage"] = "attitude",
            ["complaintContent"] = "查勘员通话中态度生硬，没有说明定损依据。",
            ["complaintDemand"] = "更换查勘员并说明定损依据",
        }, cast.Agent(0)), "complaint");
        await FollowAsync();
        return 7;
    }

    /// <summary>What a complaint may lead to: review, mediation, a transfer from the regulator, a group.</summary>
    private async Task FollowAsync()
    {
        Must(await desk.OpenAsync("complaint-review", new()
        {
            ["reviewRequestedAt"] = Now,
            ["customerName"] = "陈志远",
            ["contactPhone"] = "13900020001",
            ["contactAddress"] = "北京市海淀区知春路6号",
            ["content"] = "住院医疗险拒赔既往症，认为未如实告知的认定不成立。",
            ["reviewGrounds"] = "体检报告未显示异常，处理决定未说明认定依据。",
        }, cast.Agent(0)), "review");
        Must(await desk.OpenAsync("mediation", new()
        {
            ["mediationAppliedAt"] = Now,
            ["customerName"] = "黄秀兰",
            ["contactPhone"] = "13900020002",
            ["mediationMatter"] = "车辆贬值损失是否应当赔付。",
            ["handlerId"] = cast.Handler(0).Id,
        }, cast.Handler(0).ToActor()), "mediation");
        Must(await desk.OpenAsync("regulator-transfer", new()
        {
            ["transferReceivedAt"] = Now,
            ["transferNo"] = "沪金监转〔2026〕118号",
            ["regulator"] = "上海金融监管局",
            ["customerName"] = "林国华",
            ["contactPhone"] = "13900020003",
            ["productLine"] = "life",
            ["content"] = "银行柜面销售分红险时未说明犹豫期与退保损失。",
        }, cast.Of(StaffRoles.Compliance)), "transfer");
        Must(await desk.OpenAsync("group-complaint", new()
        {
            ["complaintTime"] = Now,
            ["channel"] = "visit",
            ["customerName"] = "某小区团购意外险业主",
            ["contactPhone"] = "13900020004",
            ["personsAffected"] = 23,
            ["productLine"] = "accident",
            ["content"] = "团购意外险续保时保障范围缩小，未事先告知。",
            ["customerDemand"] = "恢复原保障范围或者全额退费",
            ["category"] = "clause_dispute",
            ["toldNextSteps"] = true,
        }, cast.Agent(1)), "group");
    }

    private async Task<string> ReportAsync(string customer, string segment, string content, decimal loss, int injured = 0, bool hasPhotos = false)
    {
        var fields = new JsonObject
        {
            ["callAt"] = Now,
            ["channel"] = "phone",
            ["waitSeconds"] = 9,
            ["callerName"] = customer,
            ["callerRelation"] = segment == "corporate" ? "driver" : "self",
            ["contactPhone"] = segment == "corporate" ? "13900030001" : hasPhotos && loss > 3000 ? "13900030002" : "13900030003",
            ["comforted"] = true,
            ["customerName"] = customer,
            ["customerSegment"] = segment,
            ["productLine"] = "motor",
            ["branch"] = "上海分公司",
            ["accidentAt"] = Now,
            ["accidentPlace"] = "上海市浦东新区",
            ["accidentType"] = "collision",
            ["content"] = content,
            ["injurySeverity"] = injured > 0 ? "light" : "none",
            ["estimatedLoss"] = loss,
            ["photosAvailable"] = hasPhotos,
            ["toldNextSteps"] = true,
        };
        if (injured > 0)
        {
            fields["injuredCount"] = injured;
        }

        if (segment == "corporate")
        {
            fields["accountClaimManagerId"] = cast.Of(StaffRoles.AccountClaimManager).Id;
        }

        return Must(await desk.OpenAsync("hotline-report", fields, cast.Agent(0)), "report").Id;
    }

    private async Task SurveyAsync(string caseId)
    {
        await CompleteAsync(caseId, "register", StaffRoles.Agent, "registered", new() { ["coverageCheck"] = "in_force", ["claimsId"] = cast.Of(StaffRoles.Claims).Id });
        await CompleteAsync(caseId, "docList", StaffRoles.Agent, "told", new() { ["requiredDocs"] = new JsonArray("claim_form", "driving_licence", "repair_quote", "bank_card"), ["docsToldAt"] = Now });
        await CompleteAsync(caseId, "dispatch", StaffRoles.Agent, "dispatched", new() { ["surveyorId"] = cast.Of(StaffRoles.Surveyor).Id });
        await CompleteAsync(caseId, "contact", StaffRoles.Surveyor, "contacted", new() { ["surveyContactAt"] = Now, ["surveyContactNote"] = "已指导客户拍摄受损部位。" });
        await CompleteAsync(caseId, "remote", StaffRoles.Surveyor, "surveyed", new() { ["findings"] = "左后门凹陷，单方责任。", ["surveyLoss"] = 3800, ["liabilityPercent"] = 100 });
        await CompleteAsync(caseId, "loss", StaffRoles.Surveyor, "assessed", new() { ["lossAmount"] = 3650, ["liabilityBasis"] = "单方事故。" });
        await CompleteAsync(caseId, "filing", StaffRoles.Claims, "filed", new() { ["claimNo"] = "CL2026310000365", ["filedTime"] = Now, ["reserve"] = 4000 });
        await CompleteAsync(caseId, "documents", StaffRoles.Agent, "received", new() { ["documentsReceivedAt"] = Now });
        await CompleteAsync(caseId, "checkDocs", StaffRoles.Claims, "checked", new()
        {
            ["claimDocs"] = new JsonArray(new JsonObject { ["doc"] = "claim_form", ["result"] = "ok" }, new JsonObject { ["doc"] = "repair_quote", ["result"] = "ok" }),
            ["claimComplexity"] = "simple",
        });
    }

    private async Task CompleteAsync(string caseId, string step, string role, string outcome, JsonObject fields)
    {
        var actor = cast.Of(role);
        var view = await queries.CaseAsync(caseId, actor) ?? throw new InvalidOperationException($"The demo case {caseId} is not there.");
        var task = view.Tasks.First(task => task.ActivityId == step && task.Status == CaseTaskStatus.Open);
        Must(await desk.CompleteAsync(task.Id, outcome, fields, actor, task.Version), step);
    }

    /// <summary>A demo story is ours, so a refusal is a mistake in it and not the user's.</summary>
    private static CaseView Must(CommandResult<CaseView> result, string what) => result.IsOk
        ? result.Value
        : throw new InvalidOperationException($"Demo accident report, {what}: {result.Refusal.Code} {string.Join("; ", result.Refusal.Fields.Select(fault => $"{fault.Field}: {fault.Code}"))}");
}
