using Microsoft.AspNetCore.Components;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Definitions.Publications;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Live;

namespace WorkflowHost.Workbench.Sops;

/// <summary>A request to publish: who waits for whom, what was decided, and the decision for who may take it.</summary>
public sealed partial class PublicationPanel
{
    [Parameter, EditorRequired]
    public PublicationRequest Request { get; set; } = default!;

    /// <summary>The request was decided, or turned out to be.</summary>
    [Parameter]
    public EventCallback Decided { get; set; }

    [Inject]
    private DefinitionDesk Desk { get; set; } = default!;

    [Inject]
    private CurrentActor Circuit { get; set; } = default!;

    [Inject]
    private OwnerActions Owner { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    private Actor? Me { get; set; }

    private bool IsBusy { get; set; }

    private bool IsRefusing { get; set; }

    private string? Reason { get; set; }

    private string Reviewers => string.Join(T["punctuation.list"], Request.Reviewers);

    protected override async Task OnInitializedAsync() => Me = await Circuit.GetAsync();

    private Task ApproveAsync() => DecideAsync(actor => Desk.ApproveAsync(Request.DefinitionId, Request.Revision, actor), T["sops.published_done", ("n", Request.Version)]);

    private Task RejectAsync() => DecideAsync(actor => Desk.RejectAsync(Request.DefinitionId, Request.Revision, Reason, actor), T["publication.sent_back"]);

    private Task WithdrawAsync() => DecideAsync(actor => Desk.WithdrawAsync(Request.DefinitionId, actor), T["publication.withdrawn"]);

    private async Task DecideAsync(Func<Actor, Task<DefinitionAnswer>> decide, string done)
    {
        IsBusy = true;
        try
        {
            if (await Owner.ChangeAsync(decide) is not null)
            {
                Toasts.Done(done);
                (IsRefusing, Reason) = (false, null);
            }

            await Decided.InvokeAsync();
        }
        finally
        {
            IsBusy = false;
        }
    }
}
