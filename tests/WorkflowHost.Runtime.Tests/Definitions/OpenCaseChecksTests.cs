using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Runtime.Versions;

namespace WorkflowHost.Runtime.Tests.Definitions;

public sealed class OpenCaseChecksTests
{
    [Fact]
    public async Task Restart_FormGoneThatAnOlderVersionWithCasesNames_IsRefusedAndSaysHowMany()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var old = await host.OpenAsync();
        var workflow = TestPack.Workflow();
        workflow["root"]!["activities"]![2]!["form"]!["expression"]!["value"] = "small-close";
        TestPack.Write(host.WorkflowsFolder, "small.json", workflow.ToJsonString());
        await host.RestartAsync();
        var form = Path.Combine(host.WorkflowsFolder, "forms", "small-intake.json");
        var text = await File.ReadAllTextAsync(form);
        File.Delete(form);

        var rejected = await Assert.ThrowsAsync<PackRejectedException>(host.RestartAsync);

        var fault = Assert.Single(rejected.Faults);
        Assert.Equal("sop.form.unknown", fault.Code);
        Assert.Contains("version 1 of small, on which 1 case(s) run", fault.Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(form, text);
        await host.RestartAsync();
        Assert.True((await host.Get<MigrationDesk>().MigrateAsync("small", null, new(old.Id, null, new Dictionary<string, string?>()), RuntimeHarness.Owner)).IsOk);
        File.Delete(form);
        await host.RestartAsync();
    }

    [Fact]
    public async Task Restart_ClockBeyondAVerifiedLimit_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        TestPack.Write(host.WorkflowsFolder, "policies/limits.json", """
            {"kind":"limits","limits":[{"id":"decision","name":{"zh":"处理期限","en":"Decision"},"clocks":["statutory"],"atMost":"NAT(10)","source":"test","evidence":"V"}]}
            """);

        var rejected = await Assert.ThrowsAsync<PackRejectedException>(host.RestartAsync);

        Assert.Contains(rejected.Faults, fault => fault.Code == "lint.clock.above_limit" && fault.File == "small.json");
    }
}
