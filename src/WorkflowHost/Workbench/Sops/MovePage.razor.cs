using System.Globalization;
using Microsoft.AspNetCore.Components;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Versions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Sops;

/// <summary>Chooses cases of older versions, shows where each would stand on another version, and moves them.</summary>
public sealed partial class MovePage
{
    private const int Most = 200;

    [Parameter, EditorRequired]
    public string DefinitionId { get; set; } = "";

    [SupplyParameterFromQuery(Name = "to")]
    private int? To { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private int? From { get; set; }

    [Inject]
    private MigrationDesk Desk { get; set; } = default!;

    [Inject]
    private DefinitionStore Definitions { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<MovePage> Logger { get; set; } = default!;

    private Fetch<MoveModel> List { get; set; } = default!;

    private MoveModel Model { get; set; } = default!;

    private IReadOnlyList<DefinitionVersion> Versions { get; set; } = [];

    /// <summary>What never was published may still change, so no case can run on it.</summary>
    private IEnumerable<DefinitionVersion> Targets => Versions.Where(version => version.PublishedAt is not null);

    private string Name => Versions.Count == 0 ? DefinitionId : Versions[0].Name ?? DefinitionId;

    private CaseRefusal? Refusal { get; set; }

    private bool IsBusy { get; set; }

    public static string AddressOf(string definitionId, int? from = null) =>
        SopPage.AddressOf(definitionId) + "/move" + (from is null ? "" : string.Create(CultureInfo.InvariantCulture, $"?from={from}"));

    protected override void OnInitialized() => (List, Model) = (new(Logger), new(Desk, DefinitionId));

    protected override Task OnParametersSetAsync() => LoadAsync();

    private Task LoadAsync() => List.RunAsync(async () =>
    {
        Versions = await Definitions.VersionsAsync(DefinitionId);
        Model = new(Desk, DefinitionId);
        Refusal = await Model.LoadAsync(new(To, From, Take: Most), await Me.GetAsync());
        return Refusal is null ? Model : null;
    });

    private void GoAsync(object? to, object? from) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["to"] = Convert.ToString(to, CultureInfo.InvariantCulture) is { Length: > 0 } target ? target : null,
        ["from"] = Convert.ToString(from, CultureInfo.InvariantCulture) is { Length: > 0 } source ? source : null,
    }));

    private void ChooseAll(bool isChosen)
    {
        foreach (var item in Model.Items.Where(item => !item.IsMoved))
        {
            item.IsChosen = isChosen;
        }
    }

    private static void Choose(MoveItem item, bool isChosen) => item.IsChosen = isChosen;

    private Task PreviewAsync() => BusyAsync(actor => Model.PreviewAsync(actor, ShowAsync));

    private Task ApplyAsync() => BusyAsync(actor => Model.ApplyAsync(actor, ShowAsync));

    private Task DecidedAsync(MoveItem item) => BusyAsync(actor => Model.PreviewAsync(item, actor));

    private async Task BusyAsync(Func<Actor, Task> act)
    {
        IsBusy = true;
        try
        {
            await act(await Me.GetAsync());
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <summary>Lets the screen follow: a run over many cases would otherwise show nothing until its end.</summary>
    private async Task ShowAsync()
    {
        StateHasChanged();
        await Task.Yield();
    }

    private static string LookOf(MoveState state) => state switch
    {
        MoveState.Ready => "blue",
        MoveState.Moved => "green",
        MoveState.Overdue or MoveState.Undecided => "amber",
        MoveState.Impossible or MoveState.Refused => "red",
        _ => "line",
    };
}
