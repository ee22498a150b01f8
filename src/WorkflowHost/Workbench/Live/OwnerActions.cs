using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Workbench.Live;

/// <summary>What a process owner does on a screen: the role is looked at again with every action, and a refusal is shown. One per circuit.</summary>
public sealed class OwnerActions(CurrentActor me, Toasts toasts)
{
    /// <returns>Whether it was done.</returns>
    public async Task<bool> DoAsync(Func<Actor, Task<CaseRefusal?>> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        var actor = await me.GetAsync();
        var refusal = actor.IsIn(StaffRoles.ProcessOwner) ? await act(actor) : CaseRefusal.Forbidden("definition.not_owner");
        if (refusal is not null)
        {
            toasts.Refused(refusal);
        }

        return refusal is null;
    }
}
