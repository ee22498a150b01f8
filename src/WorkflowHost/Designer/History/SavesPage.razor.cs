using Microsoft.AspNetCore.Components;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Designer.History;

/// <summary>Everything that was saved of a definition, and the way back to it. Restoring is itself a save: nothing is ever lost by it.</summary>
public sealed partial class SavesPage
{
    [Parameter, EditorRequired]
    public string DefinitionId { get; set; } = "";

    [Inject]
    private DefinitionStore Definitions { get; set; } = default!;

    [Inject]
    private DefinitionDesk Desk { get; set; } = default!;

    [Inject]
    private OwnerActions Owner { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private ILogger<SavesPage> Logger { get; set; } = default!;

    private Fetch<IReadOnlyList<DefinitionSaveEntry>> List { get; set; } = default!;

    private string Name { get; set; } = "";

    protected override async Task OnInitializedAsync()
    {
        List = new(Logger);
        await LoadAsync();
    }

    private Task LoadAsync() => List.RunAsync(async () =>
    {
        Name = (await Definitions.GetAsync(DefinitionId))?.Name ?? DefinitionId;
        return await Desk.SavesAsync(DefinitionId);
    });

    private async Task RestoreAsync(DefinitionSaveEntry save)
    {
        if (await Owner.ChangeAsync(actor => Desk.RestoreAsync(DefinitionId, save.Sequence, actor)) is not null)
        {
            Toasts.Done(T["saves.restored", ("at", Time.Full(save.At))]);
            await LoadAsync();
        }
    }
}
