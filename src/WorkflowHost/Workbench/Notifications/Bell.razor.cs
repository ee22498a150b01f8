using Microsoft.AspNetCore.Components;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Notifications;
using WorkflowHost.Workbench.Live;
using WorkflowHost.Workbench.Rules;
using WorkflowHost.Workbench.Sops;

namespace WorkflowHost.Workbench.Notifications;

/// <summary>The bell in the header: reminders and escalations meant for the person or one of their roles, and drafts that wait for them.</summary>
public sealed partial class Bell
{
    private const int Most = 100;
    private IReadOnlyList<NotificationView>? _items;
    private bool _isOpen;

    [Inject]
    private CaseQueries Queries { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private ILogger<Bell> Logger { get; set; } = default!;

    private int Unread => _items?.Count(item => !item.IsRead) ?? 0;

    private static string AddressOf(NotificationView item) =>
        item.DefinitionId is { } definition ? SopPage.AddressOf(definition) : item.Rule is { } rule ? RulePage.AddressOf(rule.Key) : $"/cases/{item.CaseNumber}";

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var fetch = new Fetch<IReadOnlyList<NotificationView>>(Logger);
        await fetch.RunAsync(async () => await Queries.NotificationsAsync(await Me.GetAsync(), take: Most));
        // A bell that could not be read keeps what it showed; the page itself says that something is wrong.
        _items = fetch.Value ?? _items;
    }

    private async Task ReadAsync(NotificationView item)
    {
        _isOpen = false;
        await MarkAsync([item.Id]);
    }

    private Task ReadAllAsync() => MarkAsync([.. _items!.Where(item => !item.IsRead).Select(item => item.Id)]);

    private async Task MarkAsync(IReadOnlyList<string> ids)
    {
        await Queries.MarkReadAsync(await Me.GetAsync(), ids);
        await LoadAsync();
    }
}
