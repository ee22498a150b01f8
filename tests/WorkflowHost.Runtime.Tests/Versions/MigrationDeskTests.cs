using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Runtime.Versions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Versions;

namespace WorkflowHost.Runtime.Tests.Versions;

public sealed class MigrationDeskTests
{
    private static readonly Actor Owner = RuntimeHarness.Owner;
    private static readonly Dictionary<string, string?> NoChoices = [];

    [Fact]
    public async Task Cases_OnAnOlderVersion_AreListedWithoutWhatNamesTheCustomer()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, Renamed);
        var fresh = await host.OpenAsync("李四", "13900000001");

        var owners = await Desk(host).CasesAsync("small", new(), Owner);
        var admins = await Desk(host).CasesAsync("small", new(), new("s-admin", "管理员", null, ["admin"]));

        var row = Assert.Single(owners.Value!.Items);
        Assert.Equal((2, 1, old.Id, 1, null), (owners.Value.To, owners.Value.Total, row.Id, row.DefinitionVersion, row.Title));
        Assert.NotNull(Assert.Single(admins.Value!.Items).Title);
        Assert.Equal(fresh.Id, Assert.Single((await Desk(host).CasesAsync("small", new(To: 1), Owner)).Value!.Items).Id);
    }

    [Fact]
    public async Task Migrate_OpenCase_GoesOnWithTheNewVersionInStateRowsAndAfterARestart()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, ToTheHandler);
        var preview = (await Desk(host).PreviewAsync("small", null, new(old.Id, null, NoChoices), Owner)).Value!;
        Assert.True(preview.Preview.CanApply);
        Assert.Equal(1, (await CaseAsync(host, old.Id)).DefinitionVersion);

        var moved = await Desk(host).MigrateAsync("small", null, new(old.Id, preview.Case.Version, NoChoices), Owner);

        Assert.True(moved.IsOk, moved.Refusal?.Code);
        Assert.Equal((2, true), (moved.Value.Case.DefinitionVersion, moved.Value.IsMoved));
        await host.RestartAsync();
        var after = await CaseAsync(host, old.Id);
        Assert.Equal(2, after.DefinitionVersion);
        Assert.Contains(after.Timeline, entry => entry.Kind == "case.migrated" && entry.ActorId == Owner.Id);
        // The same task, as its row and so the inbox of its new role have it.
        var inbox = await host.Queries.InboxAsync(RuntimeHarness.Handler, new());
        var item = Assert.Single(inbox.Claimable.Concat(inbox.Mine));
        Assert.Equal((RuntimeHarness.OpenTask(old).Id, "受理核对", "small-close"), (item.TaskId, item.Step, item.FormId));
        Assert.Equal([(2, 1), (1, 0)], (await host.Get<DefinitionStore>().VersionsAsync("small")).Select(v => (v.Version, v.RunningCases)));
    }

    [Fact]
    public async Task Migrate_ThenWorked_EndsOnTheNewVersion()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, Renamed);
        Assert.True((await Desk(host).MigrateAsync("small", 2, new(old.Id, null, NoChoices), Owner)).IsOk);

        var task = RuntimeHarness.OpenTask(await CaseAsync(host, old.Id));
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        var accepted = await host.Desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "已核实" }, RuntimeHarness.Agent);

        Assert.True(accepted.IsOk, accepted.Refusal?.Code);
        Assert.Equal(2, accepted.Value.DefinitionVersion);
        Assert.Equal(host.Time.GetUtcNow() + TimeSpan.FromHours(5), host.Timers.NextDue());
    }

    [Fact]
    public async Task Migrate_CaseThatWentOnSinceThePreview_IsRefusedAndUnchanged()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, Renamed);
        var preview = (await Desk(host).PreviewAsync("small", null, new(old.Id, null, NoChoices), Owner)).Value!;
        await host.Desk.AddNoteAsync(old.Id, "已回电", RuntimeHarness.Agent);

        var refused = await Desk(host).MigrateAsync("small", null, new(old.Id, preview.Case.Version, NoChoices), Owner);

        Assert.Equal("migration.case_went_on", refused.Refusal?.Code);
        Assert.Equal(1, (await CaseAsync(host, old.Id)).DefinitionVersion);
    }

    [Fact]
    public async Task Migrate_StepGone_NeedsAChoiceAndTakesIt()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, WithoutIntake);

        var preview = (await Desk(host).PreviewAsync("small", null, new(old.Id, null, NoChoices), Owner)).Value!.Preview;
        var refused = await Desk(host).MigrateAsync("small", null, new(old.Id, null, NoChoices), Owner);
        var moved = await Desk(host).MigrateAsync("small", null, new(old.Id, null, new Dictionary<string, string?> { ["intake"] = "close" }), Owner);

        Assert.Equal("intake", Assert.Single(preview.Blockers).Step.ActivityId);
        Assert.Equal("migration.blocked", refused.Refusal?.Code);
        Assert.True(moved.IsOk, moved.Refusal?.Code);
        var after = await CaseAsync(host, old.Id);
        Assert.Equal("close", Assert.Single(after.Tasks, task => task.Status == CaseTaskStatus.Open).ActivityId);
        Assert.Contains(after.Tasks, task => task.Id == RuntimeHarness.OpenTask(old).Id && task.Status == CaseTaskStatus.Cancelled);
    }

    [Fact]
    public async Task Migrate_SentTwiceWithOneKey_MovesOnceAndIsAnsweredAlike()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, Renamed);
        var first = await Desk(host).MigrateAsync("small", null, new(old.Id, null, NoChoices), Owner, "key-1");

        var again = await Desk(host).MigrateAsync("small", null, new(old.Id, null, NoChoices), Owner, "key-1");

        Assert.Equal((true, false), (first.Value!.IsMoved, again.Value!.IsMoved));
        Assert.Equal(first.Value.Case, again.Value.Case);
        Assert.Single((await CaseAsync(host, old.Id)).Timeline, entry => entry.Kind == "case.migrated");
    }

    [Fact]
    public async Task Migrate_SentAgainAfterAnotherVersionWasPublished_IsAnsweredAsBefore()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, Renamed);
        await Desk(host).MigrateAsync("small", null, new(old.Id, null, NoChoices), Owner, "key-1");
        await PublishAsync(host, document => document["description"] = "第三版");

        var again = await Desk(host).MigrateAsync("small", null, new(old.Id, null, NoChoices), Owner, "key-1");

        Assert.Equal((2, false), (again.Value?.Case.DefinitionVersion, again.Value?.IsMoved));
    }

    [Fact]
    public async Task Preview_OfAMoveThatWouldFail_ShowsWhoSeesNoCasesNothingOfTheValue()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, QuotesTheCustomer);

        var owners = await Desk(host).PreviewAsync("small", null, new(old.Id, null, NoChoices), Owner);
        var refused = await Desk(host).MigrateAsync("small", null, new(old.Id, null, NoChoices), Owner);
        var admins = await Desk(host).PreviewAsync("small", null, new(old.Id, null, NoChoices), new("s-admin", "管理员", null, ["admin"]));

        Assert.Equal(("migration.would_fault_unseen", "migration.would_fault_unseen"), (owners.Value!.Preview.Outcome.Refusal?.Code, refused.Refusal?.Code));
        Assert.DoesNotContain("张伟", string.Join(' ', owners.Value.Preview.Outcome.Refusal!.Args.Values), StringComparison.Ordinal);
        Assert.Contains("张伟", admins.Value!.Preview.Outcome.Refusal!.Args["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("team_lead")]
    public async Task Migrate_ByWhoMayNot_IsForbiddenAndAudited(string role)
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, Renamed);
        var actor = new Actor("s-x", "某人", null, [role]);

        var listed = await Desk(host).CasesAsync("small", new(), actor);
        var refused = await Desk(host).MigrateAsync("small", null, new(old.Id, null, NoChoices), actor);

        Assert.Equal([RefusalKind.Forbidden, RefusalKind.Forbidden], [listed.Refusal!.Kind, refused.Refusal!.Kind]);
        Assert.Equal(2, (await host.Get<AuditTrail>().ListAsync("denied", actor.Id)).Items.Count);
    }

    [Theory]
    [InlineData("small", 3, "migration.never_published")]
    [InlineData("small", 9, "migration.version_unknown")]
    [InlineData("none", null, "definition.not_found")]
    public async Task Migrate_ToWhatCarriesNoCases_IsRefused(string definitionId, int? to, string code)
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, Renamed);
        await SaveAsync(host, document => document["name"] = "草稿", isToBePublished: false);

        var refused = await Desk(host).MigrateAsync(definitionId, to, new(old.Id, null, NoChoices), Owner);

        Assert.Equal(code, refused.Refusal?.Code);
    }

    [Fact]
    public async Task Migrate_AfterRetraction_NeedsTheVersionNamed()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await PublishAsync(host, Renamed);
        var bad = await host.OpenAsync();
        await host.Get<DefinitionDesk>().RetractAsync("small", Owner);

        var unnamed = await Desk(host).MigrateAsync("small", null, new(bad.Id, null, NoChoices), Owner);
        var back = await Desk(host).MigrateAsync("small", 1, new(bad.Id, null, NoChoices), Owner);

        Assert.Equal("definition.not_published", unnamed.Refusal?.Code);
        Assert.Equal(1, back.Value?.Case.DefinitionVersion);
    }

    [Fact]
    public async Task Migrate_TwoAtOnce_OneMovesAndOneIsTold()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, Renamed);

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Desk(host).MigrateAsync("small", null, new(old.Id, null, NoChoices), Owner)));

        Assert.Single(both, one => one.IsOk);
        Assert.Single(both, one => one.Refusal?.Code == "migration.same_version");
        await using var context = host.Context();
        Assert.Equal(2, (await context.Cases.SingleAsync(c => c.Id == old.Id)).DefinitionVersion);
    }

    [Fact]
    public async Task Migrate_OntoAVersionThatIsDeletedMeanwhile_IsNotStored()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        await PublishAsync(host, Renamed);
        var before = (await host.Get<CaseReader>().LoadAsync(old.Id, CancellationToken.None))!;
        var burst = (await Desk(host).PreviewAsync("small", 2, new(old.Id, null, NoChoices), Owner)).Value!.Preview.Outcome.Burst!;
        var second = (await host.Get<DefinitionStore>().GetAsync("small", 2))!;
        await host.Get<DefinitionDesk>().RetractAsync("small", Owner);
        Assert.Null(await host.Get<DefinitionDesk>().DeleteVersionAsync(second.Id, Owner));

        var (verdict, fault) = await host.Get<CaseCommits>().CommitAsync(before, burst, null, null, host.Time.GetUtcNow());

        Assert.Equal((CaseWriteVerdict.VersionConflict, null), (verdict, fault));
        Assert.Equal(1, (await CaseAsync(host, old.Id)).DefinitionVersion);
    }

    private static MigrationDesk Desk(RuntimeHarness host) => host.Get<MigrationDesk>();

    private static async Task<CaseView> CaseAsync(RuntimeHarness host, string id) => (await host.Queries.CaseAsync(id, RuntimeHarness.Handler))!;

    private static Task PublishAsync(RuntimeHarness host, Action<JsonObject> change) => SaveAsync(host, change, isToBePublished: true);

    private static async Task SaveAsync(RuntimeHarness host, Action<JsonObject> change, bool isToBePublished)
    {
        var latest = (await host.Get<DefinitionStore>().GetAsync("small"))!;
        var document = latest.ToDocument();
        change(document);
        var saved = await host.Get<DefinitionDesk>().SaveAsync(new(document, latest.Revision, IsToBePublished: isToBePublished), Owner);
        Assert.True(saved.IsOk, saved.Refusal?.Code + string.Join("; ", saved.Check?.Faults ?? []));
    }

    private static JsonObject Step(JsonObject document, string id) =>
        (JsonObject)document["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == id)!;

    private static void Renamed(JsonObject document) =>
        Step(document, "wait")["timeSpan"]!["expression"]!["value"] = "05:00:00";

    private static void ToTheHandler(JsonObject document)
    {
        var intake = Step(document, "intake");
        intake["name"] = "受理核对";
        intake["role"]!["expression"]!["value"] = "handler";
        intake["form"]!["expression"]!["value"] = "small-close";
    }

    private static void QuotesTheCustomer(JsonObject document) =>
        Step(document, "intake")["role"]!["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "(() => { throw new Error(getCase().customerName); })()" };

    private static void WithoutIntake(JsonObject document)
    {
        var root = document["root"]!;
        root["activities"]!.AsArray().Remove(Step(document, "intake"));
        foreach (var connection in root["connections"]!.AsArray().ToList().Where(each => IsOf(each!, "intake")))
        {
            root["connections"]!.AsArray().Remove(connection);
        }

        root["connections"]!.AsArray().Add(TestPack.Connection("clocks", "Done", "contacted"));

        static bool IsOf(JsonNode connection, string id) => (string?)connection["source"]!["activity"] == id || (string?)connection["target"]!["activity"] == id;
    }
}
