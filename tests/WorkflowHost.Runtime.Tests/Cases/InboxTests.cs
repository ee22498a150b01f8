using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Tests.Cases;

/// <summary>What waits for a person: theirs, and what they may claim, by the deadline that breaches next.</summary>
public sealed class InboxTests
{
    [Fact]
    public async Task Inbox_MineAndClaimable_AreToldApartAndSortedByWhatBreachesNext()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var late = await host.OpenAsync("晚");
        host.Time.Advance(TimeSpan.FromHours(1));
        var mine = await host.OpenAsync("我的");
        await host.OpenAsync("更晚");
        await host.Desk.ClaimAsync(RuntimeHarness.OpenTask(mine).Id, RuntimeHarness.Agent);

        var inbox = await host.Queries.InboxAsync(RuntimeHarness.Agent, new());

        Assert.Equal("我的", Assert.Single(inbox.Mine).CustomerName);
        Assert.Equal(["晚", "更晚"], inbox.Claimable.Select(i => i.CustomerName));
        Assert.Equal("contact", inbox.Claimable[0].NextBreach!.PolicyId);
        Assert.Equal(late.Summary.NextDueAt, inbox.Claimable[0].NextBreach!.DueAt);
        Assert.False(inbox.HasMore);
    }

    [Fact]
    public async Task Inbox_OtherRole_SeesNothingToClaim()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync();

        var inbox = await host.Queries.InboxAsync(RuntimeHarness.Handler, new());

        Assert.Empty(inbox.Claimable);
    }

    [Theory]
    [InlineData("0002", 1)]
    [InlineData("李", 1)]
    [InlineData("%", 0)]
    [InlineData("XE", 3)]
    [InlineData("xe", 3)]
    public async Task Inbox_Text_SearchesNumberAndCustomerLiterally(string text, int found)
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync("张伟");
        await host.OpenAsync("李娜");
        await host.OpenAsync("王芳");

        Assert.Equal(found, (await host.Queries.InboxAsync(RuntimeHarness.Agent, new(Text: text))).Claimable.Count);
    }

    [Fact]
    public async Task Inbox_MoreThanAsked_SaysSo()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync();
        await host.OpenAsync();

        var inbox = await host.Queries.InboxAsync(RuntimeHarness.Agent, new(Take: 1));

        Assert.Single(inbox.Claimable);
        Assert.True(inbox.HasMore);
    }

    [Fact]
    public async Task Inbox_TaskWithItsClock_WearsTheClocksColour()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        await using (var context = host.Context())
        {
            var contact = view.Clocks.Single(c => c.PolicyId == "contact").Id;
            await context.Database.ExecuteSqlAsync($"UPDATE tasks SET clock_id = {contact} WHERE case_id = {view.Id}");
        }

        host.Time.Advance(TimeSpan.FromHours(20));

        var item = Assert.Single((await host.Queries.InboxAsync(RuntimeHarness.Agent, new())).Claimable);
        Assert.Equal(("contact", ClockState.Red), (item.TaskClock?.PolicyId, item.TaskClock?.Colour));
    }

    [Fact]
    public async Task Inbox_SeveralRoles_IsOneListInOneOrder()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var closing = await host.AcceptedAsync("先开");
        host.Time.Advance(TimeSpan.FromHours(3));
        await host.Timers.RunDueAsync();
        await host.OpenAsync("后开");
        var both = RuntimeHarness.Agent with { Roles = ["agent", "handler"] };

        var claimable = (await host.Queries.InboxAsync(both, new())).Claimable;

        // The later one must be contacted within a day, the earlier one has only its fifteen days left.
        Assert.Equal(["后开", "先开"], claimable.Select(item => item.CustomerName));
        Assert.Equal([closing.Id], (await host.Queries.InboxAsync(both, new(Role: "handler"))).Claimable.Select(item => item.CaseId));
        Assert.Equal(["后开"], (await host.Queries.InboxAsync(both, new(Take: 1))).Claimable.Select(item => item.CustomerName));
    }

    [Fact]
    public async Task OpenTasks_WhateverHappensToTheCase_BearItsNextDeadline()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        await AssertAsync();
        await host.Desk.ClaimAsync(RuntimeHarness.OpenTask(view).Id, RuntimeHarness.Agent);
        await AssertAsync();
        await host.Desk.AddNoteAsync(view.Id, "客户来电催办", RuntimeHarness.Agent);
        await AssertAsync();
        host.Time.Advance(TimeSpan.FromDays(20));
        await host.Timers.RunDueAsync();
        await AssertAsync();
        var accepted = await host.AcceptedAsync("李娜");
        host.Time.Advance(TimeSpan.FromHours(2));
        await host.Timers.RunDueAsync();
        await AssertAsync();
        Assert.True((await host.Desk.RaiseEventAsync(accepted.Id, "withdrawn", [], RuntimeHarness.Agent)).IsOk);
        await AssertAsync();

        async Task AssertAsync()
        {
            await using var context = host.Context();
            var open = await context.Tasks.Where(t => t.Status == CaseTaskStatus.Open)
                .Join(context.Cases, t => t.CaseId, c => c.Id, (t, c) => new { t.CaseDueAt, c.NextDueAt })
                .ToListAsync();
            Assert.All(open, each => Assert.Equal(each.NextDueAt ?? StoredTask.NoDeadline, each.CaseDueAt));
        }
    }
}
