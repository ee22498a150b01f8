using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Security;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Workbench.Live;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.People;

/// <summary>Name, roles and absence of one colleague. A scope of its own, since accounts read once in a circuit would be stale at the next edit.</summary>
public sealed partial class StaffPanel
{
    [Parameter, EditorRequired]
    public StaffMember Member { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    private string Name { get; set; } = "";

    private string? StaffNo { get; set; }

    private string? Branch { get; set; }

    private HashSet<string> Roles { get; set; } = [];

    private DateTime? AbsentUntil { get; set; }

    private string SubstituteId { get; set; } = "";

    /// <summary>Codes with blanks or commas between.</summary>
    private string Skills { get; set; } = "";

    [Inject]
    private StaffDirectory Staff { get; set; } = default!;

    private bool IsActive { get; set; }

    private bool IsBusy { get; set; }

    private CaseRefusal? Refusal { get; set; }

    protected override void OnInitialized() =>
        (Name, StaffNo, Branch, Roles, AbsentUntil, SubstituteId, Skills, IsActive) =
        (Member.DisplayName, Member.StaffNo, Member.Branch, [.. Member.Roles], Member.AbsentUntil?.ToOffset(CaseTime.Offset).DateTime, Member.SubstituteId ?? "", string.Join(' ', Member.Skills), Member.IsActive);

    private void Toggle(string role, bool isOn)
    {
        if (isOn)
        {
            Roles.Add(role);
        }
        else
        {
            Roles.Remove(role);
        }
    }

    private async Task SaveAsync()
    {
        IsBusy = true;
        try
        {
            var result = await Service.ChangeAsync(Member with
            {
                DisplayName = Name,
                StaffNo = Given(StaffNo),
                Branch = Given(Branch),
                Roles = [.. StaffRoles.All.Where(Roles.Contains)],
                AbsentUntil = AbsentUntil is { } wall ? new DateTimeOffset(DateTime.SpecifyKind(wall, DateTimeKind.Unspecified), CaseTime.Offset) : null,
                SubstituteId = Given(SubstituteId),
                Skills = [.. Skills.Split([' ', ',', '，', '、'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)],
                IsActive = IsActive,
            }, await Me.GetAsync(), CancellationToken.None);
            if (result.IsOk)
            {
                await Dialogs.CloseSideAsync(result.Value);
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

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
