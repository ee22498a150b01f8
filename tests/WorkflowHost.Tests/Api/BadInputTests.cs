using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using WorkflowHost.Tests.Scenarios;

namespace WorkflowHost.Tests.Api;

/// <summary>What the API answers when it is asked wrongly: the status, the stable code, and that nothing was stored.</summary>
public sealed class BadInputTests(BadInputTests.Office fixture) : IClassFixture<BadInputTests.Office>
{
    private const string Opened = "2026-09-29T09:00:00";

    private ComplaintOffice Work => fixture.Complaint;

    private VirtualHost Host => fixture.Host;

    [Fact]
    public async Task Form_MissingAndWrongValues_Is400WithACodePerFieldAndNothingIsStored()
    {
        var before = await CountAsync();
        var fields = ComplaintForms.Open(Opened);
        fields.Remove("customerName");
        fields["channel"] = "pigeon";
        fields["nonsense"] = 1;

        var problem = await ComplaintOffice.MustAsync(await OpenAsync(fields), HttpStatusCode.BadRequest);

        Assert.Equal("form.invalid", (string?)problem["code"]);
        var errors = problem["errors"]!;
        Assert.Equal("field.required", (string?)errors["customerName"]![0]!["code"]);
        Assert.Equal("field.not_allowed", (string?)errors["channel"]![0]!["code"]);
        Assert.Equal("field.unknown", (string?)errors["nonsense"]![0]!["code"]);
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task Form_Fault_SpeaksTheCallersLanguage()
    {
        using var english = await Host.ClientAsync(StaffRoles.Agent);
        english.DefaultRequestHeaders.AcceptLanguage.Clear();
        english.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));

        var inEnglish = await (await english.PostAsJsonAsync("/api/v1/cases", new { definitionId = "complaint", fields = new { } })).JsonAsync();
        var inChinese = await (await OpenAsync([])).JsonAsync();

        Assert.Equal("The request is not valid", (string?)inEnglish["title"]);
        Assert.Equal("请求有误", (string?)inChinese["title"]);
        Assert.NotEqual((string?)inEnglish["errors"]!["content"]![0]!["message"], (string?)inChinese["errors"]!["content"]![0]!["message"]);
    }

    [Theory]
    [InlineData("{", "request.malformed")]
    [InlineData("[]", "request.malformed")]
    [InlineData("", "request.malformed")]
    [InlineData("""{"definitionId":"complaint","fields":7}""", "request.malformed")]
    [InlineData("""{"definitionId":"complaint","feilds":{}}""", "request.malformed")]
    [InlineData("""{"definitionId":"complaint","definitionId":"other"}""", "request.malformed")]
    [InlineData("""{"fields":{}}""", "form.invalid")]
    [InlineData("null", "request.malformed")]
    public async Task Body_Unreadable_Is400WithCode(string body, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await Work.As("agent").PostAsync("/api/v1/cases", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, await answer.CodeAsync());
        Assert.DoesNotContain("WorkflowHost.Api", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("open,ended")]
    [InlineData("1")]
    [InlineData("asleep")]
    public async Task Choice_NotOneOfTheCodes_Is400(string status)
    {
        using var answer = await Work.As("agent").GetAsync($"/api/v1/cases?status={status}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("request.malformed", await answer.CodeAsync());
    }

    [Theory]
    [InlineData("/api/v1/timers/0000000000000000/1111111111111111/retry", "timer.not_found")]
    [InlineData("/api/v1/outbox/0000000000000000/retry", "message.not_found")]
    public async Task Retry_OfNothingThatFailed_Is404(string path, string code)
    {
        using var answer = await Work.As("admin").PostAsync(path, null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(code, await answer.CodeAsync());
    }

    [Fact]
    public async Task IfMatch_OnACommandThatChecksNoVersion_IsRefusedInsteadOfPassedOver()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cases/0000000000000000/notes") { Content = JsonContent.Create(new { text = "x" }) };
        request.Headers.TryAddWithoutValidation("If-Match", "\"3\"");

        using var answer = await Work.As("agent").SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("precondition.unsupported", await answer.CodeAsync());
    }

    [Fact]
    public async Task Body_OfAnotherContentType_Is415WithCode()
    {
        using var content = new StringContent("definitionId=complaint", Encoding.UTF8, "application/x-www-form-urlencoded");

        using var answer = await Work.As("agent").PostAsync("/api/v1/cases", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("request.unsupported_content", await answer.CodeAsync());
    }

    [Theory]
    [InlineData("/api/v1/cases/ffffffffffffffff", "case.not_found")]
    [InlineData("/api/v1/cases/TS20200101-0001", "case.not_found")]
    [InlineData("/api/v1/tasks/ffffffffffffffff", "task.not_found")]
    [InlineData("/api/v1/definitions/no-such", "definition.not_found")]
    [InlineData("/api/v1/definitions/no-such/versions", "definition.not_found")]
    [InlineData("/api/v1/forms/no-such", "form.unknown")]
    [InlineData("/api/v1/staff/no-such", "staff.not_found")]
    [InlineData("/api/v1/no-such-thing", "request.not_found")]
    public async Task Unknown_Is404WithCode(string path, string code)
    {
        using var answer = await Work.As("agent").GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(code, await answer.CodeAsync());
    }

    [Fact]
    public async Task Address_WithAnotherMethod_Is405WithCode()
    {
        using var answer = await Work.As("agent").DeleteAsync("/api/v1/session");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("request.method_not_allowed", await answer.CodeAsync());
    }

    [Theory]
    [InlineData("/api/v1/cases?take=many")]
    [InlineData("/api/v1/cases?status=asleep")]
    [InlineData("/api/v1/cases?status=0")]
    [InlineData("/api/v1/revisits?day=yesterday")]
    public async Task Query_Unreadable_Is400WithCode(string path)
    {
        using var answer = await Work.As("agent").GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("request.", await answer.CodeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_CompletedTwice_Is409WithTheCurrentState()
    {
        await Work.OpenAsync("agent", ComplaintForms.Open(Opened));
        var task = await Work.TaskAsync("register");
        var fields = ComplaintForms.Register(Work.IdOf("handler"));
        await ComplaintOffice.MustAsync(await Work.TryCompleteAsync(task, "agent", "registered", fields.DeepClone().AsObject()), HttpStatusCode.OK);

        var problem = await ComplaintOffice.MustAsync(await Work.TryCompleteAsync(task, "agent", "registered", fields), HttpStatusCode.Conflict);

        Assert.StartsWith("task.", (string?)problem["code"], StringComparison.Ordinal);
        Assert.Equal("completed", (string?)problem["current"]!["task"]!["status"]);
        Assert.Equal(Work.CaseId, (string?)problem["current"]!["case"]!["id"]);
    }

    [Fact]
    public async Task Task_ClaimedByAnother_Is409WithTheCurrentState()
    {
        await Work.OpenAsync("agent", ComplaintForms.Open(Opened));
        var id = (string)(await Work.TaskAsync("register"))["id"]!;
        using var other = await Host.ClientAsync(StaffRoles.Agent);
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsync($"/api/v1/tasks/{id}/claim", null)).StatusCode);

        var problem = await ComplaintOffice.MustAsync(await Work.As("agent").PostAsync($"/api/v1/tasks/{id}/claim", null), HttpStatusCode.Conflict);

        Assert.Equal("task.claimed_by_other", (string?)problem["code"]);
        Assert.NotNull((string?)problem["current"]!["task"]!["assigneeName"]);
    }

    [Fact]
    public async Task Task_StaleVersion_Is409AndNothingChanges()
    {
        await Work.OpenAsync("agent", ComplaintForms.Open(Opened));
        var stale = await Work.TaskAsync("register");
        Assert.Equal(HttpStatusCode.OK, (await Work.As("agent").PostAsync($"/api/v1/tasks/{(string)stale["id"]!}/claim", null)).StatusCode);
        var before = (long)(await Work.CaseAsync())["version"]!;

        using var answer = await Work.TryCompleteAsync(stale, "agent", "registered", ComplaintForms.Register(Work.IdOf("handler")));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(before, (long)(await Work.CaseAsync())["version"]!);
    }

    [Fact]
    public async Task Task_OfAnotherRole_Is403AndInTheAuditOnce()
    {
        await Work.OpenAsync("agent", ComplaintForms.Open(Opened));
        var id = (string)(await Work.TaskAsync("register"))["id"]!;
        var stranger = await Host.HireAsync(StaffRoles.Scheduler);
        using var client = await Host.ClientOfAsync(stranger);

        using var answer = await client.PostAsync($"/api/v1/tasks/{id}/claim", null);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var lines = await (await Work.As("admin").GetAsync($"/api/v1/audit?action=denied&actorId={stranger.Id}")).JsonAsync();
        Assert.Single(lines["items"]!.AsArray());
    }

    [Theory]
    [InlineData("If-Match", "seven", "request.if_match_invalid")]
    [InlineData("If-Match", "\"-1\"", "request.if_match_invalid")]
    [InlineData("Idempotency-Key", "with space", "request.idempotency_key_invalid")]
    public async Task CommandHeader_Malformed_Is400WithCode(string header, string value, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tasks/ffffffffffffffff/claim");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await Work.As("agent").SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, await answer.CodeAsync());
    }

    [Fact]
    public async Task IdempotencyKey_SentTwice_OpensOneCase()
    {
        var before = await CountAsync();
        var first = await ComplaintOffice.MustAsync(await OpenAsync(ComplaintForms.Open(Opened), "open-1"), HttpStatusCode.Created);
        var second = await ComplaintOffice.MustAsync(await OpenAsync(ComplaintForms.Open(Opened), "open-1"), HttpStatusCode.Created);

        Assert.Equal((string?)first["id"], (string?)second["id"]);
        Assert.Equal(before + 1, await CountAsync());
        using var reused = await OpenAsync(ComplaintForms.Open("2026-09-29T08:00:00"), "open-1");
        Assert.Equal(HttpStatusCode.Conflict, reused.StatusCode);
        Assert.Equal("idempotency.key_reused", await reused.CodeAsync());
    }

    [Fact]
    public async Task Definition_Broken_IsExplainedWithPlaceAndNotStored()
    {
        using var owner = await Host.ClientAsync(StaffRoles.ProcessOwner);
        using var content = new StringContent("{\n  \"definitionId\": \"x\",\n  \"root\": 5\n}", Encoding.UTF8, "application/json");

        var check = await ComplaintOffice.MustAsync(await owner.PostAsync("/api/v1/definitions/validate", content), HttpStatusCode.OK);

        Assert.False((bool)check["isPublishable"]!);
        var fault = Assert.Single(check["faults"]!.AsArray(), fault => (string?)fault!["path"] == "$.root");
        Assert.Equal(3, (int)fault!["line"]!);
    }

    [Fact]
    public async Task Definition_NamingWhatThePackLacks_IsNotPublishable()
    {
        using var owner = await Host.ClientAsync(StaffRoles.ProcessOwner);
        var shipped = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "workflows", "complaint.json"));
        using var good = new StringContent(shipped, Encoding.UTF8, "application/json");
        using var bad = new StringContent(shipped.Replace("\"complaint-analysis\"", "\"complaint-analisys\"", StringComparison.Ordinal), Encoding.UTF8, "application/json");

        Assert.True((bool)(await ComplaintOffice.MustAsync(await owner.PostAsync("/api/v1/definitions/validate", good), HttpStatusCode.OK))["isPublishable"]!);
        var check = await ComplaintOffice.MustAsync(await owner.PostAsync("/api/v1/definitions/validate", bad), HttpStatusCode.OK);

        Assert.False((bool)check["isPublishable"]!);
        Assert.Contains(check["faults"]!.AsArray(), fault => (string?)fault!["code"] == "sop.form.unknown" && (string?)fault["activityId"] == "analysis");
    }

    [Fact]
    public async Task LastAdministrator_CannotBeDismissed()
    {
        using var alone = new VirtualHost();
        using var client = await alone.ClientAsync(StaffRoles.Admin);
        var staff = (await (await client.GetAsync("/api/v1/staff")).JsonAsync()).AsArray();
        var first = staff.Single(member => (string?)member!["userName"] == "admin")!;
        var me = staff.Single(member => (string?)member!["userName"] != "admin")!;
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsJsonAsync($"/api/v1/staff/{(string)first["id"]!}", new { isActive = false })).StatusCode);

        using var answer = await client.PutAsJsonAsync($"/api/v1/staff/{(string)me["id"]!}", new { isActive = false });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("staff.last_admin", await answer.CodeAsync());
    }

    private async Task<HttpResponseMessage> OpenAsync(JsonObject fields, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cases") { Content = JsonContent.Create(new { definitionId = "complaint", fields }) };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await Work.As("agent").SendAsync(request);
    }

    private async Task<int> CountAsync() => (await (await Work.As("admin").GetAsync("/api/v1/cases?take=200")).JsonAsync())["items"]!.AsArray().Count;

    /// <summary>One host and its people for all these tests.</summary>
    public sealed class Office : IAsyncLifetime
    {
        public VirtualHost Host { get; } = new();

        internal ComplaintOffice Complaint { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Complaint = new ComplaintOffice(Host);
            await Complaint.HireAsync();
        }

        public Task DisposeAsync()
        {
            Complaint.Dispose();
            Host.Dispose();
            return Task.CompletedTask;
        }
    }
}
