using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.People;

/// <summary>Who works here, in which roles, and who is away.</summary>
public sealed partial class StaffPage
{
    [Inject]
    private StaffDirectory Staff { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    private string Text { get; set; } = "";

    private string Role { get; set; } = "";

    private IEnumerable<StaffMember> Shown => Staff.Snapshot.Where(member =>
        (Role.Length == 0 || member.Roles.Contains(Role))
        && (Text.Length == 0 || new[] { member.DisplayName, member.UserName, member.StaffNo, member.Branch }.Any(part => part?.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase) == true)));

    private async Task EditAsync(StaffMember member)
    {
        var saved = await Dialogs.OpenSideAsync<StaffPanel>(
            T["staff.edit_one", ("name", member.DisplayName)],
            new Dictionary<string, object?> { [nameof(StaffPanel.Member)] = member },
            new SideDialogOptions { Width = "480px", CloseDialogOnOverlayClick = false, ShowMask = true, CssClass = "panel" });
        if (saved is StaffMember after)
        {
            Toasts.Done(T["staff.saved", ("name", after.DisplayName)]);
        }
    }
}
