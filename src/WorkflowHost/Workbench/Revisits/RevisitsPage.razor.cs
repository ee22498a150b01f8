using System.Globalization;
using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Revisits;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Revisits;

/// <summary>The scheduler's day: whom to call when, and what came of it.</summary>
public sealed partial class RevisitsPage
{
    private const int Most = 300;
    private RevisitFilter? _shown;

    [SupplyParameterFromQuery(Name = "day")]
    private string? DayParameter { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    [Inject]
    private CaseQueries Queries { get; set; } = default!;

    [Inject]
    private SopPackSource Pack { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<RevisitsPage> Logger { get; set; } = default!;

    private Fetch<IReadOnlyList<RevisitRow>> Rows { get; set; } = default!;

    private bool IsOpening { get; set; }

    private DateOnly Day => DateOnly.TryParseExact(DayParameter, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : Time.Today;

    protected override void OnInitialized() => Rows = new Fetch<IReadOnlyList<RevisitRow>>(Logger);

    protected override async Task OnParametersSetAsync()
    {
        if (Filter() != _shown)
        {
            await LoadAsync();
        }
    }

    private RevisitFilter Filter() => new(Day, Enum.TryParse<RevisitStatus>(Status, out var status) ? status : null, null, Most);

    private async Task LoadAsync()
    {
        _shown = Filter();
        await Rows.RunAsync(async () => await Queries.RevisitsAsync(_shown, await Me.GetAsync()));
    }

    private async Task LogAsync(RevisitRow row)
    {
        IsOpening = true;
        try
        {
            // The script may ask about what the case knows, and the policy is named by the revisit itself.
            var view = await Queries.CaseOfRevisitAsync(row.RevisitId, await Me.GetAsync());
            var revisit = view?.Revisits.FirstOrDefault(r => r.Id == row.RevisitId)?.Revisit;
            if (view is null || revisit is null)
            {
                await LoadAsync();
                return;
            }

            var after = await Dialogs.OpenSideAsync<AttemptPanel>(
                T["attempt.title_for", ("name", row.CustomerName ?? row.CaseNumber)],
                new Dictionary<string, object?>
                {
                    [nameof(AttemptPanel.RevisitId)] = row.RevisitId,
                    [nameof(AttemptPanel.PolicyId)] = revisit.PolicyId,
                    [nameof(AttemptPanel.Number)] = row.CustomerContact,
                    [nameof(AttemptPanel.CaseData)] = view.Data,
                },
                new SideDialogOptions { Width = "600px", CloseDialogOnOverlayClick = false, ShowMask = true, CssClass = "panel" });
            if (after is CaseView)
            {
                await LoadAsync();
            }
        }
        finally
        {
            IsOpening = false;
        }
    }

    private void Go(string key, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, string.IsNullOrWhiteSpace(value) ? null : value), replace: true);

    private string LinkDay(DateOnly day) => Navigation.GetUriWithQueryParameter("day", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
