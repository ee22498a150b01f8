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

    private FormSending Sending { get; } = new();

    protected override async Task OnInitializedAsync()
    {
        if (Event.FormId is { } id && Pack.Current.Forms.TryGetValue(id, out var form))
        {
            Form = new FormModel(form, View.Data, await Me.GetAsync(), Prefill.Nothing);
        }
    }

    private async Task RaiseAsync()
    {
        var actor = await Me.GetAsync();
        if (await Sending.SendAsync(Form, Time.Now, fields => Desk.RaiseEventAsync(View.Id, Event.EventName, fields, actor)) is { } after)
        {
            await Dialogs.CloseSideAsync(after);
        }
    }
}
