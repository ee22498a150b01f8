using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Forms;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Live;
using WorkflowHost.Workbench.Revisits;

namespace WorkflowHost.Workbench.Cases;

/// <summary>One case: its work, facts, history, deadlines and follow-up calls.</summary>
public sealed partial class CasePage
{
    private const string TabKey = "tab";

    [Parameter]
    public string Number { get; set; } = "";

    [SupplyParameterFromQuery(Name = "task")]
    private string? TaskId { get; set; }

    [SupplyParameterFromQuery(Name = TabKey)]
    private string? TabParameter { get; set; }

    [Inject]
    private CaseQueries Queries { get; set; } = default!;

    [Inject]
    private CaseDesk Desk { get; set; } = default!;

    [Inject]
    private DefinitionStore Definitions { get; set; } = default!;

    [Inject]
    private StaffDirectory Staff { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private PackLabels Labels { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<CasePage> Logger { get; set; } = default!;

    private static readonly string[] Tabs = ["facts", "timeline", "revisits", "letters"];

    private Fetch<CaseModel> Case { get; set; } = default!;

    private string? Shown { get; set; }

    private string Tab => Tabs.Contains(TabParameter) ? TabParameter! : Tabs[0];

    private CaseTask? Front => Case.Value?.Front(TaskId);

    /// <summary>The task in front when it is the person's own, so that its form is open.</summary>
    private CaseTask? Mine => Front is { } front && Case.Value!.StandingOf(front) == TaskStanding.Mine ? front : null;

    protected override void OnInitialized() => Case = new Fetch<CaseModel>(Logger);

    protected override async Task OnParametersSetAsync()
    {
        if (Shown != Number)
        {
            Shown = Number;
            Lost = null;
            Case = new Fetch<CaseModel>(Logger);
            await LoadAsync();
        }
    }

    private async Task LoadAsync() => await Case.RunAsync(async () =>
    {
        var me = await Me.GetAsync();
        return await Queries.CaseAsync(Number, me) is { } view ? await ModelOfAsync(view, me) : null;
    });

    /// <summary>What became of a form that was being filled in here and is gone, because it was dealt with elsewhere.</summary>
    private string? Lost { get; set; }

    private string NoTask => Case.Value!.BrokenOff is null ? Case.Value.View.Summary.Status.ToString() : "BrokenOff";

    /// <summary>Somebody changed the case. A form that disappears under one's hands must say who dealt with it.</summary>
    private async Task RefreshAsync()
    {
        var before = Mine;
        await LoadAsync();
        if (before is { } task && Case.Value is { } now && LostTask.TextOf(task, now, T, Labels) is { } text)
        {
            Lost = text;
        }
    }

    private async Task<CaseModel> ModelOfAsync(CaseView view, Actor me)
    {
        var program = await Definitions.ProgramAsync(view.DefinitionId, view.DefinitionVersion);
        return new CaseModel(view, program is null ? null : SopProfile.Of(program.Definition), me);
    }

    private async Task ShowAsync(CaseView view) => Case.Set(await ModelOfAsync(view, await Me.GetAsync()));

    private async Task CompletedAsync(CaseView view)
    {
        Lost = null;
        await ShowAsync(view);
        // The next task is in front now; the address must not hold on to the one just done.
        Navigation.NavigateTo(Link("task", null), replace: true);
    }

    private async Task RaiseAsync(AvailableEvent what)
    {
        var view = await Dialogs.OpenSideAsync<EventPanel>(
            Labels.Step(what.FormId, what.DisplayName),
            new Dictionary<string, object?> { [nameof(EventPanel.Event)] = what, [nameof(EventPanel.View)] = Case.Value!.View },
            SidePanel);
        if (view is CaseView after)
        {
            Toasts.Done(T["case.event_raised", ("name", Labels.Step(what.FormId, what.DisplayName))]);
            await ShowAsync(after);
        }
    }

    private async Task LinkOtherAsync()
    {
        var view = await Dialogs.OpenSideAsync<LinkPanel>(
            T["linked.add"], new Dictionary<string, object?> { [nameof(LinkPanel.CaseId)] = Case.Value!.View.Id }, SidePanel);
        if (view is CaseView after)
        {
            Toasts.Done(T["linked.asked"]);
            await ShowAsync(after);
        }
    }

    private async Task LogAttemptAsync(RevisitView revisit)
    {
        var view = await Dialogs.OpenSideAsync<AttemptPanel>(
            T["attempt.title"],
            new Dictionary<string, object?>
            {
                [nameof(AttemptPanel.RevisitId)] = revisit.Id,
                [nameof(AttemptPanel.PolicyId)] = revisit.Revisit.PolicyId,
                [nameof(AttemptPanel.Number)] = Case.Value!.View.Summary.CustomerContact,
                [nameof(AttemptPanel.CaseData)] = Case.Value.View.Data,
            },
            SidePanel);
        if (view is CaseView after)
        {
            await ShowAsync(after);
        }
    }

    private async Task<bool> AddNoteAsync(string text) => await TakeAsync(await Desk.AddNoteAsync(Case.Value!.View.Id, text, await Me.GetAsync()));

    private async Task RetryIncidentAsync(string activityInstanceId) =>
        await TakeAsync(await Desk.RetryIncidentAsync(Case.Value!.View.Id, activityInstanceId, await Me.GetAsync()));

    private async Task MendIncidentAsync(Incident incident)
    {
        var view = await Dialogs.OpenSideAsync<IncidentPanel>(
            T["incident.mend"],
            new Dictionary<string, object?> { [nameof(IncidentPanel.Incident)] = incident, [nameof(IncidentPanel.View)] = Case.Value!.View },
            SidePanel);
        if (view is CaseView after)
        {
            await ShowAsync(after);
        }
    }

    private async Task<bool> TakeAsync(CommandResult<CaseView> result)
    {
        if (result.IsOk)
        {
            await ShowAsync(result.Value);
            return true;
        }

        Toasts.Refused(result.Refusal);
        await LoadAsync();
        return false;
    }

    private static SideDialogOptions SidePanel => new() { Width = "600px", CloseDialogOnOverlayClick = false, ShowMask = true, CssClass = "panel" };

    private int CountOf(string tab) => tab switch
    {
        "timeline" => Case.Value!.View.Timeline.Count,
        "revisits" => Case.Value!.View.Revisits.Count,
        "letters" => Case.Value!.View.Outbox.Count,
        _ => 0,
    };

    private void Choose(string tab) => Navigation.NavigateTo(Link(TabKey, tab == Tabs[0] ? null : tab), replace: true);

    private string Link(string key, string? value) => Navigation.GetUriWithQueryParameter(key, value);
}
