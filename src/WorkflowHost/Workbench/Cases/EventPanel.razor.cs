using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Forms;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Cases;

/// <summary>Something done to the case besides its tasks: withdrawal, new facts, extension. Closes with the case after it.</summary>
public sealed partial class EventPanel
{
    [Parameter, EditorRequired]
    public AvailableEvent Event { get; set; } = default!;

    [Parameter, EditorRequired]
    public CaseView View { get; set; } = default!;

    [Inject]
    private CaseDesk Desk { get; set; } = default!;

    [Inject]
    private SopPackSource Pack { get; set; } = default!;

    [Inject]
    private StaffDirectory Staff { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private FormModel? Form { get; set; }

    private CaseRefusal? Refusal { get; set; }

    private bool IsBusy { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (Event.FormId is { } id && Pack.Current.Forms.TryGetValue(id, out var form))
        {
            Form = new FormModel(form, View.Data, await Me.GetAsync(), Prefill.Nothing);
        }
    }

    private async Task RaiseAsync()
    {
        var fields = Form is null ? [] : Form.Check(outcome: null, Time.Now);
        if (IsBusy || fields is null)
        {
            return;
        }

        (IsBusy, Refusal) = (true, null);
        try
        {
            var result = await Desk.RaiseEventAsync(View.Id, Event.EventName, fields, await Me.GetAsync());
            if (result.IsOk)
            {
                await Dialogs.CloseSideAsync(result.Value);
            }
            else if (Form?.Mark(result.Refusal.Fields) != true)
            {
                Refusal = result.Refusal;
            }
        }
        finally
        {
            IsBusy = false;
        }
    }
}
