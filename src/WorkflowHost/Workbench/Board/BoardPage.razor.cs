using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Workbench.Cases;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Board;

/// <summary>What the team must not miss next, and who has how much to do.</summary>
public sealed partial class BoardPage
{
    private BoardFilter? _shown;

    [SupplyParameterFromQuery(Name = "within")]
    private string? Within { get; set; }

    [SupplyParameterFromQuery(Name = "severity")]
    private int? Severity { get; set; }

    [SupplyParameterFromQuery(Name = "person")]
    private string? Person { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    [Inject]
    private CaseQueries Queries { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<BoardPage> Logger { get; set; } = default!;

    private Fetch<BoardView> View { get; set; } = default!;

    /// <summary>A drawn name has one language; in English the stage stands for it.</summary>
    private string StepOf(BoardItem item) =>
        item.TaskName is null || (Texts.IsEnglish && item.Stage is not null) ? Sops.Stage(item.Stage, item.DefinitionId) : item.TaskName;

    private int CountOf(ClockState state) => View.Value?.Counts.GetValueOrDefault(state) ?? 0;

    private ClockState? Only => Enum.TryParse<ClockState>(State, out var state) ? state : null;

    private bool IsFiltered => Within is not null || Severity is not null || Person is not null || State is not null;

    protected override void OnInitialized() => View = new Fetch<BoardView>(Logger);

    protected override async Task OnParametersSetAsync()
    {
        // The horizon moves with the clock; what the address says decides whether to read again.
        if (_shown is null || _shown with { DueBefore = null } != Filter() with { DueBefore = null } || Within != _shownWithin)
        {
            await LoadAsync();
        }
    }

    private string? _shownWithin;

    private BoardFilter Filter() => new(AssigneeId: Person, Severity: Severity, DueBefore: BoardModel.DueBefore(Within, Time.Now), Take: BoardModel.Most);

    private async Task LoadAsync()
    {
        (_shown, _shownWithin) = (Filter(), Within);
        await View.RunAsync(async () => await Queries.BoardAsync(await Me.GetAsync(), _shown));
    }

    private async Task ReassignAsync(BoardItem item)
    {
        var view = await Dialogs.OpenAsync<ReassignDialog>(
            T["reassign.title"],
            new Dictionary<string, object?>
            {
                [nameof(ReassignDialog.TaskId)] = item.TaskId,
                [nameof(ReassignDialog.Role)] = item.TaskRole ?? "",
                [nameof(ReassignDialog.HolderId)] = item.AssigneeId,
            },
            new DialogOptions { Width = "460px" });
        if (view is CaseView)
        {
            Toasts.Done(T["reassign.done", ("number", item.CaseNumber)]);
            await LoadAsync();
        }
    }

    private void Open(BoardItem item) => Navigation.NavigateTo($"/cases/{item.CaseNumber}{(item.TaskId is null ? "" : $"?task={item.TaskId}")}");

    private void Go(string key, string? value) =>
        Navigation.NavigateTo(Link(key, string.IsNullOrWhiteSpace(value) ? null : value), replace: true);

    private string Link(string key, string? value) => Navigation.GetUriWithQueryParameter(key, value);
}
