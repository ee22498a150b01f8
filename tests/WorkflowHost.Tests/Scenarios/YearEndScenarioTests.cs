using System.Net;
using WorkflowHost.Sop.Tests.Cases;
using WorkflowHost.Tests.Hosting;
using static WorkflowHost.Tests.Scenarios.ComplaintOffice;

namespace WorkflowHost.Tests.Scenarios;

/// <summary>A period that runs into a year whose holidays are not known yet: counted provisionally, and again once they are.</summary>
public sealed class YearEndScenarioTests : IDisposable
{
    private const string Complained = "2026-12-21T10:00:00";

    private readonly string _folder = Directory.CreateTempSubdirectory("workflowhost-year-end-").FullName;

    private string Workflows => Path.Combine(_folder, "workflows");

    [Fact]
    public async Task SC12_ComplaintOverNewYear_IsProvisionalUntilTheCalendarIsLoadedAndThenCountedAgain()
    {
        CopyPack();
        string caseId;
        using (var host = HostAt(Complained))
        {
            using var office = new ComplaintOffice(host);
            await office.HireAsync();
            await office.OpenAsync("agent", ComplaintForms.Open(Complained));
            caseId = office.CaseId;

            await office.AssertDueAsync("first-contact-24h", "2026-12-22T10:00:00");
            await office.AssertDueAsync("analysis", "2026-12-24T18:00:00");
            await office.AssertDueAsync("complaint-statutory", "2027-01-05T23:59:59");
            await office.AssertDueAsync("finish-wd10", "2027-01-04T18:00:00");
            Assert.True((bool)(await office.ClockAsync("complaint-statutory"))["isProvisional"]!);
            Assert.True((bool)(await office.ClockAsync("finish-wd10"))["isProvisional"]!);
            await office.AdvanceToAsync("2026-12-29T09:00:00");
            await office.AssertFiredAsync("complaint-statutory", "half", "2026-12-29T02:00:00", "lead", "2026-12-29T09:00:00");
        }

        await File.WriteAllTextAsync(Path.Combine(Workflows, "calendars", "cn.2027.json"), NoticeOf2027);
        using (var host = HostAt("2026-12-29T10:00:00"))
        {
            using var office = new ComplaintOffice(host);
            await office.HireAsync();
            office.TakeOver(caseId);

            await office.AssertDueAsync("finish-wd10", "2027-01-05T18:00:00");
            await office.AssertDueAsync("complaint-statutory", "2027-01-05T23:59:59");
            Assert.False((bool)(await office.ClockAsync("finish-wd10"))["isProvisional"]!);
            await office.AdvanceToAsync("2026-12-31T12:00:00");
            var timeline = (await MustAsync(await office.As("admin").GetAsync($"/api/v1/cases/{caseId}/timeline"), HttpStatusCode.OK)).ToJsonString();
            Assert.Contains("clock.recounted", timeline, StringComparison.Ordinal);
            // Told once before the restart, and not again though the clock was counted anew.
            await office.AssertFiredAsync("complaint-statutory", "half", "2026-12-29T02:00:00", "lead", "2026-12-29T09:00:00");
        }
    }

    /// <summary>An example notice for 2027: 1 to 3 January off.</summary>
    private const string NoticeOf2027 = """
        {
          "id": "cn", "year": 2027, "timeZone": "Asia/Shanghai", "utcOffset": "+08:00", "opensAt": "09:00", "closesAt": "18:00",
          "off": [{ "name": { "zh": "元旦", "en": "New Year" }, "from": "2027-01-01", "to": "2027-01-03" }],
          "makeUpDays": [], "source": "an example", "evidence": "D"
        }
        """;

    private VirtualHost HostAt(string local) =>
        VirtualHost.At(At(local)).With("Workflows:Folder", Workflows).With("Database:File", Path.Combine(_folder, "year-end.db"));

    private void CopyPack()
    {
        var shipped = Path.Combine(Repository.Root, "workflows");
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Workflows, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
