using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Revisits;
using WorkflowHost.Workbench.Forms;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Revisits;

/// <summary>Notes what came of a follow-up call; what is next is planned by the rules and told on closing.</summary>
public sealed partial class AttemptPanel
{
    [Parameter, EditorRequired]
    public string RevisitId { get; set; } = "";

    [Parameter]
    public string PolicyId { get; set; } = "";

    /// <summary>The number on file.</summary>
    [Parameter]
    public string? Number { get; set; }

    [Parameter]
    public JsonObject? CaseData { get; set; }

    [Inject]
    private CaseDesk Desk { get; set; } = default!;

    [Inject]
    private SopPackSource Pack { get; set; } = default!;

    [Inject]
    private StaffDirectory Staff { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private AttemptModel Model { get; } = new();

    private FormModel? Script { get; set; }

    private RevisitPolicy? Policy { get; set; }

    private CaseRefusal? Refusal { get; set; }

    private bool IsBusy { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Model.Number = Number;
        Policy = Pack.Current.RevisitPolicies.GetValueOrDefault(PolicyId);
        if (Policy is not null && Pack.Current.Forms.TryGetValue(Policy.FormId, out var form))
        {
            Script = new FormModel(form, CaseData ?? [], await Me.GetAsync(), Prefill.Nothing);
        }
    }

    /// <summary>What the script asks itself is not asked a second time.</summary>
    private bool Asks(string field) => Script?.Form.Fields.Any(f => f.Name == field) == true;

    private async Task SaveAsync()
    {
        var answers = Model.Result == AttemptResult.Connected ? Script?.Check(outcome: null, Time.Now) : null;
        if (IsBusy || (Model.Result == AttemptResult.Connected && Script is not null && answers is null))
        {
            return;
        }

        (IsBusy, Refusal) = (true, null);
        try
        {
            var result = await Desk.LogAttemptAsync(RevisitId, Model.ToRequest(answers), await Me.GetAsync());
            if (result.IsOk)
            {
                Tell(result.Value);
                await Dialogs.CloseSideAsync(result.Value);
            }
            else if (Script?.Mark(result.Refusal.Fields) != true)
            {
                Refusal = result.Refusal;
            }
        }
        finally
        {
            IsBusy = false;
        }
    }

    private void Tell(CaseView view)
    {
        if (view.Revisits.FirstOrDefault(revisit => revisit.Id == RevisitId)?.Revisit is { } revisit)
        {
            Toasts.Done(revisit.NextAttemptAt is { } next
                ? T["attempt.next", ("at", Time.Short(next)), ("channel", T[$"channel.{revisit.NextChannel}"])]
                : T["attempt.ended", ("step", T[$"revisit.step.{revisit.NextStep}"])]);
        }
    }
}
