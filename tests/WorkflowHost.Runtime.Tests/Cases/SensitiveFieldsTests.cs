using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Cases;

/// <summary>Personal Information Protection Law art. 28 and 51: sensitive data only for who needs it, and with a trace.</summary>
public sealed class SensitiveFieldsTests
{
    private const string IdNumber = "310101194803021234";

    [Fact]
    public async Task Case_ForWhoIsNotAtWorkOnIt_ComesMasked()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var opened = await OpenAsync(host);

        Assert.Equal(IdNumber, opened.Data.Text("idNumber"));
        var seen = (await host.Queries.CaseAsync(opened.Id, RuntimeHarness.Lead))!;
        Assert.Equal(("******1234", "张伟"), (seen.Data.Text("idNumber"), seen.Data.Text("customerName")));
        Assert.Equal(["idNumber"], seen.MaskedFields);
    }

    [Fact]
    public async Task Case_ForTheHolderOfItsTask_ComesInClear()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var opened = await OpenAsync(host);
        var other = new Actor("s-agent9", "沈洁", "A1099", ["agent"]);
        Assert.Equal("******1234", (await host.Queries.CaseAsync(opened.Id, other))!.Data.Text("idNumber"));

        var claimed = await host.Desk.ClaimAsync(RuntimeHarness.OpenTask(opened).Id, other);

        Assert.Equal(IdNumber, claimed.Value!.Data.Text("idNumber"));
        Assert.Empty(claimed.Value.MaskedFields);
    }

    [Fact]
    public async Task Reveal_WithAReason_ShowsTheFieldsAndKeepsATrace()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var opened = await OpenAsync(host);

        var refused = await host.Desk.RevealAsync(opened.Id, " ", RuntimeHarness.Lead);
        var revealed = await host.Desk.RevealAsync(opened.Id, "核对身份", RuntimeHarness.Lead);

        Assert.Equal("form.invalid", refused.Refusal?.Code);
        Assert.Equal(IdNumber, revealed.Value!.Data.Text("idNumber"));
        var trace = Assert.Single(revealed.Value.Timeline, entry => entry.Kind == "sensitive.revealed");
        Assert.Equal((RuntimeHarness.Lead.Id, "核对身份", "idNumber"), (trace.ActorId, trace.Args["reason"], trace.Args["fields"]));
        Assert.Equal("******1234", (await host.Queries.CaseAsync(opened.Id, RuntimeHarness.Lead))!.Data.Text("idNumber"));
    }

    [Fact]
    public async Task Reveal_SentTwiceWithOneKey_LeavesATraceForEachAnswer()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var opened = await OpenAsync(host);
        await host.Desk.RevealAsync(opened.Id, "核对身份", RuntimeHarness.Lead, "k");
        host.Time.Advance(TimeSpan.FromDays(5));

        var again = await host.Desk.RevealAsync(opened.Id, "核对身份", RuntimeHarness.Lead, "k");

        Assert.Equal(IdNumber, again.Value!.Data.Text("idNumber"));
        Assert.Equal(2, again.Value.Timeline.Count(entry => entry.Kind == "sensitive.revealed"));
        Assert.Equal(2, (await host.Get<AuditTrail>().ListAsync("sensitive_revealed")).Items.Count);
    }

    [Fact]
    public async Task Instance_ForWhoIsNotAtWorkOnIt_ComesMaskedToo()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var opened = await OpenWithFormAsync(host);

        var lead = await WholeAsync(host, opened.Id, RuntimeHarness.Lead);
        var compliance = await WholeAsync(host, opened.Id, new Actor("s-comp", "周颖", "C9001", ["compliance"]));

        Assert.DoesNotContain(IdNumber, lead, StringComparison.Ordinal);
        Assert.Contains("******1234", lead, StringComparison.Ordinal);
        Assert.Contains(IdNumber, compliance, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("31010119480302123X", "******123X")]
    [InlineData("E12345678", "******5678")]
    [InlineData("Dementia", "******")]
    [InlineData("1234567", "******")]
    [InlineData("高血压二期", "******")]
    public void Masked_KeepsTheEndOfANumberAndNothingOfAWord(string value, string shown) =>
        Assert.Equal(shown, (string?)SensitiveFields.Masked(JsonValue.Create(value)));

    /// <summary>A task whose form asks for the number, so that it stands in the journal as well.</summary>
    private static async Task<CaseView> OpenWithFormAsync(RuntimeHarness host)
    {
        TestPack.Write(host.WorkflowsFolder, "forms/small-intake.json", """
            {"id":"small-intake","title":{"zh":"表单","en":"Form"},"sections":[{"title":{"zh":"内容","en":"Content"},"fields":[
            {"name":"summary","label":{"zh":"摘要","en":"Summary"},"type":"text","required":true},
            {"name":"idNumber","label":{"zh":"证件号","en":"Identity number"},"type":"text","sensitive":true}]}],"source":"test","evidence":"D"}
            """);
        await host.RestartAsync();
        var view = await host.OpenAsync();
        var task = RuntimeHarness.OpenTask(view);
        await host.Desk.ClaimAsync(task.Id, RuntimeHarness.Agent);
        var done = await host.Desk.CompleteAsync(task.Id, "accepted", new JsonObject { ["summary"] = "x", ["idNumber"] = IdNumber }, RuntimeHarness.Agent);
        Assert.True(done.IsOk, done.Refusal?.Code);
        return done.Value;
    }

    /// <summary>All that the API and the viewer are given of an instance, as text.</summary>
    private static async Task<string> WholeAsync(RuntimeHarness host, string id, Actor actor)
    {
        var view = (await host.InstanceQueries.GetAsync(id, actor))!;
        var journal = (await host.InstanceQueries.JournalAsync(id, new(), actor))!;
        var executions = (await host.InstanceQueries.ExecutionsAsync(id, null, actor))!;
        return JsonSerializer.Serialize(new { view, journal, executions });
    }

    private static async Task<CaseView> OpenAsync(RuntimeHarness host)
    {
        var fields = RuntimeHarness.OpenFields();
        fields["idNumber"] = IdNumber;
        var result = await host.Desk.OpenAsync(TestPack.DefinitionId, fields, RuntimeHarness.Agent);
        Assert.True(result.IsOk, result.Refusal?.Code);
        return result.Value;
    }
}
