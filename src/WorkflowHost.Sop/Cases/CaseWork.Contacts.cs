using WorkflowHost.Sop.Contacts;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Cases;

/// <summary>Numbers whose owners want no survey and sales calls: what other cases know of them, and what this one learns.</summary>
public sealed partial class CaseWork
{
    private readonly List<ContactBlock> _blocks = [];

    /// <summary>The later of what this case and what the house knows of the number; null when nobody objects.</summary>
    private DateTimeOffset? DoNotCallUntil(string? number, DateTimeOffset? known)
    {
        var block = ContactNumber.Of(number) is { } normal ? _environment.BlockOf?.Invoke(normal) : null;
        return block is not null && block.IsInForce(Now) ? Later(known, block.Until ?? DateTimeOffset.MaxValue) : known;
    }

    /// <summary>As it stands at this moment: the customer may have objected in another case since the call was planned.</summary>
    private Revisit WithDoNotCall(Revisit revisit, string number) => revisit with { DoNotCallUntil = DoNotCallUntil(number, revisit.DoNotCallUntil) };

    /// <summary>The refusal holds for the number, in every case.</summary>
    private void BlockCalls(string number, DateTimeOffset until)
    {
        if (ContactNumber.Of(number) is { } normal)
        {
            _blocks.Add(new(NewId(), normal, until, "refused", Id, Number, Now, _actor.Id, _actor.Name));
        }
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one is { } known && known > other ? known : other;
}
