using System.Text.Json.Nodes;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Links;

namespace WorkflowHost.Sop.Cases;

/// <summary>How far a linked case must have come before a step goes on.</summary>
public enum LinkWait
{
    /// <summary>It is open and linked.</summary>
    Opened,

    /// <summary>It is closed towards the customer.</summary>
    Closed,

    /// <summary>Nothing can happen to it any more.</summary>
    Ended,
}

/// <summary>
/// Links with other cases. A case only asks: the other is opened or told by a message of the outbox, in a transaction of its
/// own, and tells back. So neither waits for the other's lock, and a link exists on both sides or is on its way.
/// </summary>
public sealed partial class CaseWork
{
    /// <summary>Name of the wait whose payload holds the key of the other case and how far it must have come.</summary>
    internal const string LinkBookmark = "Sop.LinkedCase";

    /// <summary>Name of the wait for all cases of a kind; its payload holds the kind and how far they must have come.</summary>
    internal const string LinkedBookmark = "Sop.AwaitLinkedCases";

    private const string LinkAsked = "link.asked";

    private readonly List<CaseLink> _links;

    internal static IReadOnlyList<CaseLink> LinksOf(CaseState state) => state.Links ?? [];

    /// <summary>Asks for a case of another SOP that follows from this one.</summary>
    /// <param name="fields">Values of its opening form.</param>
    /// <returns>The new case's id, which a wait for it is keyed by.</returns>
    /// <exception cref="SopFaultException">There is no such kind of link.</exception>
    public string OpenLinked(string definitionId, string kind, JsonObject fields)
    {
        RequireKind(kind);
        var caseId = NewId();
        _links.Add(new(caseId, kind, IsFollower: true, definitionId, Now));
        Queue(LinkMessages.Open, definitionId, null, new OpenLinkedMessage(caseId, new(Id, Number, _definitionId, kind, _actor.Id), fields).ToPayload());
        Log(LinkAsked, ("link", kind), ("sop", definitionId));
        return caseId;
    }

    /// <summary>Asks for a link with a case that exists.</summary>
    /// <returns>What a wait for the answer is keyed by.</returns>
    /// <exception cref="SopFaultException">There is no such kind of link.</exception>
    public string AskLink(string number, string kind, bool isFollower)
    {
        RequireKind(kind);
        var key = NewId();
        // The other one hears who asks; its answer adds the link here.
        var payload = new JsonObject { ["key"] = key, ["kind"] = kind, ["isFollower"] = isFollower, ["by"] = _actor.Id };
        Queue(LinkMessages.Ask, number, null, payload);
        Log(LinkAsked, ("link", kind), ("case", number));
        return key;
    }

    /// <summary>Takes over what another case tells of itself.</summary>
    /// <returns>False when all of it was known.</returns>
    internal bool Hear(LinkNews news)
    {
        var index = _links.FindIndex(l => l.CaseId == news.CaseId && l.Kind == news.Kind);
        var known = index < 0 ? null : _links[index];
        if (known is not null && known.HeardVersion >= news.Version)
        {
            return false;
        }

        var link = (known ?? new(news.CaseId, news.Kind, news.IsFollower, news.DefinitionId, Now)) with
        {
            Number = news.Number,
            Status = news.Status,
            CloseType = news.CloseType,
            HeardVersion = news.Version,
        };
        if (known is null)
        {
            _links.Add(link);
        }
        else
        {
            _links[index] = link;
        }

        TellOf(link, known, news);
        return true;
    }

    internal void HearRefused(HearLinkRefused command)
    {
        _links.RemoveAll(l => l.CaseId == command.Key && l.HeardVersion == 0);
        Log("link.refused", ("target", command.Target), ("code", command.Code), ("detail", command.Detail));
        RingFor(command.Target, null, null, "link.refused", ("target", command.Target), ("code", command.Code));
    }

    /// <param name="status">How the other stands; null wakes whatever waits for it.</param>
    internal List<string> WaitsForLink(string key, string caseId, CaseStatus? status) =>
    [
        .. (_workflow?.Bookmarks ?? [])
            .Where(b => b.Name == LinkBookmark && AwaitsAnswerAt(b.Id) && b.Payload is JsonObject payload && payload.Text("key") is { } wanted && (wanted == key || wanted == caseId)
                && (status is null || IsFarEnough(payload.Text("until"), status.Value)))
            .Select(b => b.Id),
    ];

    /// <summary>Whether every case of the kind that follows from this one has come so far. One that could not be opened follows no more.</summary>
    internal bool AreFollowersFarEnough(string kind, string until) => _links.TrueForAll(l => l.Kind != kind || !l.IsFollower || IsFarEnough(until, l.Status));

    /// <summary>The waits for all cases of a kind that may go on now.</summary>
    internal List<string> WaitsForFollowers() =>
    [
        .. (_workflow?.Bookmarks ?? [])
            .Where(b => b.Name == LinkedBookmark && AwaitsAnswerAt(b.Id) && b.Payload is JsonObject payload
                && AreFollowersFarEnough(payload.Text("link") ?? string.Empty, payload.Text("until") ?? nameof(LinkWait.Closed)))
            .Select(b => b.Id),
    ];

    /// <summary>What a waiting step is handed.</summary>
    internal static JsonObject LinkInput(LinkNews news) => new()
    {
        ["caseId"] = news.CaseId,
        ["number"] = news.Number,
        ["status"] = news.Status.ToString(),
        ["closeType"] = news.CloseType,
        ["results"] = news.Results.DeepClone(),
    };

    internal static JsonObject LinkInput(HearLinkRefused refused) => new() { ["refusal"] = refused.Code, ["detail"] = refused.Detail };

    /// <summary>As expressions see the links: <c>getCaseInfo().links</c>.</summary>
    private JsonArray LinkFacts() =>
    [
        .. _links.Select(l => new JsonObject
        {
            ["kind"] = l.Kind,
            ["number"] = l.Number,
            ["sop"] = l.DefinitionId,
            ["isFollower"] = l.IsFollower,
            ["status"] = l.Status.ToString(),
            ["closeType"] = l.CloseType,
        }),
    ];

    private void AddOrigin(LinkOrigin origin)
    {
        _links.Add(new(origin.CaseId, origin.Kind, IsFollower: false, origin.DefinitionId, Now) { Number = origin.Number });
        Log(Actor.System, "link.added", ("case", origin.Number), ("link", origin.Kind), ("end", "origin"));
    }

    /// <summary>A case that is closed, reopened or over tells those it is linked with, so that their steps can go on.</summary>
    private void TellLinked(CaseState state)
    {
        var wasClosed = _before?.Status;
        if (_links.Count == 0 || _before is null || (wasClosed == state.Status && _before.Data.Text("closeType") == state.Data.Text("closeType")))
        {
            return;
        }

        foreach (var link in _links.Where(l => l.Number is not null))
        {
            Queue(LinkMessages.News, link.CaseId, null, LinkNews.Of(state, Profile, Id, link.Kind, isFollower: !link.IsFollower).ToPayload());
        }
    }

    private void TellOf(CaseLink link, CaseLink? known, LinkNews news)
    {
        var end = link.IsFollower ? "follower" : "origin";
        if (known?.Number is null)
        {
            Log("link.added", ("case", link.Number ?? string.Empty), ("link", link.Kind), ("end", end));
            // Whoever asked for it knows; somebody who is linked by others is told.
            if (known is null)
            {
                RingFor(news, "link.added", ("case", link.Number ?? string.Empty), ("link", link.Kind), ("end", end));
            }
        }

        var was = known?.Status ?? CaseStatus.Open;
        if (was == CaseStatus.Open && link.Status != CaseStatus.Open)
        {
            Log("link.closed", ("case", link.Number ?? string.Empty), ("link", link.Kind), ("end", end), ("closeType", link.CloseType ?? string.Empty));
            RingFor(news, "link.closed", ("case", link.Number ?? string.Empty), ("link", link.Kind), ("end", end), ("closeType", link.CloseType ?? string.Empty));
        }
        else if (was != CaseStatus.Open && link.Status == CaseStatus.Open)
        {
            Log("link.reopened", ("case", link.Number ?? string.Empty), ("link", link.Kind), ("end", end));
            RingFor(news, "link.reopened", ("case", link.Number ?? string.Empty), ("link", link.Kind), ("end", end));
        }
    }

    private static bool IsFarEnough(string? until, CaseStatus status) => until switch
    {
        nameof(LinkWait.Closed) => status != CaseStatus.Open,
        nameof(LinkWait.Ended) => status == CaseStatus.Ended,
        _ => true,
    };

    private void RequireKind(string kind)
    {
        if (!_environment.Pack.LinkKinds.ContainsKey(kind))
        {
            throw new SopFaultException($"There is no kind of link '{kind}' in the SOP pack. Known: {string.Join(", ", _environment.Pack.LinkKinds.Keys.Order(StringComparer.Ordinal))}.");
        }
    }
}
