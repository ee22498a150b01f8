using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Demo;

/// <summary>A few long-term-care cases of today, each waiting at another step: material, the customer, the visit, the publicity.</summary>
internal sealed class DemoCare(CaseDesk desk, CaseQueries queries, DemoCast cast, DemoClock clock)
{
    private const string Sop = "ltc-claim";

    private static readonly (string Customer, string Phone, int Age, string Diagnosis)[] _people =
    [
        ("周桂兰", "13900010001", 78, "脑梗死后遗症"),
        ("吴国栋", "13900010002", 83, "阿尔茨海默病"),
        ("郑淑珍", "13900010003", 71, "帕金森病"),
        ("孙有才", "13900010004", 80, "股骨颈骨折术后"),
    ];

    private string Now => clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private string Today => Now[..10];

    /// <summary>Opens the cases and works each as far as it is told. Returns how many there are.</summary>
    public async Task<int> TellAsync()
    {
        await OpenAsync(0);
        var waiting = await OpenAsync(1);
        await CompleteAsync(waiting, "completeness", StaffRoles.Agent, "checked", Checked("missing"));
        await AcceptAsync(await OpenAsync(2));
        var assessed = await OpenAsync(3);
        await AcceptAsync(assessed);
        await AssessAsync(assessed);
        return _people.Length;
    }

    private async Task<string> OpenAsync(int person)
    {
        var (customer, phone, age, diagnosis) = _people[person];
        var result = await desk.OpenAsync(Sop, new JsonObject
        {
            ["purpose"] = "application",
            ["channel"] = person % 2 == 0 ? "mini_program" : "offline",
            ["customerName"] = customer,
            ["idNumber"] = $"31010119{person}803021234",
            ["age"] = age,
            ["contactPhone"] = phone,
            ["branch"] = "上海分公司",
            ["applicationAt"] = Now,
            ["applicantRelation"] = "family",
            ["applicantName"] = customer[..1] + "建国",
            ["contactAddress"] = "上海市徐汇区宛平南路1号",
            ["insuredStatus"] = "insured",
            ["locality"] = "standard",
            ["disabledSince"] = clock.GetUtcNow().AddMonths(-9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["diagnosis"] = diagnosis,
            ["selfAssessment"] = "severe",
            ["preferredCare"] = "home",
            ["consentSensitive"] = true,
            ["applicationRating"] = 5,
        }, cast.Agent(person));
        return Must(result, "open").Id;
    }

    private async Task AcceptAsync(string caseId)
    {
        await CompleteAsync(caseId, "completeness", StaffRoles.Agent, "checked", Checked("ok"));
        await CompleteAsync(caseId, "acceptance", StaffRoles.Claims, "accepted", new JsonObject { ["coordinatorId"] = cast.Of(StaffRoles.Coordinator).Id });
    }

    private async Task AssessAsync(string caseId)
    {
        var (first, second) = (cast.Of(StaffRoles.Assessor), cast.Of(StaffRoles.Assessor, 1));
        await CompleteAsync(caseId, "arrange", StaffRoles.Coordinator, "arranged", new JsonObject
        {
            ["assessmentPlannedAt"] = Now,
            ["assessmentPlace"] = "上海市徐汇区宛平南路1号",
            ["assessInstitution"] = "申康评估中心",
            ["assessor1Id"] = first.Id,
            ["assessor2Id"] = second.Id,
            ["expertAmong"] = "assessor1",
            ["guardianInvited"] = true,
        });
        await CompleteAsync(caseId, "onsite", StaffRoles.Coordinator, "visited", new JsonObject { ["visitedAt"] = Now, ["guardianPresent"] = true, ["assessmentRating"] = 5 });
        await CompleteAsync(caseId, "assessA", first, "assessed", Scale());
        await CompleteAsync(caseId, "assessB", second, "assessed", Scale());
    }

    private Task CompleteAsync(string caseId, string step, string role, string outcome, JsonObject fields) => CompleteAsync(caseId, step, cast.Of(role), outcome, fields);

    private async Task CompleteAsync(string caseId, string step, Actor actor, string outcome, JsonObject fields)
    {
        var view = await queries.CaseAsync(caseId, actor) ?? throw new InvalidOperationException($"The demo case {caseId} is not there on {Today}.");
        var task = view.Tasks.First(task => task.ActivityId == step && task.Status == CaseTaskStatus.Open);
        Must(await desk.CompleteAsync(task.Id, outcome, fields, actor, task.Version), step);
    }

    private static JsonObject Checked(string medicalRecord) => new()
    {
        ["docChecks"] = new JsonArray(
            new JsonObject { ["doc"] = "application_form", ["result"] = "ok", ["confidence"] = 99 },
            new JsonObject { ["doc"] = "id_card", ["result"] = "ok", ["confidence"] = 97 },
            new JsonObject { ["doc"] = "medical_record", ["result"] = medicalRecord, ["confidence"] = 62 }),
    };

    /// <summary>ADL 35, cognition 6, senses 9: severe I.</summary>
    private static JsonObject Scale()
    {
        var scale = new JsonObject { ["assessorOpinion"] = "与现场观察一致。" };
        foreach (var (item, score) in new[]
        {
            ("eating", 5), ("dressing", 5), ("washing", 0), ("bowels", 10), ("bladder", 5), ("toilet", 5), ("walking", 5), ("transfer", 0), ("stairs", 0), ("bathing", 0),
            ("orientationTime", 1), ("orientationPerson", 2), ("orientationPlace", 2), ("memory", 1), ("vision", 3), ("hearing", 3), ("communication", 3),
        })
        {
            scale[item] = score.ToString(CultureInfo.InvariantCulture);
        }

        return scale;
    }

    /// <summary>A demo story is ours, so a refusal is a mistake in it and not the user's.</summary>
    private static CaseView Must(CommandResult<CaseView> result, string what) => result.IsOk
        ? result.Value
        : throw new InvalidOperationException($"Demo long-term-care case, {what}: {result.Refusal.Code} {string.Join("; ", result.Refusal.Fields.Select(fault => $"{fault.Field}: {fault.Code}"))}");
}
