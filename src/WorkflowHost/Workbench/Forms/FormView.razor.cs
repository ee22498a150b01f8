using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WorkflowHost.Workbench.Live;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Workbench.Forms;

public sealed partial class FormView
{
    [Parameter, EditorRequired]
    public FormModel Model { get; set; } = default!;

    /// <summary>Whom staff fields may name.</summary>
    [Parameter]
    public IReadOnlyList<StaffMember> People { get; set; } = [];

    [Parameter]
    public bool IsDisabled { get; set; }

    [Parameter]
    public bool ShowSummary { get; set; } = true;

    /// <summary>An edit, with the path of its field.</summary>
    [Parameter]
    public EventCallback<string> Changed { get; set; }

    [Inject]
    private PageScript Script { get; set; } = default!;

    /// <summary>The element id of the field a path names; brackets and dots would need escaping in selectors.</summary>
    internal static string IdOf(string path) => "f-" + path.Replace('[', '-').Replace("].", "-", StringComparison.Ordinal).Replace('.', '-');

    /// <summary>Brings the first fault into view, so that a press on a button far below it is answered visibly.</summary>
    internal static async Task ShowFirstFaultAsync(FormModel model, PageScript script)
    {
        if (model.Faults.FirstOrDefault() is { } first)
        {
            await script.FocusOnAsync("#" + IdOf(first.Field));
        }
    }

    private string LabelOf(string path)
    {
        var parts = path.Split('[', '.');
        var field = Model.Form.Fields.FirstOrDefault(f => f.Name == parts[0]);
        var column = field?.Columns.FirstOrDefault(c => c.Name == parts[^1]);
        return (column ?? field)?.Label.In(CultureInfo.CurrentUICulture) ?? path;
    }

    private async Task GoToAsync(string path) => await Script.FocusOnAsync("#" + IdOf(path));

    private Task ChangedAsync(string path) => Changed.InvokeAsync(path);
}
