using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Sops;

/// <summary>One definition: its draft with what publishing would change, its versions and the cases on each, its saves.</summary>
public sealed partial class SopPage
{
    [Parameter, EditorRequired]
    public string DefinitionId { get; set; } = "";

    [Inject]
    private DefinitionStore Definitions { get; set; } = default!;

    [Inject]
    private DefinitionReviews Reviews { get; set; } = default!;

    [Inject]
    private DefinitionDesk Desk { get; set; } = default!;

    [Inject]
    private PublicationRequests Requests { get; set; } = default!;

    [Inject]
    private DefinitionFiles Files { get; set; } = default!;

    [Inject]
    private OwnerActions Owner { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private ILogger<SopPage> Logger { get; set; } = default!;

    private Fetch<SopView> View { get; set; } = default!;

    private bool IsBusy { get; set; }

    public static string AddressOf(string definitionId) => $"/sops/{Uri.EscapeDataString(definitionId)}";

    protected override void OnInitialized() => View = new(Logger);

    protected override Task OnParametersSetAsync() => LoadAsync();

    private Task LoadAsync() => View.RunAsync(() => SopView.ReadAsync(DefinitionId, Definitions, Reviews, Desk, Requests));

    private string NameOf(SopView view) => view.Profile is { } profile ? T.Pick(profile.NameZh, profile.NameEn) : view.Latest.Name ?? DefinitionId;

    /// <summary>Publishes what was read, or asks for it: if somebody saved since, the sentences on this screen aren't what would be published.</summary>
    private Task PublishAsync() => ActAsync(async () =>
    {
        var seen = View.Value!.Latest;
        if (await Owner.ChangeAsync(actor => Desk.PublishAsync(DefinitionId, actor, seen.Revision)) is { } answer)
        {
            Toasts.Done(answer.Request is { } request
                ? T["publication.asked", ("reviewers", string.Join(T["punctuation.list"], request.Reviewers))]
                : T["sops.published_done", ("n", seen.Version)]);
        }
    });

    private async Task RetractAsync()
    {
        var sure = await Dialogs.Confirm(
            T["sops.retract.text"], T["sops.retract.title"], new ConfirmOptions { OkButtonText = T["sops.retract"], CancelButtonText = T["action.cancel"] });
        if (sure == true)
        {
            await ActAsync(async () =>
            {
                if (await Owner.ChangeAsync(actor => Desk.RetractAsync(DefinitionId, actor)) is not null)
                {
                    Toasts.Done(T["sops.retracted"]);
                }
            });
        }
    }

    private Task ExportAsync() => ActAsync(async () =>
    {
        string? file = null;
        if (await Owner.DoAsync(async actor =>
            {
                (file, var refusal) = await Files.ExportAsync(DefinitionId, actor);
                return refusal;
            }))
        {
            Toasts.Done(T["sops.exported", ("file", file)]);
        }
    });

    private Task RestoreAsync(DefinitionSaveEntry save) => ActAsync(async () =>
    {
        if (await Owner.ChangeAsync(actor => Desk.RestoreAsync(DefinitionId, save.Sequence, actor)) is not null)
        {
            Toasts.Done(T["saves.restored", ("at", Time.Full(save.At))]);
        }
    });

    private async Task ActAsync(Func<Task> act)
    {
        IsBusy = true;
        try
        {
            await act();
            await LoadAsync();
        }
        finally
        {
            IsBusy = false;
        }
    }
}
