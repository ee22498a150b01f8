using Microsoft.AspNetCore.Components;
using WorkflowHost.Runtime.Figures;
using WorkflowHost.Sop.Figures;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Figures;

/// <summary>The figures of the service: value, target, trend, split by a dimension; each opens its cases.</summary>
public sealed partial class FiguresPage
{
    [SupplyParameterFromQuery(Name = "period")]
    private string? PeriodText { get; set; }

    [SupplyParameterFromQuery(Name = "split")]
    private string? SplitText { get; set; }

    [Inject]
    private FigureDesk Desk { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<FiguresPage> Logger { get; set; } = default!;

    private Fetch<FigureSheet> Sheet { get; set; } = default!;

    private FigurePeriod Period => FigurePeriod.Parse(PeriodText) ?? FigureTable.Present(Clock);

    private FigureDimension? Split => Enum.TryParse<FigureDimension>(SplitText, out var split) && Enum.IsDefined(split) ? split : null;

    protected override void OnInitialized() => Sheet = new Fetch<FigureSheet>(Logger);

    protected override Task OnParametersSetAsync() => LoadAsync();

    internal static string CssOf(FigureBand band) => band switch { FigureBand.Good => "green", FigureBand.Fair => "amber", _ => "red" };

    private static bool HasCases(FigureDefinition figure) => figure.Formula != FigureFormula.Frozen;

    private static string OfText(FigureValue value) =>
        value.Base is { } of ? $"{FigureTable.Text(value.Counted)} / {FigureTable.Text(of)}" : value.Counted > 0 ? FigureTable.Text(value.Counted) : "";

    private async Task LoadAsync() => await Sheet.RunAsync(async () => await Desk.SheetAsync(Period, Split, await Me.GetAsync()));

    private string Link(string key, string? value) => Navigation.GetUriWithQueryParameter(key, value);

    private string CasesLink(string id, string? key, bool isPart) =>
        isPart && Split is { } split ? $"/figures/{id}?period={Period}&split={split}&key={Uri.EscapeDataString(key ?? "")}" : $"/figures/{id}?period={Period}";
}
