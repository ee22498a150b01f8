using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>The people of a service office, each with a client of the public API, and the one case they work on.</summary>
internal sealed class ComplaintOffice(VirtualHost host) : IDisposable
{
    private readonly Dictionary<string, HttpClient> _clients = [];
    private readonly Dictionary<string, StaffMember> _people = [];

    public string CaseId { get; private set; } = "";

    public static DateTimeOffset At(string local) => DateTimeOffset.Parse(local + "+08:00", CultureInfo.InvariantCulture);

    public async Task HireAsync()
    {
        (string Who, string[] Roles)[] staff =
        [
            ("agent", [StaffRoles.Agent]), ("handler", [StaffRoles.Handler]), ("other-handler", [StaffRoles.Handler]), ("lead", [StaffRoles.TeamLead]),
            ("coordinator", [StaffRoles.Coordinator]), ("claims", [StaffRoles.Claims]), ("other-claims", [StaffRoles.Claims]),
            ("surveyor", [StaffRoles.Surveyor]), ("investigator", [StaffRoles.Investigator]), ("account-manager", [StaffRoles.AccountClaimManager]), ("assessor-1", [StaffRoles.Assessor]), ("assessor-2", [StaffRoles.Assessor]),
            ("assessor-3", [StaffRoles.Assessor]), ("assessor-4", [StaffRoles.Assessor]), ("compliance", [StaffRoles.Compliance]),
            ("manager", [StaffRoles.Manager]), ("exec", [StaffRoles.Exec]), ("scheduler", [StaffRoles.Scheduler]), ("admin", [StaffRoles.Admin]),
        ];
        foreach (var (who, roles) in staff)
        {
            _people[who] = await host.HireAsync(roles);
            _clients[who] = await host.ClientOfAsync(_people[who]);
        }
    }

    /// <summary>Goes on with a case that another host has opened on the same database.</summary>
    public void TakeOver(string caseId) => CaseId = caseId;

    public string IdOf(string who) => _people[who].Id;

    public HttpClient As(string who) => _clients[who];

    public Task AdvanceToAsync(string local) => host.AdvanceToAsync(At(local));

    public async Task OpenAsync(string who, JsonObject fields, string definitionId = "complaint")
    {
        var answer = await As(who).PostAsJsonAsync("/api/v1/cases", new { definitionId, fields });
        CaseId = (string)(await MustAsync(answer, HttpStatusCode.Created))["id"]!;
    }

    /// <summary>As compliance sees it, which reads the cases of every SOP; an administrator does not.</summary>
    public async Task<JsonNode> CaseAsync() => await MustAsync(await As("compliance").GetAsync($"/api/v1/cases/{CaseId}"), HttpStatusCode.OK);

    /// <summary>The open task of a step.</summary>
    public async Task<JsonNode> TaskAsync(string step) =>
        (await CaseAsync())["tasks"]!.AsArray().Single(task => (string?)task!["activityId"] == step && (string?)task["status"] == "open")!;

    /// <summary>Completes a step on the version that was read, as a screen does.</summary>
    public async Task CompleteAsync(string step, string who, string outcome, JsonObject fields) =>
        await MustAsync(await TryCompleteAsync(await TaskAsync(step), who, outcome, fields), HttpStatusCode.OK);

    public async Task<HttpResponseMessage> TryCompleteAsync(JsonNode task, string who, string outcome, JsonObject fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/tasks/{(string)task["id"]!}/complete")
        {
            Content = JsonContent.Create(new { outcome, fields }),
        };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{(long)task["version"]!}\"");
        return await As(who).SendAsync(request);
    }

    public async Task RaiseAsync(string eventName, string who, JsonObject fields) => await MustAsync(await TryRaiseAsync(eventName, who, fields), HttpStatusCode.OK);

    public Task<HttpResponseMessage> TryRaiseAsync(string eventName, string who, JsonObject fields) =>
        As(who).PostAsJsonAsync($"/api/v1/cases/{CaseId}/events/{eventName}", new { fields });

    /// <summary>The running clock of a policy, or else its latest.</summary>
    public async Task<JsonNode> ClockAsync(string policyId)
    {
        var clocks = (await MustAsync(await As("compliance").GetAsync($"/api/v1/cases/{CaseId}/clocks"), HttpStatusCode.OK)).AsArray()
            .Select(item => item!["clock"]!)
            .Where(clock => (string?)clock["policyId"] == policyId)
            .ToList();
        return clocks.FirstOrDefault(clock => (string?)clock["status"] is "running" or "paused") ?? clocks[^1];
    }

    public async Task AssertDueAsync(string policyId, string due, string? internalDue = null)
    {
        var clock = await ClockAsync(policyId);
        Assert.Equal(At(due), Instant(clock["dueAt"]));
        if (internalDue is not null)
        {
            Assert.Equal(At(internalDue), Instant(clock["internalDueAt"]));
        }
    }

    /// <summary>The ladder step fired at its instant and rang once with that person at the other.</summary>
    public async Task AssertFiredAsync(string policyId, string stepId, string firedAt, string who, string deliveredAt)
    {
        var step = (await ClockAsync(policyId))["ladder"]!.AsArray().Single(step => (string?)step!["stepId"] == stepId)!;
        Assert.True((bool)step["isFired"]!);
        Assert.Equal(At(firedAt), Instant(step["at"]));
        var rung = Assert.Single(await BellAsync(who, stepId));
        Assert.Equal((At(firedAt), At(deliveredAt)), (Instant(rung["firedAt"]), Instant(rung["deliverAt"])));
    }

    /// <summary>What a person's bell shows now of a ladder step.</summary>
    public async Task<IReadOnlyList<JsonNode>> BellAsync(string who, string stepId) =>
        [.. (await MustAsync(await As(who).GetAsync("/api/v1/notifications"), HttpStatusCode.OK)).AsArray().Where(row => (string?)row!["stepId"] == stepId && (string?)row["caseId"] == CaseId).Select(row => row!)];

    public static DateTimeOffset Instant(JsonNode? node) => DateTimeOffset.Parse((string)node!, CultureInfo.InvariantCulture);

    public static async Task<JsonNode> MustAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.True(answer.StatusCode == expected, $"Expected {expected}, found {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.JsonAsync();
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }
}
