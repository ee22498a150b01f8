using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Workbench.Forms;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Cases;

/// <summary>Fills in or puts right what made a step fail, and runs the step again. Closes with the case after it.</summary>
public sealed partial class IncidentPanel
{
    private readonly List<FormField> _chosen = [];

    [Parameter, EditorRequired]
    public Incident Incident { get; set; } = default!;

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

    private IReadOnlyList<FormField> Fields { get; set; } = [];

    private IEnumerable<FormField> Offered => Fields.Except(_chosen);

    protected override void OnInitialized()
    {
        Fields = [.. Pack.Current.Forms.Values.SelectMany(form => form.Fields).DistinctBy(field => field.Name)];
        // A letter that lacks a fact names it: such a field is what has to be filled.
        var words = $"{Incident.Message} {Incident.Cause}".Split([' ', ',', '.', ':', ';', '(', ')', '\'', '"', '=', '[', ']'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        _chosen.AddRange(Fields.Where(field => words.Contains(field.Name)));
        Rebuild();
    }

    private void Add(string? name)
    {
        if (Fields.FirstOrDefault(field => field.Name == name) is { } field)
        {
            _chosen.Add(field);
            Rebuild();
        }
    }

    /// <summary>The chosen fields as a form; what was typed already stays.</summary>
    private void Rebuild()
    {
        if (_chosen.Count == 0)
        {
            return;
        }

        var values = (System.Text.Json.Nodes.JsonObject)View.Data.DeepClone();
        foreach (var masked in View.MaskedFields)
        {
            // A mask isn't what the case knows, and must not be sent back as if it were.
            values.Remove(masked);
        }

        foreach (var (name, value) in Form?.Fields() ?? [])
        {
            values[name] = value?.DeepClone();
        }

        Form = new FormModel(
            new FormDefinition
            {
                Id = "incident",
                Title = new(T["incident.mend"], T["incident.mend"]),
                Provenance = new(string.Empty, Sop.Evidence.ProductDefault),
                Sections = [new(new(T["incident.mend.section"], T["incident.mend.section"]), [.. _chosen.Select(Plain)])],
            },
            values,
            prefill: Prefill.Everything);
    }

    private static FormField Plain(FormField field) =>
        field with { IsRequired = false, RequiredFor = [], RequiredWhen = null, VisibleWhen = null, MustBeTrue = false, Default = null };

    private async Task RetryAsync()
    {
        var actor = await Me.GetAsync();
        if (await Sending.SendAsync(Form, Time.Now, fields => Desk.RetryIncidentAsync(View.Id, Incident.ActivityInstanceId, actor, fields)) is { } after)
        {
            await Dialogs.CloseSideAsync(after);
        }
    }
}
