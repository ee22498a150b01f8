using Microsoft.AspNetCore.Components;
using WorkflowHost.Runtime.Rules;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Rules;

/// <summary>All rules of one kind, with where they come from, who uses them and what is being changed.</summary>
public sealed partial class RulesPage
{
    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    [Inject]
    private RuleDesk Desk { get; set; } = default!;

    [Inject]
    private SopNames Sops { get; set; } = default!;

    [Inject]
    private RuleGist Gist { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<RulesPage> Logger { get; set; } = default!;

    private Fetch<IReadOnlyList<RuleSummary>> List { get; set; } = default!;

    private RuleKind Shown => RuleKinds.Of(Kind) ?? RuleKind.Clock;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "review")]
    private bool OnlyReview { get; set; }

    [SupplyParameterFromQuery(Name = "drafts")]
    private bool OnlyDrafts { get; set; }

    private bool IsAdding { get; set; }

    private string? NewId { get; set; }

    public static string AddressOf(RuleKind kind) => $"/rules?kind={RuleKinds.Code(kind)}";

    protected override async Task OnInitializedAsync()
    {
        List = new(Logger);
        await LoadAsync();
    }

    private Task LoadAsync() => List.RunAsync(async () => await Desk.ListAsync());

    private string NameOf(RuleSummary rule) => T.Pick(rule.Name.Zh, rule.Name.En);

    private List<RuleSummary> Filtered(IReadOnlyList<RuleSummary> all) =>
    [
        .. all.Where(rule => rule.Key.Kind == Shown
            && (!OnlyReview || rule.Provenance.NeedsReview)
            && (!OnlyDrafts || rule.Draft is not null)
            && (string.IsNullOrWhiteSpace(Query) || new[] { rule.Key.Id, rule.Name.Zh, rule.Name.En }.Any(text => text.Contains(Query.Trim(), StringComparison.OrdinalIgnoreCase)))),
    ];

    /// <summary>Filters live in the address: they come back with a bookmark, and with the way back from a rule.</summary>
    private void Filter(string name, object? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [name] = value is false or "" ? null : value }), replace: true);

    private void Add() => Navigation.NavigateTo(RulePage.AddressOf(new(Shown, NewId!.Trim())) + "?new=true");
}
