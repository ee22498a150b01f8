using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Tests.Pack;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Tests.Cases;

public sealed class IdempotencyTests
{
    [Fact]
    public async Task Open_SameKeyAgain_AnswersTheSameCaseAndOpensNone()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var first = await host.OpenAsync(key: "k1");
        var second = await host.OpenAsync(key: "k1");

        Assert.Equal(first.Id, second.Id);
        Assert.Equal("XE20260929-0002", (await host.OpenAsync(key: "k2")).Summary.Number);
    }

    [Fact]
    public async Task Note_SameKeyAgain_IsAppliedOnceEvenAfterARestart()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        await host.Desk.AddNoteAsync(view.Id, "一次", RuntimeHarness.Agent, "k");
        await host.RestartAsync();

        var again = await host.Desk.AddNoteAsync(view.Id, "一次", RuntimeHarness.Agent, "k");

        Assert.True(again.IsOk);
        Assert.Single(again.Value.Timeline, t => t.Kind == "note.added");
    }

    [Fact]
    public async Task Note_SameKeyByTwentyAtOnce_IsAppliedOnce()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => host.Desk.AddNoteAsync(view.Id, "一次", RuntimeHarness.Agent, "k"))));

        Assert.All(results, r => Assert.True(r.IsOk, r.Refusal?.Code));
        Assert.Equal(view.Version + 1, (await host.Queries.CaseAsync(view.Id, RuntimeHarness.Agent))!.Version);
    }

    [Fact]
    public async Task Open_SameKeyByTwentyAtOnce_OpensOne()
    {
        await using var host = await RuntimeHarness.StartAsync();

        var views = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => host.OpenAsync(key: "k"))));

        Assert.Single(views.Select(v => v.Id).Distinct());
        Assert.Equal("XE20260929-0002", (await host.OpenAsync()).Summary.Number);
    }

    [Fact]
    public async Task Key_WithAnotherCommand_IsAConflict()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync(key: "k");

        var other = await host.Desk.OpenAsync(TestPack.DefinitionId, RuntimeHarness.OpenFields("李娜"), RuntimeHarness.Agent, "k");
        var note = await host.Desk.AddNoteAsync(view.Id, "一", RuntimeHarness.Agent, "k");

        Assert.Equal((RefusalKind.Conflict, "idempotency.key_reused"), (other.Refusal!.Kind, other.Refusal.Code));
        Assert.Equal("idempotency.key_reused", note.Refusal?.Code);
    }

    public static TheoryData<RevisitAttemptRequest> OtherAttempts() => new(
        new RevisitAttemptRequest { Result = AttemptResult.Busy },
        new RevisitAttemptRequest { Result = AttemptResult.NoAnswer, Number = "13900000000" },
        new RevisitAttemptRequest { Result = AttemptResult.NoAnswer, Channel = ContactChannel.SmsLink },
        new RevisitAttemptRequest { Result = AttemptResult.NoAnswer, RecordingId = "r1" },
        new RevisitAttemptRequest { Result = AttemptResult.NoAnswer, IsInbound = true },
        new RevisitAttemptRequest { Result = AttemptResult.NoAnswer, Answers = new JsonObject { ["identityVerified"] = true } },
        new RevisitAttemptRequest { Result = AttemptResult.NoAnswer, Rating = 5 },
        new RevisitAttemptRequest { Result = AttemptResult.NoAnswer, Comment = "稍后再拨" },
        new RevisitAttemptRequest { Result = AttemptResult.NoAnswer, HasProblem = true },
        new RevisitAttemptRequest { Result = AttemptResult.NoAnswer, RescheduleTo = new DateTimeOffset(2026, 10, 9, 2, 0, 0, TimeSpan.Zero) });

    [Theory]
    [MemberData(nameof(OtherAttempts))]
    public async Task Key_OfAnAttemptWithAnyOtherMember_IsAConflict(RevisitAttemptRequest other)
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.ClosedAsync();
        var scheduler = new Actor("s-sched", "吴霞", null, ["scheduler"]);
        var row = Assert.Single(await host.Queries.RevisitsAsync(new(), scheduler));
        host.Time.Advance(row.NextAttemptAt!.Value - host.Time.GetUtcNow());
        var request = new RevisitAttemptRequest { Result = AttemptResult.NoAnswer };
        var logged = await host.Desk.LogAttemptAsync(row.RevisitId, request, scheduler, "k");
        Assert.True(logged.IsOk, logged.Refusal?.Code);

        Assert.True((await host.Desk.LogAttemptAsync(row.RevisitId, request with { }, scheduler, "k")).IsOk);
        Assert.Equal("idempotency.key_reused", (await host.Desk.LogAttemptAsync(row.RevisitId, other, scheduler, "k")).Refusal?.Code);
    }

    [Fact]
    public async Task Key_OfAnotherPerson_IsAnotherKey()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        await host.Desk.AddNoteAsync(view.Id, "一", RuntimeHarness.Agent, "k");

        var result = await host.Desk.AddNoteAsync(view.Id, "二", RuntimeHarness.Lead, "k");

        Assert.Equal(2, result.Value!.Timeline.Count(t => t.Kind == "note.added"));
    }

    [Fact]
    public async Task Key_OfARefusedCommand_MayBeUsedAgainWhenPutRight()
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();
        var refused = await host.Desk.AddNoteAsync(view.Id, " ", RuntimeHarness.Agent, "k");

        var accepted = await host.Desk.AddNoteAsync(view.Id, "好", RuntimeHarness.Agent, "k");

        Assert.Equal(RefusalKind.Invalid, refused.Refusal?.Kind);
        Assert.True(accepted.IsOk);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task Key_EmptyOrTooLong_IsInvalid(int length)
    {
        await using var host = await RuntimeHarness.StartAsync();
        var view = await host.OpenAsync();

        var result = await host.Desk.AddNoteAsync(view.Id, "一", RuntimeHarness.Agent, new string('k', length));

        Assert.Equal("idempotency.key_invalid", result.Refusal?.Code);
    }

    [Fact]
    public async Task Key_PastItsTime_IsForgotten()
    {
        await using var host = await RuntimeHarness.StartAsync();
        await host.OpenAsync(key: "k");
        host.Time.Advance(TimeSpan.FromDays(8));

        await host.Get<Housekeeping>().RunAsync(default);

        Assert.Equal("XE20261007-0001", (await host.OpenAsync(key: "k")).Summary.Number);
    }
}
