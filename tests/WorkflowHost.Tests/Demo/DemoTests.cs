using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Demo;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Starting;
using WorkflowHost.Tests.Hosting;

namespace WorkflowHost.Tests.Demo;

/// <summary>One start with --demo, looked at from all sides.</summary>
public sealed class DemoTests(DemoTests.DemoHost demo) : IClassFixture<DemoTests.DemoHost>
{
    private const string Password = "Yan-Shi-2026";

    [Fact]
    public async Task Demo_Started_HasSixtyCasesInEveryStageAndState()
    {
        using var client = await demo.Host.ClientAsync(StaffRoles.Manager);

        var all = (await (await client.GetAsync("/api/v1/cases?take=200")).JsonAsync())["items"]!.AsArray();
        var cases = all.Where(row => ((string)row!["number"]!).StartsWith("TS", StringComparison.Ordinal)).ToList();

        Assert.Equal(60, cases.Count);
        Assert.Equal(["application", "application", "assessment", "publicity"], StagesOf("LTC"));
        Assert.Equal(["report", "review", "survey"], StagesOf("BA"));
        Assert.All(new[] { "RX", "HC", "TJ", "JG", "QT", "XD", "HF", "QZ", "BJ", "MY", "JX", "TY", "FX", "YJ", "HG", "YF", "JY" }, prefix => Assert.NotEmpty(StagesOf(prefix)));
        Assert.All(all, row => Assert.Equal(0, (int)row!["incidentCount"]!));
        string[] stages = ["registration", "analysis", "solution", "execution", "feedback", "closing"];
        Assert.Equal(stages.Order(), cases.Select(row => (string)row!["stage"]!).Distinct().Order());
        string[] states = ["open", "closed", "ended"];
        Assert.Equal(states.Order(), cases.Select(row => (string)row!["status"]!).Distinct().Order());

        IEnumerable<string> StagesOf(string prefix) =>
            all.Where(row => ((string)row!["number"]!).StartsWith(prefix, StringComparison.Ordinal)).Select(row => (string)row!["stage"]!).Order();
    }

    [Fact]
    public async Task Demo_Started_ShowsClocksOfEveryColour()
    {
        using var client = await demo.Host.ClientAsync(StaffRoles.Manager);

        var counts = (await (await client.GetAsync("/api/v1/clocks/due")).JsonAsync())["counts"]!.AsObject();

        Assert.All(["green", "amber", "red", "breached"], colour => Assert.True((int?)counts[colour] > 0, $"{colour}: {counts}"));
    }

    [Fact]
    public async Task Demo_Started_HasCallsForTodayAndOverdueOnes()
    {
        using var client = await demo.Host.ClientAsync(StaffRoles.Scheduler);

        var buckets = (await (await client.GetAsync("/api/v1/revisits")).JsonAsync()).AsArray().Select(row => (string)row!["bucket"]!).ToHashSet();

        Assert.Superset(new HashSet<string> { "overdue", "today" }, buckets);
    }

    [Fact]
    public async Task Demo_Started_PrintsUsersWhoCanSignIn()
    {
        using var browser = new BrowserSession(demo.Host);

        await browser.MustSignInAsync("wanglei", Password);

        Assert.Contains("wanglei", demo.Host.Console.ToString(), StringComparison.Ordinal);
        var inbox = await (await browser.Client.GetAsync("/api/v1/tasks")).JsonAsync();
        Assert.NotEmpty((JsonArray)inbox["mine"]!);
    }

    [Fact]
    public async Task Demo_Started_LeavesNoTimerOfThePastUnfired()
    {
        using var client = await demo.Host.ClientAsync(StaffRoles.Admin);

        var late = await (await client.GetAsync("/api/v1/timers?state=late")).JsonAsync();

        Assert.Equal("[]", late["items"]!.ToJsonString());
    }

    [Fact]
    public async Task Demo_StartedAgainWithAPassword_ResetsTheDemoUsersOnly()
    {
        await demo.Host.HireAsync("real.person", "Zhen-Ren-7731", mustChange: false, StaffRoles.Agent);
        var before = demo.Host.Console.ToString().Length;

        await EnsureAsync(demo.Host);

        Assert.DoesNotContain("real.person", demo.Host.Console.ToString()[before..], StringComparison.Ordinal);
        using var browser = new BrowserSession(demo.Host);
        await browser.MustSignInAsync("real.person", "Zhen-Ren-7731");
    }

    [Fact]
    public async Task Demo_OnADatabaseWithPeopleOfItsOwn_IsRefused()
    {
        using var real = new VirtualHost();
        _ = real.OneTimePassword();

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => EnsureAsync(real));

        Assert.Contains("people of its own", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_CutOffWhileItWasMade_IsRefusedWithWhatToDo()
    {
        using var half = new VirtualHost();
        var id = DemoWorld.PeopleIds.First();
        await half.Services.GetRequiredService<StaffDirectory>().SaveAsync(new StaffMember(id, "chenjing", "陈静", null, [StaffRoles.Agent], null, [], true, null, 0));

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => EnsureAsync(half));

        Assert.Contains("Delete the file", refused.Message, StringComparison.Ordinal);
    }

    private static async Task EnsureAsync(VirtualHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DemoData>().EnsureAsync();
    }

    /// <summary>A Wednesday at noon, so that the same stories are told on every run.</summary>
    public sealed class DemoHost : IDisposable
    {
        public DemoHost()
        {
            Host = VirtualHost.At(new DateTimeOffset(2026, 11, 25, 11, 30, 0, VirtualHost.China)).With("Demo:Enabled", "true").With("Demo:Password", Password);
            _ = Host.Services;
        }

        public VirtualHost Host { get; }

        public void Dispose() => Host.Dispose();
    }
}
