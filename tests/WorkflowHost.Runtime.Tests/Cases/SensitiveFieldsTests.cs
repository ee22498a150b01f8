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

    private static async Task<CaseView> OpenAsync(RuntimeHarness host)
    {
        var fields = RuntimeHarness.OpenFields();
        fields["idNumber"] = IdNumber;
        var result = await host.Desk.OpenAsync(TestPack.DefinitionId, fields, RuntimeHarness.Agent);
        Assert.True(result.IsOk, result.Refusal?.Code);
        return result.Value;
    }
}
