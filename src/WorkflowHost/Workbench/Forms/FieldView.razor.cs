using Microsoft.AspNetCore.Components;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Workbench.Forms;

/// <summary>One field with its label, help and fault.</summary>
public sealed partial class FieldView
{
    [Parameter, EditorRequired]
    public FormModel Model { get; set; } = default!;

    [Parameter, EditorRequired]
    public FormScope Scope { get; set; } = default!;

    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    [Parameter]
    public IReadOnlyList<StaffMember> People { get; set; } = [];

    [Parameter]
    public bool IsDisabled { get; set; }

    [Parameter]
    public EventCallback<string> Changed { get; set; }

    private string Path => Scope.PathOf(Field.Name);

    private string Id => FormView.IdOf(Path);

    private FieldFault? Fault => Model.FaultOf(Path);

    /// <summary>Says for which decisions the field has to be filled, as long as none was taken.</summary>
    private string? RequiredFor => Field.RequiredFor.Count == 0 || Model.Outcome is not null
        ? null
        : T["form.required_for", ("outcomes", string.Join(T["punctuation.list"], Field.RequiredFor.Select(outcome => Labels.Outcome(Model.Form.Id, outcome))))];

    private bool IsWide => Field.Type is FieldType.Multiline or FieldType.Rows or FieldType.MultiChoice or FieldType.File
        || (Field.Type is FieldType.Choice or FieldType.Number && FieldInput.ShowsChips(Field) && Field.Choices.Count > 3);

    private bool IsGroup => Field.Type is FieldType.MultiChoice or FieldType.Bool or FieldType.Rating or FieldType.Rows
        || (Field.Type is FieldType.Choice or FieldType.Number && FieldInput.ShowsChips(Field));

    private async Task EditedAsync(string path)
    {
        Model.Touch(path);
        await Changed.InvokeAsync(path);
    }
}
