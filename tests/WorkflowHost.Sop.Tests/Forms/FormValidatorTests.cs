using System.Text.Json.Nodes;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Tests.Packs;

namespace WorkflowHost.Sop.Tests.Forms;

public sealed class FormValidatorTests
{
    private const string Intake = """
        {
          "complaintTime": "2026-09-29T16:40:00+08:00", "channel": "phone", "customerName": " 王建国 ", "contactPhone": "138 0013 8000",
          "identityChecked": true, "productLine": "motor", "content": "三次致电，无人答复赔款问题", "repeatCaller": true,
          "initialJudgement": "simple", "toldNextSteps": true
        }
        """;

    private static readonly DateTimeOffset Now = China.At("2026-10-12T10:00:00");

    private static FormDefinition Form(string id) => RealPack.Pack.Forms[id];

    private static JsonObject Values(string json, string? more = null)
    {
        var values = JsonNode.Parse(json)!.AsObject();
        foreach (var (name, value) in more is null ? [] : JsonNode.Parse(more)!.AsObject())
        {
            values[name] = value?.DeepClone();
        }
        return values;
    }

    private static FormResult Validate(FormDefinition form, JsonObject values, string? outcome = null, JsonObject? caseFacts = null) =>
        FormValidator.Validate(form, values, outcome, caseFacts, Now);

    private static IEnumerable<string> Faults(FormResult result) => result.Faults.Select(fault => $"{fault.Field} {fault.Code}");

    [Fact]
    public void Intake_OfScenarioOne_IsNormalised()
    {
        var result = Validate(Form("complaint-open"), Values(Intake));
        Assert.Empty(Faults(result));
        Assert.Equal("王建国", result.Values!["customerName"]!.ToString());
        Assert.Equal("13800138000", result.Values["contactPhone"]!.ToString());
        Assert.Equal("self", result.Values["complainantRelation"]!.ToString()); // the default
        Assert.False(result.Values.ContainsKey("contactEmail"));
    }

    [Fact]
    public void Intake_Empty_NamesEveryMissingField() => Assert.Equal(
        [
            "complaintTime field.required", "channel field.required", "customerName field.required", "contactPhone field.required",
            "identityChecked field.required", "productLine field.required", "content field.required", "initialJudgement field.required",
            "toldNextSteps field.required",
        ],
        Faults(Validate(Form("complaint-open"), [])));

    [Theory]
    [InlineData("""{ "toldNextSteps": false }""", "toldNextSteps field.required")]
    [InlineData("""{ "channel": "pigeon" }""", "channel field.not_allowed")]
    [InlineData("""{ "channel": 7 }""", "channel field.wrong_type")]
    [InlineData("""{ "channel": "letter" }""", "contactAddress field.required")]
    [InlineData("""{ "customerTraits": ["elderly", "rich"] }""", "customerTraits field.not_allowed")]
    [InlineData("""{ "previousComplaints": -1 }""", "previousComplaints field.out_of_range")]
    [InlineData("""{ "previousComplaints": "3" }""", "previousComplaints field.wrong_type")]
    [InlineData("""{ "amountInDispute": 10.005 }""", "amountInDispute field.wrong_format")]
    [InlineData("""{ "contactPhone": "call me" }""", "contactPhone field.wrong_format")]
    [InlineData("""{ "contactEmail": "nobody" }""", "contactEmail field.wrong_format")]
    [InlineData("""{ "complaintTime": "yesterday" }""", "complaintTime field.wrong_format")]
    [InlineData("""{ "preferredCallFrom": "25:00", "preferredCallTo": "11:00" }""", "preferredCallFrom field.wrong_format")]
    [InlineData("""{ "preferredCallFrom": "10:00" }""", "preferredCallTo field.required")]
    [InlineData("""{ "complainantRelation": "heir" }""", "authorisationDocs field.required")]
    [InlineData("""{ "bribe": 100 }""", "bribe field.unknown")]
    [InlineData("""{ "personsAffected": 6, "representatives": [{ "name": "甲" }] }""", "representatives[0].phone field.required")]
    [InlineData("""{ "personsAffected": 6, "representatives": ["甲"] }""", "representatives field.wrong_type")]
    [InlineData("""{ "customerName": "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一" }""", "customerName field.too_long")]
    public void Intake_OneWrongValue_IsRefusedWithItsCode(string wrong, string expected) =>
        Assert.Equal([expected], Faults(Validate(Form("complaint-open"), Values(Intake, wrong))));

    /// <summary>Order 2020 No. 3 art. 12: a group names at most five representatives.</summary>
    [Fact]
    public void Intake_SixRepresentatives_AreTooMany()
    {
        var six = string.Join(",", Enumerable.Repeat("""{ "name": "甲", "phone": "13800138000" }""", 6));
        Assert.Equal(
            ["representatives field.out_of_range"],
            Faults(Validate(Form("complaint-open"), Values(Intake, $$"""{ "personsAffected": 6, "representatives": [{{six}}] }"""))));
    }

    [Fact]
    public void Intake_HiddenField_IsDropped()
    {
        var result = Validate(Form("complaint-open"), Values(Intake, """{ "complainantRelation": "self", "authorisationDocs": ["f1"] }"""));
        Assert.True(result.IsValid);
        Assert.False(result.Values!.ContainsKey("authorisationDocs"));
    }

    [Theory]
    [InlineData("2026-09-29T16:40", "2026-09-29T16:40:00+08:00")]
    [InlineData("2026-09-29T16:40:05", "2026-09-29T16:40:05+08:00")]
    [InlineData("2026-09-29T08:40:00Z", "2026-09-29T16:40:00+08:00")]
    [InlineData("2026-09-29T16:40:00.123+08:00", "2026-09-29T16:40:00+08:00")]
    public void Instant_WithOrWithoutOffset_IsNormalised(string given, string expected)
    {
        var result = Validate(Form("complaint-open"), Values(Intake, $$"""{ "complaintTime": "{{given}}" }"""));
        Assert.Equal(expected, result.Values!["complaintTime"]!.ToString());
    }

    /// <summary>What has happened can't lie ahead, but for the minutes by which two machines differ, nor before insurers kept files.</summary>
    [Theory]
    [InlineData("2026-10-12T10:05:00+08:00", true)]
    [InlineData("2026-10-12T02:05:00Z", true)]
    [InlineData("2026-10-12T10:05:01+08:00", false)]
    [InlineData("2026-10-12T10:06", false)]
    [InlineData("2000-01-01T00:00", true)]
    [InlineData("1999-12-31T23:59:59", false)]
    [InlineData("0001-01-01T00:00:00", false)]
    [InlineData("9999-12-31T23:59:59Z", false)]
    public void Instant_OfWhatHappened_LiesBetween2000AndNow(string given, bool isGood)
    {
        var result = Validate(Form("complaint-open"), Values(Intake, $$"""{ "complaintTime": "{{given}}" }"""));
        var code = given.StartsWith("2026-10", StringComparison.Ordinal) ? "field.in_future" : "field.out_of_range";
        Assert.Equal(isGood ? [] : [$"complaintTime {code}"], Faults(result));
        Assert.All(result.Faults, fault => Assert.Contains(fault.Args, arg => arg is { Key: "min", Value: "2000-01-01" } or { Key: "now", Value: "2026-10-12T10:00:00+08:00" }));
    }

    [Theory]
    [InlineData("2027-03-01", true)]
    [InlineData("1999-12-31", false)]
    [InlineData("2101-01-01", false)]
    public void Date_OfAPlan_MayLieAheadButWithinReason(string given, bool isGood) => Assert.Equal(
        isGood,
        !Faults(Validate(Form("complaint-closing"), new JsonObject { ["improvementDue"] = given })).Contains("improvementDue field.out_of_range"));

    [Theory]
    [InlineData(2, true)]
    [InlineData(5, false)]
    [InlineData(1.5, false)]
    public void Number_WithChoices_TakesOnlyThese(double severity, bool isGood) => Assert.Equal(
        !isGood,
        Faults(Validate(Form("complaint-register"), new JsonObject { ["severity"] = severity })).Contains("severity field.not_allowed"));

    /// <summary>Conditions see the list, so the amount can't be left out by writing a single text.</summary>
    [Fact]
    public void Condition_ListWrittenAsSingleText_StillHolds() => Assert.Contains(
        "remedyAmount field.required",
        Faults(Validate(Form("complaint-solution"), new JsonObject { ["remedyTypes"] = " compensate " }, "agreed")));

    [Fact]
    public void Staff_SingleTextForAList_BecomesAList() => Assert.Equal(
        """["u1"]""",
        Validate(Form("complaint-register"), new JsonObject { ["involvedStaff"] = " u1 " }).Values!["involvedStaff"]!.ToJsonString());

    [Fact]
    public void Text_WithoutALimitOfItsOwn_IsStillBounded()
    {
        var condition = new JsonObject { ["customerAgreed"] = "conditional", ["customerCondition"] = new string('一', 201) };
        Assert.Equal(["customerCondition field.too_long"], Faults(Validate(Form("complaint-solution"), condition)));
        var mail = Values(Intake, $$"""{ "contactEmail": "a@{{new string('b', 300)}}.cn" }""");
        Assert.Equal(["contactEmail field.wrong_format"], Faults(Validate(Form("complaint-open"), mail)));
    }

    /// <summary>An agreement of the mediation costs what it costs, and needs the same authority as one of ours.</summary>
    [Fact]
    public void Mediation_Settled_NamesRemediesAndAmount()
    {
        var values = new JsonObject { ["mediationBody"] = "调解中心", ["mediationResult"] = "双方同意" };
        Assert.Equal(["remedyTypes field.required"], Faults(Validate(Form("complaint-mediation"), values, "settled")));
        Assert.True(Validate(Form("complaint-mediation"), values, "failed").IsValid);
        values["remedyTypes"] = new JsonArray("compensate");
        Assert.Equal(["remedyAmount field.required"], Faults(Validate(Form("complaint-mediation"), values, "settled")));
    }

    [Fact]
    public void Register_Outcome_DecidesWhatIsRequired()
    {
        Assert.Contains("handlerId field.required", Faults(Validate(Form("complaint-register"), [], "registered")));
        Assert.Equal(["supplementItems field.required"], Faults(Validate(Form("complaint-register"), [], "supplement")));
        Assert.Equal(["outcome field.not_allowed"], Faults(Validate(Form("complaint-register"), [], "burned")));
        Assert.True(Validate(Form("complaint-register"), [], outcome: null).IsValid); // a draft
    }

    [Fact]
    public void Register_ConflictNotChecked_CannotRegister() => Assert.Contains(
        "conflictChecked field.required",
        Faults(Validate(Form("complaint-register"), new JsonObject { ["conflictChecked"] = false }, "registered")));

    [Fact]
    public void Register_InvolvedStaff_IsAListOfIds()
    {
        var result = Validate(Form("complaint-register"), new JsonObject { ["involvedStaff"] = new JsonArray("u1", "u2", "u1") });
        Assert.Equal("""["u1","u2"]""", result.Values!["involvedStaff"]!.ToJsonString());
    }

    [Fact]
    public void Closing_BreachedCase_AsksForTheRootCause()
    {
        var values = new JsonObject { ["closeType"] = "satisfied", ["infoConfirmed"] = true, ["lessons"] = "及时回复" };
        Assert.True(Validate(Form("complaint-closing"), values, "closed").IsValid);
        Assert.Equal(
            ["rootCauseRecord field.required"],
            Faults(Validate(Form("complaint-closing"), values, "closed", new JsonObject { ["rootCauseRequired"] = true })));
    }

    /// <summary>A7: "unreachable" needs three logged attempts.</summary>
    [Fact]
    public void Closing_UnreachableAfterTwoAttempts_IsRefused()
    {
        const string attempt = """{ "at": "2026-10-12T10:00", "mode": "phone", "result": "无人接听" }""";
        var values = Values($$"""{ "closeType": "unreachable", "closeReason": "多次未接通", "infoConfirmed": true, "lessons": "-", "contactAttempts": [{{attempt}}, {{attempt}}] }""");
        Assert.Equal(["contactAttempts field.out_of_range"], Faults(Validate(Form("complaint-closing"), values, "closed")));
    }
}
