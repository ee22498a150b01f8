using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Figures;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Workbench.Forms;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Cases;

/// <summary>The task in front: claim it, fill its form, decide. What was typed survives refusals, refreshes and a look elsewhere.</summary>
public sealed partial class TaskPanel
{
    [Parameter, EditorRequired]
    public CaseModel Model { get; set; } = default!;

    [Parameter, EditorRequired]
    public CaseTask Task { get; set; } = default!;

    [Parameter]
    public IReadOnlyList<StaffMember> People { get; set; } = [];

    /// <summary>The task was completed; the case as it stands after it.</summary>
    [Parameter]
    public EventCallback<CaseView> Done { get; set; }

    /// <summary>The task changed hands; the case as it stands after that.</summary>
    [Parameter]
    public EventCallback<CaseView> Acted { get; set; }

    [Inject]
    private CaseDesk Desk { get; set; } = default!;

    [Inject]
    private FigureDesk Figures { get; set; } = default!;

    [Inject]
    private SopPackSource Pack { get; set; } = default!;

    [Inject]
    private Drafts Drafts { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private PageScript Script { get; set; } = default!;

    [Inject]
    private Words Words { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private FormModel? Form { get; set; }

    private CaseRefusal? Refusal { get; set; }

    private bool IsBusy { get; set; }

    private string? Deciding { get; set; }

    private TaskStanding Standing => Model.StandingOf(Task);

    protected override void OnParametersSet()
    {
        // A case moved to another version keeps its task, which may then ask another form.
        if (Form?.Form.Id != Task.FormId && Standing == TaskStanding.Mine && Pack.Current.Forms.TryGetValue(Task.FormId, out var form))
        {
            Form = Drafts.Of(DraftKey, () => new FormModel(form, Model.View.Data, Model.Me));
        }

        Form?.Know(Model.View.Data);
    }

    /// <summary>The form that figures were proposed for, once.</summary>
    private string? Proposed { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (Form is { } form && Proposed != DraftKey && form.Form.Fields.Any(field => field.Figure is not null))
        {
            Proposed = DraftKey;
            form.Propose(await Figures.ProposalsAsync(form.Form, Model.View.Data, Model.Me));
        }
    }

    private string DraftKey => $"{Task.Id}:{Task.FormId}";

    private IReadOnlyList<ContextEntry> Context => Model.View.Contexts.GetValueOrDefault(Task.FormId) ?? [];

    /// <summary>The task is measured by its clock, so it wears that clock's colour.</summary>
    private ClockState? DueState => Model.ColourOf(Task);

    private Task ClaimAsync() => ActAsync(() => Desk.ClaimAsync(Task.Id, Model.Me, Task.Version));

    private Task ReleaseAsync() => ActAsync(() => Desk.ReleaseAsync(Task.Id, Model.Me, Task.Version));

    private async Task ReassignAsync()
    {
        var view = await Dialogs.OpenAsync<ReassignDialog>(
            T["reassign.title"],
            new Dictionary<string, object?>
            {
                [nameof(ReassignDialog.TaskId)] = Task.Id,
                [nameof(ReassignDialog.Role)] = Task.Role,
                [nameof(ReassignDialog.HolderId)] = Task.AssigneeId,
                [nameof(ReassignDialog.Excluded)] = Task.ExcludedStaff,
            },
            new DialogOptions { Width = "460px" });
        if (view is CaseView after)
        {
            await Acted.InvokeAsync(after);
        }
    }

    private async Task CompleteAsync(string outcome)
    {
        if (IsBusy || Form is null)
        {
            return;
        }

        if (Form.Check(outcome, Time.Now) is not { } fields)
        {
            await FormView.ShowFirstFaultAsync(Form, Script);
            return;
        }

        (IsBusy, Deciding, Refusal) = (true, outcome, null);
        try
        {
            var result = await Desk.CompleteAsync(Task.Id, outcome, fields, Model.Me, Task.Version);
            if (result.IsOk)
            {
                Drafts.Forget(DraftKey);
                Toasts.Done(T["task.completed", ("step", Labels.Step(Task.FormId, Task.Name)), ("outcome", Labels.Outcome(Task.FormId, outcome))]);
                await Done.InvokeAsync(result.Value);
            }
            else if (Form.Mark(result.Refusal.Fields))
            {
                await FormView.ShowFirstFaultAsync(Form, Script);
            }
            else
            {
                Refusal = result.Refusal;
            }
        }
        finally
        {
            (IsBusy, Deciding) = (false, null);
        }
    }

    private async Task ActAsync(Func<Task<CommandResult<CaseView>>> command)
    {
        IsBusy = true;
        try
        {
            var result = await command();
            if (result.IsOk)
            {
                await Acted.InvokeAsync(result.Value);
            }
            else
            {
                Toasts.Refused(result.Refusal);
            }
        }
        finally
        {
            IsBusy = false;
        }
    }
}
