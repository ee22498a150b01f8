using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Workbench.Live;

/// <summary>What a process owner does on a screen: the role is looked at again with every action, and a refusal is shown. One per circuit.</summary>
public sealed class OwnerActions(CurrentActor me, Toasts toasts, Words words)
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

    /// <summary>Changes a definition; of a refusal for its faults each is shown with its step.</summary>
    /// <returns>What became of it; null when it was refused.</returns>
    public async Task<DefinitionAnswer?> ChangeAsync(Func<Actor, Task<DefinitionAnswer>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var actor = await me.GetAsync();
        if (!actor.IsIn(StaffRoles.ProcessOwner))
        {
            toasts.Refused(CaseRefusal.Forbidden("definition.not_owner"));
            return null;
        }

        var answer = await change(actor);
        if (answer.Refusal is { } refusal)
        {
            toasts.Refused(refusal, [.. answer.Check?.Faults.Select(words.Of) ?? []]);
            return null;
        }

        return answer;
    }
}
