using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Contacts;
using WorkflowHost.Runtime.Staff;

namespace WorkflowHost.Runtime.Tests.Contacts;

/// <summary>Numbers that are not to be called, as stored.</summary>
public sealed class ContactBlockDeskTests
{
    [Fact]
    public async Task Number_Added_IsFoundHoweverItIsSpeltAndByTheCommandsOfCases()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<ContactBlockDesk>();
        var until = host.Time.GetUtcNow().AddMonths(6);

        var added = (await desk.AddAsync("+86 138-0013-8000", until, "客户来电要求", RuntimeHarness.Agent)).Value!;

        Assert.Equal(added, Assert.Single(await desk.ListAsync("138 0013 8000", inForce: true, RuntimeHarness.Agent)));
        Assert.Empty(await desk.ListAsync("13900000000", inForce: true, RuntimeHarness.Agent));
        Assert.Empty(await desk.ListAsync("nobody@example.com", inForce: false, RuntimeHarness.Agent));
        Assert.Equal(until, host.Get<CaseReader>().BlockOf("13800138000")!.Until);
        Assert.Null(host.Get<CaseReader>().BlockOf("13900000000"));
        Assert.Contains((await host.Get<AuditTrail>().ListAsync()).Items, entry => entry.Action == "contact_block_added");
    }

    [Fact]
    public async Task Number_OfSeveralEntries_IsBlockedByTheOneThatHoldsLongest()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var (desk, now) = (host.Get<ContactBlockDesk>(), host.Time.GetUtcNow());
        await desk.AddAsync("13800138000", now.AddMonths(2), "x", RuntimeHarness.Agent);
        await desk.AddAsync("13800138000", now.AddMonths(8), "x", RuntimeHarness.Agent);
        Assert.Equal(now.AddMonths(8), host.Get<CaseReader>().BlockOf("13800138000")!.Until);

        await desk.AddAsync("13800138000", null, "x", RuntimeHarness.Agent);

        Assert.Null(host.Get<CaseReader>().BlockOf("13800138000")!.Until);
    }

    [Fact]
    public async Task End_ByASupervisorWithAReason_LetsTheNumberBeCalledOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<ContactBlockDesk>();
        var added = (await desk.AddAsync("13800138000", null, "x", RuntimeHarness.Agent)).Value!;

        Assert.Equal("contact_block.role_required", (await desk.EndAsync(added.Id, "x", RuntimeHarness.Agent)).Refusal!.Code);
        Assert.Equal("form.invalid", (await desk.EndAsync(added.Id, " ", RuntimeHarness.Lead)).Refusal!.Code);
        Assert.Equal("contact_block.not_found", (await desk.EndAsync("none", "x", RuntimeHarness.Lead)).Refusal!.Code);
        Assert.True((await desk.EndAsync(added.Id, "客户本人要求恢复", RuntimeHarness.Lead)).IsOk);
        Assert.Equal("contact_block.ended", (await desk.EndAsync(added.Id, "x", RuntimeHarness.Lead)).Refusal!.Code);

        Assert.Null(host.Get<CaseReader>().BlockOf("13800138000"));
        Assert.Empty(await desk.ListAsync(null, inForce: true, RuntimeHarness.Agent));
        var kept = Assert.Single(await desk.ListAsync(null, inForce: false, RuntimeHarness.Agent));
        Assert.Equal((RuntimeHarness.Lead.Name, "客户本人要求恢复"), (kept.EndedByName, kept.EndReason));
    }

    [Theory]
    [InlineData(null, "x", "number", "field.required")]
    [InlineData("li@example.com", "x", "number", "field.wrong_format")]
    [InlineData("13800138000", "", "reason", "field.required")]
    public async Task Add_OfWhatIsNotFilledRightly_IsRefusedByField(string? number, string reason, string field, string code)
    {
        await using var host = await RuntimeHarness.StartAsync();

        var refusal = (await host.Get<ContactBlockDesk>().AddAsync(number, null, reason, RuntimeHarness.Agent)).Refusal!;

        Assert.Equal((field, code), (Assert.Single(refusal.Fields).Field, refusal.Fields[0].Code));
    }

    [Fact]
    public async Task Add_UntilAPastDayOrByWhoMakesNoCalls_IsRefused()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var desk = host.Get<ContactBlockDesk>();

        Assert.Equal("until", Assert.Single((await desk.AddAsync("13800138000", host.Time.GetUtcNow(), "x", RuntimeHarness.Agent)).Refusal!.Fields).Field);
        Assert.Equal("contact_block.role_required", (await desk.AddAsync("13800138000", null, "x", RuntimeHarness.Owner)).Refusal!.Code);
        Assert.Empty(await desk.ListAsync(null, inForce: false, RuntimeHarness.Owner));
    }

    [Fact]
    public async Task Substitute_OfAPerson_MustBeAnotherOneAndIsKept()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var staff = host.Get<StaffDirectory>();
        var handler = staff.Find(RuntimeHarness.Handler.Id)!;

        Assert.Equal("staff.substitute_unknown", (await staff.SaveAsync(handler with { SubstituteId = handler.Id })).Refusal!.Code);
        Assert.Equal("staff.substitute_unknown", (await staff.SaveAsync(handler with { SubstituteId = "nobody" })).Refusal!.Code);
        Assert.True((await staff.SaveAsync(handler with { SubstituteId = RuntimeHarness.OtherHandler.Id, Skills = ["motor"] })).IsOk);
        await host.RestartAsync();

        Assert.Equal(RuntimeHarness.OtherHandler.Id, host.Get<StaffDirectory>().Find(handler.Id)!.SubstituteId);
    }
}
