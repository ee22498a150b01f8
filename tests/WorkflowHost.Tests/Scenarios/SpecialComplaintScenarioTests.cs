using System.Net;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>Complaints that don't come one at a time or straight from the customer, through the public API: every timestamp counted by hand.</summary>
public sealed class SpecialComplaintScenarioTests
{
    /// <summary>Friday afternoon before a worked Sunday, with a date of the regulator's own just behind the Mid-Autumn holiday.</summary>
    [Fact]
    public async Task RegulatorTransfer_WithItsOwnDate_IsReportedByThatDate()
    {
        using var host = VirtualHost.At(At("2026-09-18T15:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("compliance", Transfer("2026-09-18T15:00:00", "2026-09-30"), "regulator-transfer");

        // Three business hours are left on Friday the 18th, and Sunday the 20th is worked.
        await office.AssertDueAsync("regulator-register", "2026-09-20T10:00:00");
        await office.AssertDueAsync("regulator-contact", "2026-09-18T19:00:00");
        await office.AssertDueAsync("regulator-report", "2026-09-30T23:59:59");
        await office.AdvanceToAsync("2026-09-18T16:30:00");
        await office.CompleteAsync("register", "compliance", "new", new() { ["contactedComplainantAt"] = "2026-09-18T16:00:00", ["toldNextSteps"] = true, ["identityChecked"] = true });
        await office.AdvanceToAsync("2026-09-18T16:31:00");
        var complaint = await LinkedAsync(office, "regulator-transfer");
        Assert.Equal("regulator", (string?)complaint["data"]!["channel"]);
        Assert.Equal(2, (int)complaint["summary"]!["severity"]!);

        await office.AdvanceToAsync("2026-09-25T08:59:59");
        Assert.DoesNotContain((await office.CaseAsync())["tasks"]!.AsArray(), task => (string?)task!["activityId"] == "draft");
        await office.AdvanceToAsync("2026-09-25T09:00:00");
        await office.AssertDueAsync("regulator-draft", "2026-09-29T18:00:00");
        Assert.Equal("open", (string?)(await LinkedAsync(office, "regulator-transfer"))["summary"]!["status"]);
    }

    /// <summary>Twenty-five people at the counter on the first day of the National Day holiday.</summary>
    [Fact]
    public async Task GroupOfTwentyFive_OnAHoliday_IsPlannedForAtOnceAndNamesAtMostFive()
    {
        using var host = VirtualHost.At(At("2026-10-01T10:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("lead", Group("2026-10-01T10:00:00", 25), "group-complaint");

        Assert.Equal(1, (int)(await office.CaseAsync())["summary"]!["severity"]!);
        await office.AssertDueAsync("first-contact-1h", "2026-10-01T11:00:00");
        await office.AssertDueAsync("group-plan", "2026-10-01T12:00:00");
        await office.AssertDueAsync("plan-wd1", "2026-10-08T18:00:00");
        await office.AssertDueAsync("complaint-statutory", "2026-10-16T23:59:59", "2026-10-16T18:00:00");
        await office.AssertDueAsync("group-representatives", "2026-10-08T18:00:00");
        Assert.Equal("manager", (string?)(await office.TaskAsync("plan"))["role"]);

        using var six = await office.TryCompleteAsync(await office.TaskAsync("representatives"), "lead", "confirmed", Representatives(office, 6));
        Assert.Equal("form.invalid", await six.CodeAsync());
        await office.CompleteAsync("representatives", "lead", "confirmed", Representatives(office, 5));
        Assert.Equal(office.IdOf("handler"), (string?)(await office.TaskAsync("verify"))["assigneeId"]);

        // A letter's complaint without an address opens its member's case all the same.
        await office.RaiseAsync("memberOpened", "agent", new() { ["memberName"] = "张三", ["memberPhone"] = "13700137000", ["memberContent"] = "扣款时间不同", ["memberTold"] = true });
        await office.AdvanceToAsync("2026-10-01T10:05:00");
        var member = await LinkedAsync(office, "group-member");
        Assert.StartsWith("个别情况：扣款时间不同", (string?)member["data"]!["content"], StringComparison.Ordinal);
    }

    /// <summary>Taken on paper during an outage and entered when it was over: deadlines count from the true time, and no old alarm comes in a storm.</summary>
    [Fact]
    public async Task BackEntryAfterAnOutage_CountsFromTheTrueTimeAndRingsOnce()
    {
        using var host = VirtualHost.At(At("2026-10-12T09:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", ComplaintForms.Open("2026-10-09T22:30:00"));

        await office.AssertDueAsync("first-contact-24h", "2026-10-10T22:30:00");
        // The 15th day, the 24th, is a Saturday.
        await office.AssertDueAsync("complaint-statutory", "2026-10-26T23:59:59", "2026-10-23T18:00:00");
        // Saturday the 10th is worked: 12 and 13 October are the second and third working day.
        await office.AssertDueAsync("analysis", "2026-10-13T18:00:00");
        Assert.Equal("breached", (string?)(await office.ClockAsync("first-contact-24h"))["colour"]);
        await office.AdvanceToAsync("2026-10-12T09:30:00");
        var contact = (string?)(await office.ClockAsync("first-contact-24h"))["id"];
        var told = new List<string?>();
        foreach (var who in new[] { "agent", "lead", "handler" })
        {
            told.AddRange((await BellOfAsync(office, who)).Where(row => (string?)row["clockId"] == contact).Select(row => (string?)row["id"]));
        }

        Assert.True(told.Count <= 2, $"An alarm each for who works it and who answers for it, but {told.Count} rang.");
    }

    /// <summary>
    /// A company's complaint is contacted in four hours and its account manager knows at once; an elderly customer's is registered by
    /// the script for them and called by day within two working days.
    /// </summary>
    [Fact]
    public async Task Segments_ChangeTheDeadlineTheScriptAndTheCall()
    {
        using var host = VirtualHost.At(At("2026-09-01T10:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        var company = ComplaintForms.Open("2026-09-01T10:00:00");
        company["customerType"] = "corporate";
        await office.OpenAsync("agent", company);
        await office.AssertDueAsync("first-contact-4h", "2026-09-01T14:00:00");
        Assert.Contains("专属理赔经理", (string?)(await office.TaskAsync("register"))["instruction"], StringComparison.Ordinal);

        var elderly = ComplaintForms.Open("2026-09-01T10:00:00");
        elderly["customerTraits"] = new JsonArray("elderly");
        await office.OpenAsync("agent", elderly);
        // Elderly is severity 2: four hours to the first contact, five working days to the finish.
        await office.AssertDueAsync("first-contact-4h", "2026-09-01T14:00:00");
        await office.AssertDueAsync("finish-wd5", "2026-09-08T18:00:00");
        Assert.Contains("放慢语速", (string?)(await office.TaskAsync("register"))["instruction"], StringComparison.Ordinal);
        await office.CompleteAsync("register", "agent", "registered", ComplaintForms.Register(office.IdOf("handler")));
        await office.CompleteAsync("analysis", "handler", "analysed", ComplaintForms.Analysis());
        await office.CompleteAsync("solution", "handler", "agreed", ComplaintForms.Solution("2026-09-01T10:00:00"));
        await office.CompleteAsync("execution", "handler", "executed", ComplaintForms.Execution("2026-09-01T10:00:00"));
        await office.CompleteAsync("feedback", "handler", "accepted", ComplaintForms.Feedback("2026-09-01T10:00:00"));
        await office.CompleteAsync("closing", "agent", "closed", ComplaintForms.Closing());

        var call = Assert.Single((await office.CaseAsync())["revisits"]!.AsArray())!["revisit"]!;
        Assert.Equal(("post-complaint-elderly", At("2026-09-03T18:00:00")), ((string?)call["policyId"], Instant(call["dueAt"])));
    }

    /// <summary>The same matter twice in the period: the second goes into the first, whose deadline stays (Art. 18).</summary>
    [Fact]
    public async Task SecondComplaintOfTheSameMatter_IsMergedAndTheFirstKeepsItsDeadline()
    {
        using var host = VirtualHost.At(At("2026-09-21T09:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", ComplaintForms.Open("2026-09-21T09:00:00"));
        var (first, number) = (office.CaseId, (string)(await office.CaseAsync())["summary"]!["number"]!);
        await office.CompleteAsync("register", "agent", "registered", ComplaintForms.Register(office.IdOf("handler")));

        await office.AdvanceToAsync("2026-09-28T09:00:00");
        await office.OpenAsync("agent", ComplaintForms.Open("2026-09-28T09:00:00"));
        await office.CompleteAsync("register", "agent", "merged", new() { ["mergeInto"] = number });

        Assert.Equal("ended", (string?)(await office.CaseAsync())["summary"]!["status"]);
        office.TakeOver(first);
        // The 15th day, 6 October, lies in the holiday and rolls to the 8th; nobody works towards a later day than 30 September.
        await office.AssertDueAsync("complaint-statutory", "2026-10-08T23:59:59", "2026-09-30T18:00:00");
    }

    /// <summary>A rating of one, made good for 8,000 yuan: nobody gives that away alone.</summary>
    [Fact]
    public async Task RecoveryAboveAuthority_IsApprovedByTheExecutive()
    {
        using var host = VirtualHost.At(At("2026-10-12T09:00:00"));
        using var office = new ComplaintOffice(host);
        await office.HireAsync();
        await office.OpenAsync("agent", ComplaintForms.Open("2026-10-12T09:00:00"));
        await office.CompleteAsync("register", "agent", "registered", ComplaintForms.Register(office.IdOf("handler")));
        await office.CompleteAsync("analysis", "handler", "analysed", ComplaintForms.Analysis());
        await office.CompleteAsync("solution", "handler", "agreed", ComplaintForms.Solution("2026-10-12T09:00:00"));
        await office.CompleteAsync("execution", "handler", "executed", ComplaintForms.Execution("2026-10-12T09:00:00"));
        await office.CompleteAsync("feedback", "handler", "accepted", ComplaintForms.Feedback("2026-10-12T09:00:00", 1));
        await office.AssertDueAsync("service-recovery", "2026-10-15T18:00:00");

        await office.CompleteAsync("recovery", "handler", "planned", new() { ["recoveryTypes"] = new JsonArray("extra_service"), ["recoveryCost"] = 8_000, ["recoveryText"] = "免费道路救援两年" });

        var approval = await office.TaskAsync("approveRecovery");
        Assert.Equal("exec", (string?)approval["role"]);
        Assert.NotEqual(HttpStatusCode.OK, (await office.TryCompleteAsync(approval, "handler", "approved", [])).StatusCode);
    }

    private static async Task<JsonNode> LinkedAsync(ComplaintOffice office, string kind)
    {
        var link = (await office.CaseAsync())["linkedCases"]!.AsArray().Single(each => (string?)each!["kind"] == kind)!;
        return await MustAsync(await office.As("admin").GetAsync($"/api/v1/cases/{(string)link["case"]!["id"]!}"), HttpStatusCode.OK);
    }

    private static async Task<IEnumerable<JsonNode>> BellOfAsync(ComplaintOffice office, string who) =>
        (await MustAsync(await office.As(who).GetAsync("/api/v1/notifications"), HttpStatusCode.OK)).AsArray().Where(row => (string?)row!["caseId"] == office.CaseId).Select(row => row!);

    private static JsonObject Transfer(string receivedAt, string dueOn) => new()
    {
        ["transferReceivedAt"] = receivedAt, ["transferNo"] = "Z2026-118", ["regulator"] = "金融监管局", ["customerName"] = "李华", ["contactPhone"] = "13800138000", ["contactAddress"] = "上海市浦东新区张杨路1号",
        ["content"] = "理赔久拖不决", ["productLine"] = "motor", ["regulatorDueDate"] = dueOn,
    };

    private static JsonObject Group(string complaintTime, int persons) => new()
    {
        ["complaintTime"] = complaintTime, ["channel"] = "letter", ["customerName"] = "某小区业主", ["contactPhone"] = "13800138000", ["personsAffected"] = persons, ["productLine"] = "property",
        ["content"] = "暴雨受损车位险拒赔", ["customerDemand"] = "统一赔付", ["category"] = "claim_dispute", ["toldNextSteps"] = true,
    };

    private static JsonObject Representatives(ComplaintOffice office, int count) => new()
    {
        ["groupRepresentatives"] = new JsonArray([.. Enumerable.Range(1, count).Select(n => (JsonNode)new JsonObject { ["name"] = $"代表{n}", ["phone"] = "1390013900" + n, ["authority"] = "推选书" })]),
        ["handlerId"] = office.IdOf("handler"),
        ["conflictChecked"] = true,
    };
}
