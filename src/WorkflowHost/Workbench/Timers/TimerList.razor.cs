using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Jobs;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Timers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Timers;

/// <summary>What will happen by itself and when; a supervisor may have it now or leave it out. Filters and place live in the address.</summary>
public sealed partial class TimerList
{
    private string? _shown;

    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "sop")]
    private string? Sop { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? Cursor { get; set; }

    [Inject]
    private TimerQueries Queries { get; set; } = default!;

    [Inject]
    private TimerDesk Desk { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private Retries Again { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<TimerList> Logger { get; set; } = default!;

    private Fetch<Page<TimerView>> Timers { get; set; } = default!;

    private bool MayIntervene { get; set; }

    private bool IsFiltered => !string.IsNullOrEmpty(State) || !string.IsNullOrEmpty(Sop) || Cursor is not null;

    protected override void OnInitialized() => Timers = new(Logger);

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != $"{State} {Sop} {Cursor}")
        {
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        _shown = $"{State} {Sop} {Cursor}";
        var me = await Me.GetAsync();
        MayIntervene = me.IsInAny(StaffRoles.Supervisors);
        var filter = new TimerFilter(Enum.TryParse<TimerState>(State, out var state) ? state : null, string.IsNullOrEmpty(Sop) ? null : Sop, Cursor);
        await Timers.RunAsync(async () => await Queries.PageAsync(filter, me));
    }

    private string? WhatOf(TimerView timer) => timer switch
    {
        { Subject: null } => null,
        { Kind: CaseTimerKind.Ladder } => Labels.Clock(timer.Subject) + (timer.Text is { } text ? T["punctuation.colon"] + T.Pick(text.Zh, text.En) : ""),
        { Kind: CaseTimerKind.Revisit } => Labels.Revisit(timer.Subject) + (T.Find($"timers.by_channel.{timer.Channel}") is { } how ? T["punctuation.colon"] + how : ""),
        _ => timer.Subject,
    };

    private async Task RetryAsync(TimerView timer)
    {
        var isDone = await Again.TimerAsync(timer.CaseId, timer.TimerId, await Me.GetAsync(), CancellationToken.None);
        Toasts.Done(T[isDone ? "timers.retried" : "timers.retry_gone"]);
        await LoadAsync();
    }

    private Task RunAsync(TimerView timer) => AskAsync(
        timer, "timers.run", async reason => (await Desk.RunNowAsync(timer.CaseId, timer.TimerId, timer.DueAt, reason, await Me.GetAsync())).Refusal);

    private Task SkipAsync(TimerView timer) => AskAsync(
        timer, "timers.skip", async reason => (await Desk.SkipAsync(timer.CaseId, timer.TimerId, timer.DueAt, reason, await Me.GetAsync())).Refusal);

    private async Task AskAsync(TimerView timer, string key, Func<string, Task<CaseRefusal?>> take)
    {
        var what = WhatOf(timer) ?? T[$"timers.kind.{timer.Kind}"];
        var isTaken = await Dialogs.OpenAsync<ReasonDialog>(
            T[key + ".title", ("what", what)],
            new Dictionary<string, object?>
            {
                [nameof(ReasonDialog.Lead)] = T[key + ".lead", ("at", Time.Full(timer.DueAt))],
                [nameof(ReasonDialog.Submit)] = T[key],
                [nameof(ReasonDialog.Take)] = take,
            },
            new DialogOptions { Width = "480px" });
        if (isTaken is true)
        {
            Toasts.Done(T[key + ".done"]);
        }

        await LoadAsync();
    }

    private void Go(string key, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        [key] = string.IsNullOrEmpty(value) ? null : value,
        ["cursor"] = null,
    }));

    private string Link(string key, string? value) => Navigation.GetUriWithQueryParameter(key, value);
}
