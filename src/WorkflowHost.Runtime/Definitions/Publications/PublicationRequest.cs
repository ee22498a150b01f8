using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Runtime.Definitions.Publications;

/// <summary>What became of a request to publish.</summary>
public enum PublicationRequestState
{
    /// <summary>Waits for a second process owner.</summary>
    Pending,

    /// <summary>Approved, and published with it.</summary>
    Approved,

    /// <summary>Sent back with a reason; the draft is as it was.</summary>
    Rejected,

    /// <summary>Taken back by who asked.</summary>
    Withdrawn,

    /// <summary>Void: the definition was changed since, so what was asked for is no longer what there is.</summary>
    Overtaken,
}

/// <summary>That somebody asked for one revision of a draft to be published.</summary>
/// <param name="EditedById">Who saved that revision; null when nobody of the house did.</param>
/// <param name="DecidedBy">Who approved, sent back, withdrew it or changed the definition meanwhile; null while it waits.</param>
/// <param name="Reason">Why it was sent back.</param>
/// <param name="Reviewers">Names of those who may decide on it, as of now.</param>
public sealed record PublicationRequest(
    long Sequence,
    string DefinitionId,
    int Version,
    int Revision,
    PublicationRequestState State,
    DateTimeOffset RequestedAt,
    string RequestedById,
    string RequestedBy,
    string? EditedById,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    string? Reason,
    IReadOnlyList<string> Reviewers)
{
    public bool IsPending => State == PublicationRequestState.Pending;

    /// <summary>Why somebody may not decide on it; null when they may. Two people have looked at what is published: who drew or asked for it is the first.</summary>
    public CaseRefusal? RefusalOf(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return !actor.IsIn(StaffRoles.ProcessOwner) ? CaseRefusal.Forbidden("definition.not_owner")
            : actor.Id == RequestedById ? CaseRefusal.Forbidden("publication.own_request")
            : actor.Id == EditedById ? CaseRefusal.Forbidden("publication.own_edit")
            : null;
    }
}
