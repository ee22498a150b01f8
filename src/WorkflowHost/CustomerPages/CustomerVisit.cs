using Microsoft.AspNetCore.Antiforgery;
using WorkflowHost.Runtime.CustomerLinks;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.CustomerPages;

/// <summary>What it takes to answer somebody who followed a link.</summary>
internal sealed record CustomerVisit(
    string Token, HttpContext Context, CustomerLinkDesk Desk, CustomerSession Session, IAntiforgery Antiforgery, Texts Texts, Words Words, CancellationToken Cancellation)
{
    public string Address => "/c/" + Token;

    public Task<LiveCustomerLink?> LinkAsync() => Desk.FindAsync(Token, Cancellation);

    /// <summary>Whether the code of this link was given here, not long ago.</summary>
    public bool IsOpen(LiveCustomerLink link) => Session.IsOpen(Context, link);
}
