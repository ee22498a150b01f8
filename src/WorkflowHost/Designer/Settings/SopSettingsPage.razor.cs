using Microsoft.AspNetCore.Components;
using WorkflowHost.Designer.Pages;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Designer.Settings;

/// <summary>Edits what makes a workflow an SOP; saved as a change of its draft, as any other.</summary>
public sealed partial class SopSettingsPage
{
    [Parameter, EditorRequired]
    public string DefinitionId { get; set; } = "";

    [Inject]
    private DefinitionStore Definitions { get; set; } = default!;

    [Inject]
    private DefinitionDesk Desk { get; set; } = default!;

    [Inject]
    private SopPackSource Pack { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private DefinitionVersion? Version { get; set; }

    private SopSettings? Settings { get; set; }

    private bool IsMissing { get; set; }

    private bool IsBusy { get; set; }

    private CaseRefusal? Refusal { get; set; }

    private IReadOnlyList<string> Faults { get; set; } = [];

    private IEnumerable<(string Id, string Name)> Forms =>
        Pack.Current.Forms.Values.Select(form => (form.Id, T.Pick(form.Title.Zh, form.Title.En))).OrderBy(form => form.Id, StringComparer.Ordinal);

    private IEnumerable<string> Calendars => Pack.Current.Calendars.Keys.Order(StringComparer.Ordinal);

    protected override async Task OnParametersSetAsync()
    {
        Version = await Definitions.GetAsync(DefinitionId);
        IsMissing = Version is null;
        Settings = Version is null ? null : SopSettings.Of(Version);
    }

    private static void Toggle(HashSet<string> roles, string role, bool isOn)
    {
        if (isOn)
        {
            roles.Add(role);
        }
        else
        {
            roles.Remove(role);
        }
    }

    private async Task SaveAsync()
    {
        Faults = Settings!.Faults();
        if (Faults.Count > 0)
        {
            return;
        }

        IsBusy = true;
        try
        {
            var actor = await Me.GetAsync();
            if (!actor.IsIn(WorkflowHost.Sop.Staff.StaffRoles.ProcessOwner))
            {
                Refusal = CaseRefusal.Forbidden("definition.not_owner");
                return;
            }

            var answer = await Desk.SaveAsync(new(Settings.ApplyTo(Version!.ToDocument()), Version.Revision), actor);
            Refusal = answer.Refusal;
            if (answer.IsOk)
            {
                // Not a page of this app: the designer is loaded anew, and with it the changed definition.
                Navigation.NavigateTo(DesignerPages.EditorOf(DefinitionId), forceLoad: true);
            }
        }
        finally
        {
            IsBusy = false;
        }
    }
}
