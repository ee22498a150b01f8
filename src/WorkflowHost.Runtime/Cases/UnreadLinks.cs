using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Links;

namespace WorkflowHost.Runtime.Cases;

/// <summary>The linked cases that a reader of this one may not read: its timeline and its messages must not tell of them either.</summary>
internal sealed class UnreadLinks
{
    private readonly CaseLink[] _links;
    private readonly CaseReaders _readers;
    private readonly Actor _actor;

    public UnreadLinks(CaseState state, CaseReader reader, CaseReaders readers, Actor actor)
    {
        _readers = readers;
        _actor = actor;
        Rows = reader.Listed([.. (state.Links ?? []).Select(link => link.CaseId).Distinct(StringComparer.Ordinal)]);
        // One that was asked for and is not open yet has no row; then only the SOP says who may read it.
        _links = [.. (state.Links ?? []).Where(link => Rows.GetValueOrDefault(link.CaseId) is { } row ? !readers.MayRead(actor, row) : !readers.MayReadAll(actor, link.DefinitionId))];
    }

    /// <summary>The linked cases, those that may be read and those that may not.</summary>
    public IReadOnlyDictionary<string, ListedCase> Rows { get; }

    /// <summary>Asked of the SOP as well as of the links: a case that could not be opened leaves no link, yet its SOP and what was wrong with it are told of.</summary>
    public bool IsTold(TimelineEntry entry) =>
        entry.Kind.StartsWith("link.", StringComparison.Ordinal)
        && (entry.Args.GetValueOrDefault("case") is { } number ? Array.Exists(_links, link => link.Number == number)
            // The target of a refusal is an SOP or a number; a number is the one that was asked for, and nobody's SOP.
            : (entry.Args.GetValueOrDefault("sop") ?? entry.Args.GetValueOrDefault("target")) is { } sop && !_readers.MayReadAll(_actor, sop));

    public bool IsTold(StoredOutboxMessage message) => message.Kind switch
    {
        LinkMessages.Open => !_readers.MayReadAll(_actor, message.Target),
        LinkMessages.News => Array.Exists(_links, link => link.CaseId == message.Target),
        LinkMessages.Ask => Array.Exists(_links, link => link.Number == message.Target),
        _ => false,
    };
}
