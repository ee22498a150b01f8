using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Contacts;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Contacts;
using WorkflowHost.Workbench.Live;
using WorkflowHost.Workbench.Time;
using WorkflowHost.Workbench.Timers;

namespace WorkflowHost.Workbench.Contacts;

/// <summary>Numbers that take no survey and sales calls: looked up, added, and ended with a reason.</summary>
public sealed partial class ContactBlocksPage
{
    private (string? Number, bool All)? _shown;

    [SupplyParameterFromQuery(Name = "number")]
    private string? Number { get; set; }

    [SupplyParameterFromQuery(Name = "all")]
    private string? All { get; set; }

    [Inject]
    private ContactBlockDesk Desk { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<ContactBlocksPage> Logger { get; set; } = default!;

    private Fetch<IReadOnlyList<ContactBlock>> Blocks { get; set; } = default!;

    private string NewNumber { get; set; } = "";

    private DateTime? NewUntil { get; set; }

    private string NewReason { get; set; } = "";

    private CaseRefusal? Refusal { get; set; }

    private bool IsBusy { get; set; }

    private bool MayEnd { get; set; }

    protected override void OnInitialized() => Blocks = new(Logger);

    protected override async Task OnParametersSetAsync()
    {
        MayEnd = (await Me.GetAsync()).IsInAny(ContactBlockDesk.EndRoles);
        if (_shown != (Number, All == "true"))
        {
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        _shown = (Number, All == "true");
        await Blocks.RunAsync(async () => await Desk.ListAsync(Number, All != "true", await Me.GetAsync()));
    }

    private async Task AddAsync()
    {
        IsBusy = true;
        try
        {
            var until = NewUntil is { } day ? new DateTimeOffset(DateTime.SpecifyKind(day.Date.AddDays(1), DateTimeKind.Unspecified), CaseTime.Offset) : (DateTimeOffset?)null;
            var added = await Desk.AddAsync(NewNumber, until, NewReason, await Me.GetAsync());
            Refusal = added.Refusal;
            if (added.IsOk)
            {
                (NewNumber, NewUntil, NewReason) = ("", null, "");
                Toasts.Done(T["contact_blocks.added", ("number", added.Value.Number)]);
                await LoadAsync();
            }
        }
        finally
        {
            IsBusy = false;
        }
    }

    private async Task EndAsync(ContactBlock block)
    {
        var ended = await Dialogs.OpenAsync<ReasonDialog>(
            T["contact_blocks.end_one", ("number", block.Number)],
            new Dictionary<string, object?>
            {
                [nameof(ReasonDialog.Lead)] = T["contact_blocks.end.lead"],
                [nameof(ReasonDialog.Submit)] = T["contact_blocks.end"],
                [nameof(ReasonDialog.Take)] = (Func<string, Task<CaseRefusal?>>)(async reason => (await Desk.EndAsync(block.Id, reason, await Me.GetAsync())).Refusal),
            });
        if (ended is true)
        {
            await LoadAsync();
        }
    }

    /// <summary>A case writes a code, a person words.</summary>
    private string ReasonOf(ContactBlock block) => block.CaseId is null ? block.Reason : T[$"contact_blocks.reason.{block.Reason}"];

    private void Go(string key, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, string.IsNullOrWhiteSpace(value) ? null : value), replace: true);
}
