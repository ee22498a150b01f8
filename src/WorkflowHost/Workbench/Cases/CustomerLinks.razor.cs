using Microsoft.AspNetCore.Components;
using Radzen;
using WorkflowHost.Runtime.CustomerLinks;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Outbox;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Language;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Cases;

/// <summary>Links sent to the customer of a case: what became of them, sending another, shutting one.</summary>
public sealed partial class CustomerLinks
{
    [Parameter, EditorRequired]
    public string CaseId { get; set; } = "";

    /// <summary>Of the case: links change with it.</summary>
    [Parameter]
    public long Version { get; set; }

    [Parameter]
    public bool MaySend { get; set; }

    /// <summary>The case has somebody to send to; one of the house's own has nobody.</summary>
    [Parameter]
    public bool HasContact { get; set; }

    [Inject]
    private CustomerLinkDesk Desk { get; set; } = default!;

    [Inject]
    private SopPackSource Packs { get; set; } = default!;

    [Inject]
    private CurrentActor Me { get; set; } = default!;

    [Inject]
    private DialogService Dialogs { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private IReadOnlyList<CustomerLinkView> Links { get; set; } = [];

    private bool IsBusy { get; set; }

    /// <summary>Notices that people may send by themselves.</summary>
    private IEnumerable<string> Sendable => Packs.Current.Notices.Values.Where(notice => notice.IsByHand).Select(notice => notice.Id).Order(StringComparer.Ordinal);

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync() => Links = await Desk.OfCaseAsync(CaseId, await Me.GetAsync());

    private Task SendAsync(string notice) => DoAsync(async me => await Desk.SendAsync(CaseId, notice, me), "customer_links.sent");

    /// <summary>Nobody can open it again, and the customer isn't told: it is asked first.</summary>
    private async Task RevokeAsync(CustomerLinkView link)
    {
        if (await Dialogs.Confirm(T["customer_links.revoke.text"], T["customer_links.revoke"], new ConfirmOptions { OkButtonText = T["customer_links.revoke"], CancelButtonText = T["action.cancel"] }) == true)
        {
            await DoAsync(async me => await Desk.RevokeAsync(CaseId, link.Id, me), "customer_links.revoked");
        }
    }

    private async Task DoAsync(Func<Actor, Task<CaseRefusal?>> act, string done)
    {
        IsBusy = true;
        try
        {
            if (await act(await Me.GetAsync()) is { } refusal)
            {
                Toasts.Refused(refusal);
            }
            else
            {
                Toasts.Done(T[done]);
            }

            await LoadAsync();
        }
        finally
        {
            IsBusy = false;
        }
    }

    private string StateOf(CustomerLinkView link) =>
        link.RevokedAt is not null ? "revoked" : link.AnsweredAt is not null ? "answered" : link.ExpiresAt <= Clock.GetUtcNow() ? "expired" : link.IsShut ? "shut"
        : link.OpenedAt is not null ? "opened"
        : link.Sending switch { OutboxStatus.Sent => "sent", OutboxStatus.Pending => "waiting", OutboxStatus.Held => "held", _ => "failed" };

    private static string CssOf(string state) => state switch { "answered" => "green", "opened" => "blue", "sent" or "waiting" => "line", _ => "amber" };
}
