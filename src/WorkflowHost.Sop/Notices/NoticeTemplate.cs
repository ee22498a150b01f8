namespace WorkflowHost.Sop.Notices;

/// <summary>A letter or message to the customer. Data of the SOP pack; the body is Liquid, checked when the pack is read.</summary>
public sealed record NoticeTemplate
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>The subject of a mail or the heading of a letter, Liquid as well.</summary>
    public required string Subject { get; init; }

    /// <summary>Liquid text, Chinese, the same for every channel it is sent by.</summary>
    public required string Body { get; init; }

    /// <summary>The facts the letter can't go out without.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Facts the texts use where they are known.</summary>
    public IReadOnlyList<string> OptionalFields { get; init; } = [];

    /// <summary>Links for the customer that the text names by their facts.</summary>
    public IReadOnlyList<CustomerLinks.CustomerLinkTemplate> Links { get; init; } = [];

    /// <summary>Staff may send it from the case by themselves.</summary>
    public bool IsByHand { get; init; }

    /// <summary>Channels it may go out by: <c>sms</c>, <c>mail</c>, <c>letter</c>, <c>phone</c>, <c>inPerson</c>, <c>app</c>.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    public required Provenance Provenance { get; init; }
}
