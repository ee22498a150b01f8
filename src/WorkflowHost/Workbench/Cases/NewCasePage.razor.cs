using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Forms;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Cases;

/// <summary>Opens a case with its SOP's opening form, and warns of the same matter while the contact is typed (A-R7).</summary>
public sealed partial class NewCasePage
{
    private const string Contact = "contactPhone";
    private const string Policy = "policyNo";

    [Parameter]
    public string DefinitionId { get; set; } = "";

    [Inject]
    private CaseDesk Desk { get; set; } = default!;

    [Inject]
    private CaseQueries Queries { get; set; } = default!;

    [Inject]
    private DefinitionStore Definitions { get; set; } = default!;

    [Inject]
    private SopPackSource Pack { get; set; } = default!;

    [Inject]
    private StaffDirectory Staff { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private PageScript Script { get; set; } = default!;

    [Inject]
    private Drafts Drafts { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private SopProfile? Profile { get; set; }

    private FormModel? Form { get; set; }

    private bool IsUnknown { get; set; }

    private FormSending Sending { get; } = new();

    private IReadOnlyList<CaseRow> Repeats { get; set; } = [];

    private string DraftKey => "new:" + DefinitionId;

    protected override async Task OnInitializedAsync()
    {
        var program = await Definitions.ProgramAsync(DefinitionId);
        Profile = program is null ? null : SopProfile.Of(program.Definition);
        if (Profile is null || !Pack.Current.Forms.TryGetValue(Profile.OpenForm, out var form))
        {
            IsUnknown = true;
            return;
        }

        var me = await Me.GetAsync();
        Form = Drafts.Of(DraftKey, () =>
        {
            // Most complaints are entered while the customer is on the line: now is the best guess.
            var now = Time.Now.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
            return new FormModel(form, new JsonObject { ["complaintTime"] = now, ["applicationAt"] = now }, me, Prefill.Everything);
        });
        await FindRepeatsAsync();
    }

    private async Task EditedAsync(string path)
    {
        if (path is Contact or Policy)
        {
            await FindRepeatsAsync();
        }
    }

    private async Task FindRepeatsAsync()
    {
        var (contact, policy) = (Form!.Scope.Text(Contact), Form.Scope.Text(Policy));
        Repeats = contact is null && policy is null ? [] : await Queries.PossibleRepeatsAsync(contact, policy, await Me.GetAsync());
    }

    private async Task OpenAsync()
    {
        var actor = await Me.GetAsync();
        if (await Sending.SendAsync(Form, Time.Now, fields => Desk.OpenAsync(DefinitionId, fields, actor)) is { } opened)
        {
            Drafts.Forget(DraftKey);
            Toasts.Done(T[opened.IsUnread ? "new_case.opened_unread" : "new_case.opened", ("number", opened.Summary.Number)]);
            Navigation.NavigateTo(opened.IsUnread ? "/" : $"/cases/{opened.Summary.Number}");
        }
        else
        {
            await FormView.ShowFirstFaultAsync(Form!, Script);
        }
    }
}
