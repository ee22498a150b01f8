using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Workbench.Live;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Cases;

/// <summary>Moves a task to somebody who may work it; those with less to do stand first.</summary>
public sealed partial class ReassignDialog
{
    [Parameter, EditorRequired]
    public string TaskId { get; set; } = "";

    [Parameter]
    public string Role { get; set; } = "";

    [Parameter]
    public string? HolderId { get; set; }

    /// <summary>Staff who must keep away from the matter (回避).</summary>
    [Parameter]
    public ImmutableArray<string> Excluded { get; set; } = [];

    [Inject]
    private CaseDesk Desk { get; set; } = default!;

    [Inject]
    private StaffDirectory Staff { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private CaseTime Time { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private string StaffId { get; set; } = "";

    private string Reason { get; set; } = "";

    private bool IsBusy { get; set; }

    private CaseRefusal? Refusal { get; set; }

    private bool IsReady => !IsBusy && StaffId.Length > 0 && !string.IsNullOrWhiteSpace(Reason);

    private IEnumerable<StaffMember> Candidates => Staff.Snapshot
        .Where(member => member.IsAvailable(Time.Now) && member.Id != HolderId && member.Roles.Contains(Role) && !(Excluded.IsDefault ? [] : Excluded).Contains(member.Id))
        .OrderBy(member => member.OpenTasks)
        .ThenBy(member => member.DisplayName, StringComparer.Ordinal);

    private async Task SaveAsync()
    {
        IsBusy = true;
        try
        {
            var result = await Desk.ReassignAsync(TaskId, StaffId, Reason.Trim(), await Me.GetAsync());
            if (result.IsOk)
            {
                Dialogs.Close(result.Value);
            }
            else
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
