using WorkflowHost.Runtime.Versions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Versions;

namespace WorkflowHost.Workbench.Sops;

/// <summary>One case on its way to another version: chosen, looked at, moved or refused. Not thread safe.</summary>
public sealed class MoveItem(MovableCase row)
{
    public MovableCase Case { get; private set; } = row;

    public bool IsChosen { get; set; }

    public MigrationPreview? Preview { get; private set; }

    /// <summary>What takes over from a step that is gone, by activity id; null gives the wait up. A step without an entry isn't decided.</summary>
    public Dictionary<string, string?> Choices { get; } = new(StringComparer.Ordinal);

    public bool IsMoved { get; private set; }

    /// <summary>Why it was not moved.</summary>
    public CaseRefusal? Refusal { get; private set; }

    /// <summary>Ready to be moved as it was shown.</summary>
    public bool IsReady => IsChosen && !IsMoved && Preview?.CanApply == true;

    public MoveState State =>
        IsMoved ? MoveState.Moved
        : Refusal is not null ? MoveState.Refused
        : Preview is null ? MoveState.Unseen
        : Preview.CanApply ? (Preview.Clocks.Any(clock => clock.BecomesOverdue) ? MoveState.Overdue : MoveState.Ready)
        : Preview.Blockers.Count > 0 ? MoveState.Undecided
        : MoveState.Impossible;

    public CaseMove Move => new(Case.Id, Preview is null ? null : Case.Version, Choices);

    public void Show(MovePreview preview)
    {
        ArgumentNullException.ThrowIfNull(preview);
        (Case, Preview, Refusal) = (preview.Case, preview.Preview, null);
    }

    /// <summary>The preview no longer tells the truth.</summary>
    public void Forget() => (Preview, Refusal) = (null, null);

    public void Done(MovableCase moved) => (Case, IsMoved, Refusal) = (moved, true, null);

    public void Refuse(CaseRefusal refusal) => Refusal = refusal;
}

/// <summary>How far a case has come.</summary>
public enum MoveState
{
    Unseen,
    Ready,

    /// <summary>Could be moved, but a deadline would be overdue by it.</summary>
    Overdue,

    /// <summary>Waits at a step that is gone; somebody has to choose.</summary>
    Undecided,
    Impossible,
    Moved,
    Refused,
}
