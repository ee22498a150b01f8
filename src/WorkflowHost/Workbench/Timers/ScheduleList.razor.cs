using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Triggers;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Timers;

/// <summary>Which workflows start by the clock, how, and when next; who runs workflows may have one start now.</summary>
public sealed partial class ScheduleList
{
    [Inject]
    private ScheduleDesk Desk { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private ILogger<ScheduleList> Logger { get; set; } = default!;

    private Fetch<IReadOnlyList<ScheduleView>> Schedules { get; set; } = default!;

    private bool MayRun { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Schedules = new(Logger);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var me = await Me.GetAsync();
        MayRun = CaseAccess.RunsWorkflows(me);
        await Schedules.RunAsync(async () => await Desk.ListAsync(me));
    }

    private async Task RunAsync(ScheduleView schedule)
    {
        var isTaken = await Dialogs.OpenAsync<ReasonDialog>(
            T["timers.run.title", ("what", schedule.DefinitionName)],
            new Dictionary<string, object?>
            {
                [nameof(ReasonDialog.Lead)] = T["schedules.run.lead"],
                [nameof(ReasonDialog.Submit)] = T["timers.run"],
                [nameof(ReasonDialog.Take)] = (Func<string, Task<CaseRefusal?>>)(async reason =>
                    (await Desk.RunNowAsync(schedule.DefinitionId, schedule.ActivityId, reason, await Me.GetAsync())).Refusal),
            },
            new DialogOptions { Width = "480px" });
        if (isTaken is true)
        {
            Toasts.Done(T["schedules.run.done"]);
        }

        await LoadAsync();
    }
}
