using Microsoft.AspNetCore.Components;
using WorkflowHost.Jobs;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Timers;

/// <summary>What will happen by itself: timers, messages on their way out, and what failed.</summary>
public sealed partial class TimersPage
{
    private const int Most = 200;
    private static readonly string[] Tabs = ["timers", "schedules", "outbox", "incidents"];
    private string? _shown;

    [SupplyParameterFromQuery(Name = "tab")]
    private string? TabParameter { get; set; }

    [Inject]
    private CaseQueries Queries { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private Retries Again { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private ILogger<TimersPage> Logger { get; set; } = default!;

    private Fetch<IReadOnlyList<OutboxView>> Outbox { get; set; } = default!;

    private string Tab => Tabs.Contains(TabParameter) ? TabParameter! : Tabs[0];

    protected override void OnInitialized()
    {
        Outbox = new(Logger);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Tab)
        {
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        _shown = Tab;
        var me = await Me.GetAsync();
        await (Tab switch
        {
            "outbox" => Outbox.RunAsync(async () => await Queries.OutboxAsync(new OutboxFilter(Take: Most), me)),
            _ => Task.CompletedTask,
        });
    }

    private async Task RetryAsync(OutboxView message) =>
        await RetriedAsync(await Again.MessageAsync(message.Id, await Me.GetAsync(), CancellationToken.None));

    private async Task RetriedAsync(bool isDone)
    {
        Toasts.Done(T[isDone ? "timers.retried" : "timers.retry_gone"]);
        await LoadAsync();
    }

    private string Link(string tab) => tab == Tabs[0] ? "/timers" : "/timers?tab=" + tab;
}
