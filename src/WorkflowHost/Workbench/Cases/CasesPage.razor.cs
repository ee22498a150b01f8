using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Cases;

/// <summary>All cases, filtered by what the address says.</summary>
public sealed partial class CasesPage : IDisposable
{
    [Inject]
    private CaseQueries Queries { get; set; } = default!;

    [Inject]
    private StaffDirectory Staff { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<CasesPage> Logger { get; set; } = default!;

    private CaseListQuery Query { get; set; } = new();

    private Fetch<Page<CaseRow>> Rows { get; set; } = default!;

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override async Task OnInitializedAsync()
    {
        Rows = new Fetch<Page<CaseRow>>(Logger);
        Navigation.LocationChanged += OnLocationChanged;
        await ReadAddressAsync();
    }

    private static string HrefOf(CaseRow row) => $"/cases/{row.Number}";

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == "/cases")
        {
            _ = InvokeAsync(async () =>
            {
                await ReadAddressAsync();
                StateHasChanged();
            });
        }
    }

    private async Task ReadAddressAsync()
    {
        var values = QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query);
        Query = CaseListQuery.Of(name => values.TryGetValue(name, out var value) ? value.ToString() : null);
        await LoadAsync();
    }

    private async Task LoadAsync() => await Rows.RunAsync(async () => await Queries.CasesAsync(Query.ToFilter(), await Me.GetAsync()));

    private void Open(CaseRow row) => Navigation.NavigateTo(HrefOf(row));

    /// <summary>A changed filter starts again at the first page.</summary>
    private void Go(string key, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [key] = string.IsNullOrWhiteSpace(value) ? null : value.Trim(), ["cursor"] = null }), replace: true);

    private string Link(string key, string? value) => Navigation.GetUriWithQueryParameter(key, value);
}
