using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Changes;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Live;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Inbox;

/// <summary>The tasks of the person at the screen, and those their roles may claim.</summary>
public sealed partial class InboxPage : IAsyncDisposable
{
    private const int Most = 200;
    private const string TextKey = "q";
    private const string SeverityKey = "severity";
    private const string StageKey = "stage";
    private const string DueKey = "due";
    private const string TabKey = "view";
    private DotNetObjectReference<InboxPage>? _self;
    private IJSObjectReference? _keys;
    private InboxFilter? _shown;
    private Actor? _me;

    [SupplyParameterFromQuery(Name = TabKey)]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = TextKey)]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = SeverityKey)]
    private int? Severity { get; set; }

    [SupplyParameterFromQuery(Name = StageKey)]
    private string? Stage { get; set; }

    [SupplyParameterFromQuery(Name = DueKey)]
    private string? Due { get; set; }

    [Inject]
    private CaseQueries Queries { get; set; } = default!;

    [Inject]
    private CaseDesk Desk { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private PageScript Script { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<InboxPage> Logger { get; set; } = default!;

    private InboxModel Model { get; set; } = default!;

    private Fetch<InboxView> View { get; set; } = default!;

    /// <summary>The task being claimed, so that its button shows it and no second press gets through.</summary>
    private string? Busy { get; set; }

    private bool IsFiltered => Text is not null || Severity is not null || Stage is not null || Due is not null;

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_keys is not null)
            {
                await _keys.InvokeVoidAsync("stop");
                await _keys.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser left first.
        }

        _self?.Dispose();
    }

    [JSInvokable]
    public async Task OnKeyAsync(string key)
    {
        switch (key)
        {
            case "j" or "k":
                Model.Move(key == "j" ? 1 : -1);
                StateHasChanged();
                await Script.RevealAsync("tr.at");
                break;
            case "Enter" when Model.Selected is { } item:
                Open(item);
                break;
            case "c" when Model is { Tab: InboxTab.Claimable, Selected: { } item }:
                await ClaimAsync(item);
                StateHasChanged();
                break;
        }
    }

    protected override void OnInitialized()
    {
        Model = new InboxModel(Time);
        View = new Fetch<InboxView>(Logger);
    }

    protected override async Task OnInitializedAsync()
    {
        // A process owner sees no cases and has no tasks, so their home is where their work is.
        if (!(await Me.GetAsync()).IsInAny([.. AccessPolicies.RolesOf(AccessPolicies.Work)]))
        {
            Navigation.NavigateTo("/sops", replace: true);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        Model.Choose(Tab, Due);
        if (Filter() != _shown)
        {
            await LoadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _keys = await Script.ListenKeysAsync(_self, "j", "k", "c", "Enter");
        }
    }

    private static string HrefOf(InboxItem item) => $"/cases/{item.CaseNumber}?task={item.TaskId}";

    private InboxFilter Filter() => new(Text, Stage, Severity, null, Most);

    /// <summary>Most commits are other people's: only what may change this list has it read again.</summary>
    private bool IsMyConcern(CaseChanged change) => _me is not { } me || change.TouchesInboxOf(me);

    private async Task LoadAsync()
    {
        _shown = Filter();
        _me = await Me.GetAsync();
        await View.RunAsync(async () => await Queries.InboxAsync(_me, _shown));
        if (View.Value is { } view)
        {
            Model.Show(view);
        }
    }

    private async Task ClaimAsync(InboxItem item)
    {
        if (Busy is not null)
        {
            return;
        }

        Busy = item.TaskId;
        try
        {
            var result = await Desk.ClaimAsync(item.TaskId, await Me.GetAsync(), item.TaskVersion);
            if (result.IsOk)
            {
                Toasts.Done(T["inbox.claimed", ("number", item.CaseNumber), ("step", Labels.Step(item.FormId, item.Step))]);
                Open(item);
            }
            else
            {
                Toasts.Refused(result.Refusal);
                await LoadAsync();
            }
        }
        finally
        {
            Busy = null;
        }
    }

    private void Open(InboxItem item) => Navigation.NavigateTo(HrefOf(item));

    private void Go(string key, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, string.IsNullOrWhiteSpace(value) ? null : value.Trim()), replace: true);

    private string Link(string? tab) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [TabKey] = tab, [DueKey] = null });
}
